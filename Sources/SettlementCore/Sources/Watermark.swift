/// How a feed is pulled onwards from what it has brought before: a column that only grows.
public struct Watermark: Hashable, Sendable {
  /// How far behind the largest value seen the next pull begins, so that what was committed late is seen. It says what the column holds.
  public enum Overlap: Hashable, Sendable {
    /// The column holds whole numbers.
    case number(Int64)
    /// The column holds times.
    case time(Duration)
  }

  /// The column's name in the rows that come.
  public let column: String
  /// The watermark of the first pull: a whole number in 64 bits, or a time with seconds and offset such as `2026-01-01T00:00:00+08:00`.
  public let start: String
  public let overlap: Overlap

  public init(column: String, start: String, overlap: Overlap) {
    self.column = column
    self.start = start
    self.overlap = overlap
  }
}
