import Crypto

/// A SHA-256 over rows in their canonical form, one behind the other.
struct RowHash: Sendable {
  private var hash = SHA256()
  private(set) var count: Int64 = 0

  mutating func add(_ rows: NewRows) {
    hash.update(data: rows.bytes)
    count += Int64(rows.count)
  }

  /// One row of several.
  mutating func add(_ row: Int, of rows: NewRows) {
    hash.update(data: rows.bytes[rows.range(row)])
    count += 1
  }

  /// 64 lowercase hexadecimal digits.
  var sha256: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  func digest(_ name: String) -> TableDigest { TableDigest(name: name, count: count, sha256: sha256) }

  /// SHA-256 of a text.
  static func sha256(of text: String) -> String {
    var hash = RowHash()
    hash.hash.update(data: Array(text.utf8))
    return hash.sha256
  }
}
