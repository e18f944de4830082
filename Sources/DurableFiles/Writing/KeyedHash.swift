import Crypto

/// HMAC-SHA-256 under a secret key: what stands for a card code outside of memory (SPEC §10). Neither key nor code is ever shown.
public struct KeyedHash: Sendable, CustomStringConvertible, CustomReflectable {
  private let keyed: HMAC<SHA256>

  /// Takes the key's bytes as they are.
  public init(key: [UInt8]) { keyed = HMAC(key: SymmetricKey(data: key)) }

  /// The HMAC of `text` as 64 lowercase hexadecimal digits.
  public func hexadecimalDigits(of text: Span<UInt8>) -> [UInt8] {
    var hash = keyed
    unsafe text.withUnsafeBytes { unsafe hash.update(data: $0) }
    return unsafe hash.finalize().withUnsafeBytes { unsafe hexadecimalBytes($0) }
  }

  public var description: String { "a secret key" }
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
