/// What must show that a statement has come whole.
public enum CompletenessProof: Hashable, Sendable {
  case none
  /// The length that the server announced.
  case length
  /// The URL of a file with the statement's hash in hexadecimal digits, on the statement's own server; patterns as in the statement's.
  case hash(url: String)
  /// The last line that is not empty, which is no row.
  case trailer(String)
}
