import Crypto
import Glibc

/// SHA-256 of files and bytes, as 64 lowercase hexadecimal digits.
public enum Digest {
  /// Length and SHA-256 of the file at `path`, read once in pieces of 1 MiB. A symbolic link is refused.
  public static func sha256(ofFile path: String) throws(FileFailure) -> FileDigest {
    let descriptor = try Descriptor(open: path, O_RDONLY)
    _ = posix_fadvise(descriptor.number, 0, 0, POSIX_FADV_SEQUENTIAL)  // advice: its failure changes nothing
    var hash = RunningHash()
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = try descriptor.read(into: &buffer, path)
      if count == 0 { return hash.finish() }
      hash.update(buffer.span.extracting(first: count))
    }
  }

  /// SHA-256 of `bytes`.
  public static func sha256(of bytes: [UInt8]) -> String { sha256(of: bytes.span) }

  /// SHA-256 of `bytes`.
  public static func sha256(of bytes: Span<UInt8>) -> String {
    var hash = RunningHash()
    hash.update(bytes)
    return hash.finish().sha256
  }
}

/// A SHA-256 in progress with the count of its bytes.
public struct RunningHash: Sendable {
  private var hash = SHA256()
  /// Bytes hashed so far.
  public private(set) var bytes: Int64 = 0

  public init() {}

  /// Goes on with `piece`.
  public mutating func update(_ piece: Span<UInt8>) {
    bytes += Int64(piece.count)
    unsafe piece.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
  }

  /// Goes on with `range` of `bytes`.
  mutating func update(_ bytes: [UInt8], _ range: Range<Int>) { update(bytes.span.extracting(range)) }

  /// The digest of everything until now.
  public func finish() -> FileDigest { FileDigest(bytes: bytes, sha256: hexadecimal(hash.finalize())) }
}

/// `bytes` as lowercase hexadecimal digits, two per byte.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String { String(decoding: hexadecimalBytes(bytes), as: UTF8.self) }

/// ``hexadecimal(_:)`` as ASCII.
func hexadecimalBytes(_ bytes: some Sequence<UInt8>) -> [UInt8] {
  var text: [UInt8] = []
  text.reserveCapacity(64)
  for byte in bytes {
    text.append(hexadecimalDigit(byte >> 4))
    text.append(hexadecimalDigit(byte & 15))
  }
  return text
}

private func hexadecimalDigit(_ value: UInt8) -> UInt8 {
  value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}
