/// The smallest parts of JSON, by RFC 8259.
enum JSONText {
  enum Word { case number, name, neither }

  /// What a bare word is; a name is true, false or null.
  static func kind(ofWord word: [UInt8]) -> Word {
    let text = String(decoding: word, as: UTF8.self)
    if ["true", "false", "null"].contains(text) { return .name }
    return isNumber(word[...]) ? .number : .neither
  }

  private static func isNumber(_ word: ArraySlice<UInt8>) -> Bool {
    var rest = word
    func digits() -> Int {
      let count = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
      rest = rest.dropFirst(count)
      return count
    }
    func skip(_ characters: String) -> Bool {
      guard let first = rest.first, characters.utf8.contains(first) else { return false }
      rest = rest.dropFirst()
      return true
    }
    _ = skip("-")
    let startsWithZero = rest.first == UInt8(ascii: "0")
    let whole = digits()
    guard whole == 1 || whole > 1 && !startsWithZero else { return false }
    if skip("."), digits() == 0 { return false }
    if skip("eE") {
      _ = skip("+-")
      if digits() == 0 { return false }
    }
    return rest.isEmpty
  }

  /// Where the first quote or backslash at or after `start` stands, or the end; eight bytes at a time.
  static func firstQuoteOrBackslash(in bytes: Span<UInt8>, from start: Int) -> Int {
    unsafe bytes.withUnsafeBytes { bytes in
      var at = start
      while at + 8 <= bytes.count {
        let word = unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
        let found = tops(word ^ 0x2222_2222_2222_2222) | tops(word ^ 0x5C5C_5C5C_5C5C_5C5C)
        if found != 0 { return at + found.trailingZeroBitCount >> 3 }
        at += 8
      }
      while unsafe at < bytes.count && bytes[at] != Byte.quote && bytes[at] != JSONGrammar.backslash { at += 1 }
      return at
    }
  }

  /// The top bit of every byte that is zero.
  @inline(__always)
  private static func tops(_ word: UInt64) -> UInt64 {
    let low7: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    return ~(((word & low7) + low7) | word) & ~low7
  }

  /// The UTF-8 of a string that stands between quotes as `raw`; nil when that is not valid.
  static func decoded(_ raw: [UInt8]) -> [UInt8]? {
    let isUTF8 = unsafe raw.withUnsafeBufferPointer { unsafe $0.isEmpty || UTF8Check.firstBadByte($0.baseAddress!, 0..<$0.count) == nil }
    guard isUTF8 else { return nil }
    var text: [UInt8] = []
    text.reserveCapacity(raw.count)
    var rest = raw[...]
    while let byte = rest.popFirst() {
      if byte < 0x20 { return nil }
      guard byte == JSONGrammar.backslash else {
        text.append(byte)
        continue
      }
      guard let scalar = escape(&rest) else { return nil }
      text += Array(String(scalar).utf8)
    }
    return text
  }

  /// The character of an escape whose backslash was taken.
  private static func escape(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar? {
    switch rest.popFirst() {
    case Byte.quote: "\""
    case JSONGrammar.backslash: "\\"
    case UInt8(ascii: "/"): "/"
    case UInt8(ascii: "b"): "\u{8}"
    case UInt8(ascii: "f"): "\u{C}"
    case UInt8(ascii: "n"): "\n"
    case UInt8(ascii: "r"): "\r"
    case UInt8(ascii: "t"): "\t"
    case UInt8(ascii: "u"): scalar(&rest)
    default: nil
    }
  }

  /// The character of `XXXX`, or of a surrogate pair.
  private static func scalar(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar? {
    guard let first = unit(&rest) else { return nil }
    guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
    guard rest.starts(with: Array("\\u".utf8)) else { return nil }
    rest = rest.dropFirst(2)
    guard let second = unit(&rest), (0xDC00..<0xE000).contains(second) else { return nil }
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
  }

  private static func unit(_ rest: inout ArraySlice<UInt8>) -> UInt32? {
    let digits = rest.prefix(4)
    guard digits.count == 4, digits.allSatisfy(isHexadecimal) else { return nil }
    rest = rest.dropFirst(4)
    return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): true
    default: false
    }
  }
}
