/// The first of two steps to a bill: a question whose JSON answer says where the bill is. Pointers are JSON pointers (RFC 6901).
public struct BillQuestion: Sendable {
  /// How the answer's hash was made.
  public enum HashType: Hashable, Sendable {
    /// The algorithm's name stands in the answer.
    case at(String)
    case algorithm(HashAlgorithm)
  }
  /// An answer that is no bill, known by the text at a pointer.
  public struct Answer: Hashable, Sendable {
    public let at: String
    /// Never empty.
    public let values: [String]

    public init(at: String, values: [String]) {
      self.at = at
      self.values = values
    }
  }

  /// To the bill's URL, which holds a token.
  public let link: String
  /// To the bill's hash in hexadecimal digits.
  public let hash: String?
  /// Nil: told by the hash's length.
  public let hashType: HashType?
  /// There is no bill: an empty statement.
  public let empty: Answer?
  /// The bill is not ready yet.
  public let waiting: Answer?
  /// Hosts the link may point to, in lower case; never empty.
  public let linkHosts: [String]

  public init(
    link: String, hash: String? = nil, hashType: HashType? = nil, empty: Answer? = nil, waiting: Answer? = nil, linkHosts: [String]
  ) {
    self.link = link
    self.hash = hash
    self.hashType = hashType
    self.empty = empty
    self.waiting = waiting
    self.linkHosts = linkHosts
  }
}
