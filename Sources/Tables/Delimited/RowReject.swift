/// A row that is not well-formed; reading went on behind it, nothing else was lost.
public struct RowReject: Equatable, Sendable {
  /// 1-based physical line where the row starts. Lines end at LF, also inside quotes.
  public let line: Int
  /// 1-based physical line where the rejected stretch ends.
  public let lastLine: Int
  /// The column's name, or `row`.
  public let field: String
  public let expected: String
  /// What stood there: about 60 characters at most, control characters escaped.
  public let found: String

  public init(line: Int, lastLine: Int, field: String, expected: String, found: String) {
    self.line = line
    self.lastLine = lastLine
    self.field = field
    self.expected = expected
    self.found = found
  }
}
