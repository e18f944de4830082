import Tables

/// A whole source that cannot be used (SPEC §9); its rows, if any were read, do not count.
public struct SourceFailure: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Hashable, Sendable {
    /// Nothing is there: the source did not deliver.
    case missing
    /// Something is there that the system does not let us read.
    case unreadable
    /// It was read and is no such feed.
    case malformed
    /// It is not ready yet, and its owner says so.
    case waiting
    /// No connection, or no answer within the attempts and the time there are.
    case unreachable
    /// We are not let in, or do not trust the other side.
    case refused
    /// It came, but not whole, or not as its owner announced it.
    case incomplete
  }

  public let kind: Kind
  /// The feed: `orders`, `redemptions`, `refunds`, `payouts`, or what the caller calls a statement.
  public let source: String
  /// The file as the caller named it.
  public let file: String
  /// The 1-based physical line; 0 when the whole file is meant.
  public let line: Int
  /// What is concerned: `file`, `header`, `url`.
  public let field: String
  public let expected: String
  public let found: String
  /// What a person does about it.
  public let advice: String

  public init(
    kind: Kind, source: String, file: String, line: Int = 0, field: String, expected: String, found: String, advice: String
  ) {
    self.kind = kind
    self.source = source
    self.file = file
    self.line = line
    self.field = field
    self.expected = expected
    self.found = found
    self.advice = advice
  }

  public var description: String {
    let place = line > 0 ? "\(file):\(line)" : file
    return "\(place): \(field): expected \(expected), found \(found); \(advice)"
  }
}

extension SourceFailure {
  /// A file that `FileBytes` could not read.
  init(_ error: FileBytes.ReadError, source: String, file: String) {
    self.init(
      kind: error.doesNotExist ? .missing : .unreadable, source: source, file: file, field: "file",
      expected: error.doesNotExist ? "a file" : "a readable regular file", found: error.doesNotExist ? "none" : error.reason,
      advice: error.doesNotExist ? "deliver it and run again" : "correct the path or its permissions and run again")
  }

  /// A file that is no table. `hidesText`: the first line may hold a card code, so it is not quoted.
  init(_ error: TableError, source: String, hidesText: Bool) {
    self.init(
      kind: .malformed, source: source, file: error.file, line: error.line, field: error.field, expected: error.expected,
      found: hidesText && FeedTable.mayQuote(error.expected) ? FeedTable.hidden : error.found,
      advice: Self.advice(error))
  }

  private static func advice(_ error: TableError) -> String {
    switch error.expected {
    case "a header row": "export it again with its header row"
    case "UTF-8", "UTF-8 text": "save it as CSV in UTF-8"
    case "every column once": "rename or remove one of the two columns"
    default: "export it again as CSV"
    }
  }
}
