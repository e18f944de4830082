/// A whole file that cannot be read as a table: the caller treats its source as failed.
///
/// A single bad row is never an error but a ``RowReject``.
public struct TableError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file as the caller named it.
  public let file: String
  /// The 1-based physical line, or the row of a sheet; 0 when the whole file is meant.
  public let line: Int
  /// What is concerned: `file`, `header`, a column, a part of a workbook.
  public let field: String
  public let expected: String
  public let found: String
  /// True when the file has not a single byte, which a partner may mean as "nothing happened".
  public let isEmpty: Bool

  public init(file: String, line: Int = 0, field: String, expected: String, found: String, isEmpty: Bool = false) {
    self.file = file
    self.line = line
    self.field = field
    self.expected = expected
    self.found = found
    self.isEmpty = isEmpty
  }

  public var description: String {
    let place = line > 0 ? "\(file):\(line)" : file
    return "\(place): \(field): expected \(expected), found \(found)"
  }
}
