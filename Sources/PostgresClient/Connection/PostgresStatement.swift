/// One SQL statement with its parameters `$1`, `$2`, …; the server infers their types from where they stand.
///
/// Parameters never become part of the text. Printing the value shows neither.
public struct PostgresStatement: Sendable, CustomStringConvertible, CustomReflectable {
  /// What messages call it: the feed.
  public let name: String
  public let text: String
  public let parameters: [String?]

  public init(_ name: String, _ text: String, _ parameters: [String?] = []) {
    self.name = name
    self.text = text
    self.parameters = parameters
  }

  public var description: String { "\(name) with \(parameters.count) parameters" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
