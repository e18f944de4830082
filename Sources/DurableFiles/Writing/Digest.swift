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
struct RunningHash: Sendable {
  private var hash = SHA256()
  private(set) var bytes: Int64 = 0

  mutating func update(_ piece: Span<UInt8>) {
    bytes += Int64(piece.count)
    unsafe piece.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
  }

  func finish() -> FileDigest { FileDigest(bytes: bytes, sha256: hexadecimal(hash.finalize())) }
}

/// `bytes` as lowercase hexadecimal digits, two per byte.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}
