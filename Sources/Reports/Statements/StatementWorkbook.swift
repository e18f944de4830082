import SettlementCore
import WorkbookWriter

/// Writes a statement as a workbook: cover, summary, what a later version changes, details, refunds, lines of earlier periods if there are
/// any, discrepancies (SPEC §8).
public enum StatementWorkbook {
  /// Checks the statement, writes it to `path` and reads it back; the same statement gives the same bytes.
  ///
  /// `rowLimit` is the number of rows of a detail sheet, its header included. Several threads may write one workbook each.
  /// - Throws: `StatementError` when lines and roll-forward contradict each other (nothing is written then), `WorkbookError` when the
  ///   file cannot be written or read back.
  public static func write(
    _ statement: PartnerStatement, to path: String, temporaryFolder: String, rowLimit: Int = Sheet.maximumRows
  ) throws {
    let totals = try StatementTotals.of(statement)
    let wording = Wording(statement.language)
    let workbook = try Workbook(path: path, temporaryFolder: temporaryFolder, title: wording.statementTitle(statement))
    let cover = try workbook.addSheet(wording.name(.cover))
    let summary = try workbook.addSheet(wording.name(.summary))
    if let changes = statement.changes { try ChangesSheet(statement, wording).write(changes, in: workbook) }
    let lineSheets = LineSheets(statement, wording, rowLimit: rowLimit)
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
    if totals.contains(where: { !$0.late.isEmpty }) { _ = try write(.late) { $0.late } }
    let list = DiscrepancyTable(wording, day: statement.businessDay, withPartner: false, footer: statement.number, rowLimit: rowLimit)
    try list.write(statement.discrepancies, named: wording.name(.discrepancies), in: workbook)
    let places = try CoverSheet(statement, totals, wording).write(on: cover)
    try SummarySheet(statement, totals, wording).write(on: summary, details, refunds, cover: places)
    try workbook.close()
  }
}
