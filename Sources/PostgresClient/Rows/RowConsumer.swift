/// What rows are streamed into. Rows arrive before an error does: what was consumed counts only once ``finish()`` was called.
public protocol RowConsumer: ~Copyable {
  /// Called once, before the first row, also when there is none. Throws ``RowFault`` for columns it does not take.
  mutating func begin(_ columns: [PostgresColumn]) throws
  mutating func consume(_ row: borrowing PostgresRow) throws
  /// Called after the server said that the last row was the last.
  mutating func finish() throws
}

/// A column or a value that a consumer does not take; becomes a ``PostgresFailure`` of kind `mistyped`. Never holds a value of a row.
public struct RowFault: Error, Hashable, Sendable {
  public let expected: String
  public let found: String
  public let advice: String

  public init(expected: String, found: String, advice: String) {
    self.expected = expected
    self.found = found
    self.advice = advice
  }
}
