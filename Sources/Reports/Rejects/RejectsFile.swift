import Tables

/// One row that was not taken over (SPEC §9).
public struct RejectedRow: Equatable, Sendable {
  /// Name of the source: `orders`, or the partner's id.
  public var source: String
  public var file: String
  /// 1-based physical line where the row starts.
  public var line: Int
  public var field: String
  public var expected: String
  public var found: String

  public init(source: String, file: String, line: Int, field: String, expected: String, found: String) {
    self.source = source
    self.file = file
    self.line = line
    self.field = field
    self.expected = expected
    self.found = found
  }
}

/// Writes `rejects.csv`, in the order given.
public enum RejectsFile {
  /// The whole file; file names, fields and what was found came from outside (SPEC §10).
  public static func csv(_ rows: [RejectedRow]) -> [UInt8] {
    var writer = CSVWriter(header: ["source", "file", "line", "field", "expected", "found"])
    for row in rows {
      writer.append(text: row.source)
      writer.append(outside: row.file)
      writer.append(integer: Int64(row.line))
      writer.append(outside: row.field)
      writer.append(text: row.expected)
      writer.append(outside: row.found)
      writer.endRow()
    }
    return writer.takeBytes()
  }
}
