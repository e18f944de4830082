import SettlementCore
import WorkbookWriter

/// Writes `discrepancies.xlsx`: a summary by partner and kind, then the list of `discrepancies.csv` with room for what was done about it.
public enum DiscrepancyWorkbook {
  /// Writes the workbook to `path` and reads it back; `titles` names partners by id, `day` is the run's D.
  ///
  /// Throws `WorkbookError` when the file cannot be written.
  public static func write(
    _ discrepancies: [Discrepancy], day: CalendarDay, run: String, titles: [String: String] = [:], language: PartnerSettings.Language,
    to path: String, temporaryFolder: String
  ) throws {
    let wording = Wording(language)
    let title = wording("差异清单 \(run)", "Discrepancies \(run)")
    let workbook = try Workbook(path: path, temporaryFolder: temporaryFolder, title: title)
    let sheet = try workbook.addSheet(wording("差异汇总", "Summary"))
    try DiscrepancySummary(discrepancies, day: day, titles: titles, wording).write(on: sheet, footer: title)
    let list = DiscrepancyTable(wording, day: day, withPartner: true, footer: title)
    try list.write(discrepancies, named: listName(wording), in: workbook)
    try workbook.close()
  }

  private static func listName(_ wording: Wording) -> String { wording("差异明细", "List") }

  /// The cell in which the key of a discrepancy stands in such a workbook; nil when it is not among them.
  public static func place(
    of identity: DiscrepancyIdentity, among discrepancies: [Discrepancy], day: CalendarDay, language: PartnerSettings.Language
  ) -> CellPlace? {
    let wording = Wording(language)
    return DiscrepancyTable(wording, day: day, withPartner: true, footer: "").place(of: identity, among: discrepancies, named: listName(wording))
  }
}
