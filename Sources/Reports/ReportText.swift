import SettlementCore

/// A text that a report shows, where the caller has it: in a column, without a `String`, or of its own.
public enum ReportText: Sendable {
  /// Nothing: an empty field.
  case none
  /// A row of a column.
  case row(Int, of: TextColumn)
  /// A text of its own.
  case text(String)
}
