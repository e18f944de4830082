import Foundation

/// Until when X.509 certificates are valid (RFC 5280 §4.1); nothing else of them is looked at.
enum CertificateDates {
  /// The ends in seconds since 1970 of the certificates of a PEM file, in their order.
  static func ends(inPEM bytes: [UInt8]) -> [Int64] {
    String(decoding: bytes, as: UTF8.self).components(separatedBy: "-----BEGIN CERTIFICATE-----").dropFirst().compactMap { part in
      let text = part.components(separatedBy: "-----END CERTIFICATE-----")[0].filter { !$0.isWhitespace }
      return Data(base64Encoded: text).flatMap { end(Array($0)) }
    }
  }

  /// Certificate → TBSCertificate → [version], serial, signature, issuer, validity → notAfter.
  private static func end(_ der: [UInt8]) -> Int64? {
    var certificate = DERReader(der[...])
    guard let outer = certificate.next(0x30) else { return nil }
    var body = DERReader(outer)
    guard let inner = body.next(0x30) else { return nil }
    var fields = DERReader(inner)
    _ = fields.next(0xA0)
    guard fields.next(0x02) != nil, fields.next(0x30) != nil, fields.next(0x30) != nil, let validity = fields.next(0x30) else { return nil }
    var times = DERReader(validity)
    guard times.nextTime() != nil else { return nil }
    return times.nextTime()
  }
}

/// Reads the elements of a DER sequence one after another.
private struct DERReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// The content of the next element when it has this tag; else nil, and nothing is passed.
  mutating func next(_ tag: UInt8) -> ArraySlice<UInt8>? {
    var bytes = rest
    guard bytes.popFirst() == tag, let first = bytes.popFirst() else { return nil }
    var length = Int(first)
    if first >= 0x80 {
      let digits = bytes.prefix(Int(first & 0x7F))
      guard digits.count == Int(first & 0x7F), digits.count <= 3 else { return nil }
      bytes = bytes.dropFirst(digits.count)
      length = digits.reduce(0) { $0 << 8 | Int($1) }
    }
    guard bytes.count >= length else { return nil }
    rest = bytes.dropFirst(length)
    return bytes.prefix(length)
  }

  /// UTCTime (its years are 1950 to 2049) or GeneralizedTime, both in UTC, in seconds since 1970.
  mutating func nextTime() -> Int64? {
    let short = next(0x17).map { $0.first.map { $0 >= UInt8(ascii: "5") } == true ? "19" : "20" + String(decoding: $0, as: UTF8.self) }
    let text = short ?? next(0x18).map { String(decoding: $0, as: UTF8.self) }
    guard let text, text.utf8.count == 15, text.hasSuffix("Z") else { return nil }
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = .gmt
    formatter.dateFormat = "yyyyMMddHHmmss"
    return formatter.date(from: String(text.dropLast())).map { Int64($0.timeIntervalSince1970) }
  }
}
