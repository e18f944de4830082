import SettlementCore

/// A file's hash as its owner published it.
public struct PublishedHash: Hashable, Sendable {
  public let algorithm: HashAlgorithm
  /// As many digits in lower case as the algorithm has.
  public let hexadecimal: String

  /// Nil when `text` is not as many hexadecimal digits as the algorithm has; without an algorithm, the number of digits says which.
  public init?(_ text: String, _ algorithm: HashAlgorithm? = nil) {
    guard let known = HashAlgorithm.allCases.first(where: { $0.digits == text.utf8.count }), text.utf8.allSatisfy(Self.isDigit),
      algorithm == nil || algorithm == known
    else { return nil }
    self.algorithm = known
    hexadecimal = text.lowercased()
  }

  /// Reads a published hash file: its first word of 64, 40 or 32 hexadecimal digits, as `sha256sum` and others write it.
  ///
  /// `file` is only named in messages. Throws ``SourceFailure`` when there is no such word; a web page has none.
  public static func read(_ bytes: [UInt8], source: String, file: String) throws(SourceFailure) -> PublishedHash {
    let words = bytes.split { !isWordByte($0) }
    for word in words {
      if let hash = PublishedHash(String(decoding: word, as: UTF8.self)) { return hash }
    }
    throw SourceFailure(
      kind: .malformed, source: source, file: file, field: "hash", expected: "64, 40 or 32 hexadecimal digits", found: "none",
      advice: "ask the partner for the address of the hash")
  }

  /// A hash file in bytes.
  static let longestFile = 1 << 16

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 <= 9 || (byte | 0x20) &- 0x61 <= 5 }
  private static func isWordByte(_ byte: UInt8) -> Bool { byte &- 0x30 <= 9 || (byte | 0x20) &- 0x61 <= 25 }
}

extension HashAlgorithm {
  /// Hexadecimal digits of a hash.
  var digits: Int {
    switch self {
    case .md5: 32
    case .sha1: 40
    case .sha256: 64
    }
  }

  /// By a name such as `SHA1`, `sha-256` or `MD5`.
  init?(named name: String) { self.init(rawValue: name.lowercased().replacing("-", with: "")) }
}
