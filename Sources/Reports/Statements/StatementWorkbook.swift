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
    var written: [Wording.StatementSheet: [SheetTotal]] = [:]
    for table in LineTable.all(totals, wording) {
      let total = try lineSheets.write(table.lines, of: table.currency, named: table.name, in: workbook)
      written[table.sheet, default: []].append(total)
    }
    let list = DiscrepancyTable(wording, day: statement.businessDay, withPartner: false, footer: statement.number, rowLimit: rowLimit)
    try list.write(statement.discrepancies, named: wording.name(.discrepancies), in: workbook)
    let places = try CoverSheet(statement, totals, wording).write(on: cover)
    try SummarySheet(statement, totals, wording).write(on: summary, written[.details] ?? [], written[.refunds] ?? [], cover: places)
    try workbook.close()
  }
}
