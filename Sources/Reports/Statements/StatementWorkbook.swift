import SettlementCore
import WorkbookWriter

/// Writes a draft statement as a workbook: cover, summary, details, refunds, discrepancies (SPEC §8).
public enum StatementWorkbook {
  /// Checks the draft, writes it to `path` and reads it back; the same draft gives the same bytes.
  ///
  /// `rowLimit` is the number of rows of a detail sheet, its header included. Several threads may write one workbook each.
  /// - Throws: `StatementError` when lines and roll-forward contradict each other (nothing is written then), `WorkbookError` when the
  ///   file cannot be written or read back.
  public static func write(
    _ draft: StatementDraft, to path: String, temporaryFolder: String, rowLimit: Int = Sheet.maximumRows
  ) throws {
    let totals = try StatementTotals.of(draft)
    let wording = Wording(draft.language)
    let workbook = try Workbook(path: path, temporaryFolder: temporaryFolder, title: wording.statementTitle(draft))
    let cover = try workbook.addSheet(wording.name(.cover))
    let summary = try workbook.addSheet(wording.name(.summary))
    let lineSheets = LineSheets(draft, wording, rowLimit: rowLimit)
    func write(_ sheet: Wording.StatementSheet, _ places: (StatementTotals) -> [Int]) throws(WorkbookError) -> [SheetTotal] {
      var written: [SheetTotal] = []
      for total in totals {
        let name = wording.name(sheet) + (totals.count > 1 ? " \(total.account.currency.code)" : "")
        written.append(try lineSheets.write(places(total), of: total.account.currency, named: name, in: workbook))
      }
      return written
    }
    let details = try write(.details) { $0.lines }
    let refunds = try write(.refunds) { $0.refunds }
    let list = DiscrepancyTable(wording, day: draft.businessDay, withPartner: false, footer: draft.number, rowLimit: rowLimit)
    try list.write(draft.discrepancies, named: wording.name(.discrepancies), in: workbook)
    let places = try CoverSheet(draft, totals, wording).write(on: cover)
    try SummarySheet(draft, totals, wording).write(on: summary, details, refunds, cover: places)
    try workbook.close()
  }
}
