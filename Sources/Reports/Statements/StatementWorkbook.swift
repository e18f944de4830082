import SettlementCore
import WorkbookWriter

/// Writes a statement as a workbook: cover, summary with charts, what a later version changes, details, refunds, lines of earlier periods and ladders if there are any, what
/// was carried and adjusted, discrepancies, rules in words, controls (SPEC §8).
public enum StatementWorkbook {
  /// Checks the statement, writes it to `path` and reads it back; the same statement gives the same bytes.
  ///
  /// `rowLimit` is the number of rows of a detail sheet, its header included. Several threads may write one workbook each.
  /// - Throws: `StatementError` when lines and roll-forward contradict each other (nothing is written then), `WorkbookError` when the
  ///   file cannot be written or read back.
  public static func write(
    _ statement: PartnerStatement, to path: String, temporaryFolder: String, rowLimit: Int = Sheet.maximumRows
  ) throws {
    try writeUnread(statement, to: path, temporaryFolder: temporaryFolder, rowLimit: rowLimit).verify()
  }

  /// The same without reading it back, which `verify` of what it returns does: the two can be measured apart.
  public static func writeUnread(
    _ statement: PartnerStatement, to path: String, temporaryFolder: String, rowLimit: Int = Sheet.maximumRows
  ) throws -> WrittenWorkbook {
    try StatementSheets(statement, rowLimit: rowLimit).write(to: path, temporaryFolder: temporaryFolder)
  }
}
