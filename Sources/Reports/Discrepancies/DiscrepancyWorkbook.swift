import SettlementCore
import WorkbookWriter

/// Writes `discrepancies.xlsx`: a summary by partner and kind, then the list of `discrepancies.csv` with room for what was done about it.
public enum DiscrepancyWorkbook {
  /// Writes the workbook to `path` and reads it back; `titles` names partners by id.
  ///
  /// Throws `WorkbookError` when the file cannot be written.
  public static func write(
    _ discrepancies: [Discrepancy], day: CalendarDay, run: String, titles: [String: String] = [:], language: PartnerSettings.Language,
    to path: String, temporaryFolder: String
  ) throws {
  }
}
