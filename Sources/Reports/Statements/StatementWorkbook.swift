import SettlementCore
import WorkbookWriter

/// Writes a draft statement as a workbook: cover, summary, details, refunds, discrepancies (SPEC §8).
public struct StatementWorkbook {
  /// Checks the draft, writes it to `path` and reads it back; the same draft gives the same bytes.
  ///
  /// `rowLimit` is the number of rows of a detail sheet, its header included. Use one workbook per thread.
  /// - Throws: `StatementError` when lines and roll-forward contradict each other, `WorkbookError` when the file cannot be written.
  public static func write(
    _ draft: StatementDraft, to path: String, temporaryFolder: String, rowLimit: Int = Sheet.maximumRows
  ) throws {
  }
}
