/// What must be shown before a body counts as whole.
public struct Proof: Sendable {
  /// Refuses a body whose end nothing proves: HTTP/1.0 style, ended by closing the connection.
  public var isRequired: Bool
  /// The length that was published, in bytes of the file.
  public var length: Int64?
  /// The digest that was published.
  public var digest: PublishedDigest?

  public init(isRequired: Bool = true, length: Int64? = nil, digest: PublishedDigest? = nil) {
    self.isRequired = isRequired
    self.length = length
    self.digest = digest
  }
}

/// A file's digest as its owner published it. MD5 and SHA-1 find accidents, not attackers.
public struct PublishedDigest: Sendable, Equatable {
  public enum Algorithm: String, Sendable {
    case md5 = "MD5"
    case sha1 = "SHA-1"
    case sha256 = "SHA-256"
  }

  public let algorithm: Algorithm
  /// Lowercase hexadecimal digits.
  public let hexadecimal: String

  /// `nil` unless `text` is as many hexadecimal digits, of either case, as `algorithm` has.
  public init?(_ algorithm: Algorithm, _ text: String) {
    let length =
      switch algorithm {
      case .md5: 32
      case .sha1: 40
      case .sha256: 64
      }
    guard text.utf8.count == length,
      text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0 | 32 })
    else { return nil }
    self.algorithm = algorithm
    hexadecimal = text.lowercased()
  }
}

/// What showed that a body is whole; the strongest that holds.
public enum Completeness: String, Sendable, Equatable {
  /// The digest of `Proof.digest`.
  case publishedDigest = "published digest"
  /// The length that the server announced, or `Proof.length`.
  case length
  /// The protocol's own end: the last chunk of HTTP/1.1, the end of an HTTP/2 stream, a gzip trailer, the end of file of SFTP or FTPS.
  case endMarker = "end marker"
  /// Nothing: the connection was closed, and that may have been too early.
  case none
}
