import SettlementCore
import WorkbookWriter

/// Writes `discrepancies.xlsx`: what is open at a glance, by partner and age, then a sheet per kind with every row of
/// `discrepancies.csv`, why it is there, what to do about it, and room for what was decided.
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
    let sorted = DiscrepanciesFile.sorted(discrepancies)
    let workbook = try Workbook(path: path, temporaryFolder: temporaryFolder, title: title)
    let overview = try workbook.addSheet(wording("总览", "Overview"))
    try DiscrepancyOverview(sorted, day: day, wording).write(on: overview, of: workbook, title: title)
    let summary = try workbook.addSheet(wording("按合作方", "By partner"))
    try DiscrepancySummary(sorted, day: day, titles: titles, wording).write(on: summary, footer: title)
    let kinds = DiscrepancyKind.allCases.filter { kind in sorted.contains { $0.finding.kind == kind } }
    for kind in kinds {
      let sheets = DiscrepancySheets(sorted.filter { $0.finding.kind == kind }, day: day, footer: title, wording)
      try sheets.write(named: wording.name(kind), overview: overview.name, in: workbook)
    }
    // An empty list can be read back, too.
    if kinds.isEmpty {
      try DiscrepancySheets([], day: day, footer: title, wording).write(
        named: wording("无差异", "None"), overview: overview.name, in: workbook)
    }
    try workbook.close()
  }

  /// The cell in which the key of a discrepancy stands in such a workbook; nil when it is not among them.
  public static func place(
    of identity: DiscrepancyIdentity, among discrepancies: [Discrepancy], language: PartnerSettings.Language
  ) -> CellPlace? {
    guard let kind = discrepancies.first(where: { $0.finding.identity == identity })?.finding.kind else { return nil }
    let rows = DiscrepanciesFile.sorted(discrepancies).filter { $0.finding.kind == kind }
    return rows.firstIndex { $0.finding.identity == identity }.map {
      CellPlace(ofRow: $0, named: Wording(language).name(kind), column: "C", rowLimit: Sheet.maximumRows)
    }
  }
}
