import Crypto

/// The digest of a body as it arrives, by the algorithm its owner published.
struct RunningDigest {
  let published: PublishedDigest
  private var hash: any HashFunction

  init(_ published: PublishedDigest) {
    self.published = published
    hash =
      switch published.algorithm {
      case .md5: Insecure.MD5()
      case .sha1: Insecure.SHA1()
      case .sha256: SHA256()
      }
  }

  mutating func update(_ piece: Span<UInt8>) {
    unsafe piece.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
  }

  /// Throws unless the bytes were those that were published.
  func check() throws(Fault) {
    let found = hexadecimal(hash.finalize())
    if found != published.hexadecimal { throw .digest(published, found: found) }
  }
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
