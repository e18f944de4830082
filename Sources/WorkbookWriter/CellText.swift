/// A reused buffer that turns any bytes into the NUL-terminated text of a cell that every spreadsheet can open.
///
/// What is changed, and nothing else: invalid UTF-8 and characters XML 1.0 forbids (below U+0020 except TAB and LF, U+FFFE, U+FFFF)
/// become U+FFFD; CR and CR LF become LF, as an XML reader would make them; `_x0041_`, which spreadsheets decode, is written as
/// `_x005F_x0041_`, so that it shows as it was; text over 32,767 UTF-16 units is cut and ends in `…`.
struct CellText {
  /// Excel's limit on a cell, in UTF-16 units.
  static let maximumUnits = 32_767

  /// The text and its NUL.
  private(set) var bytes: [UInt8] = []
  private var units = 0
  /// How many bytes stand before the last unit that leaves room for the mark of a cut.
  private var cut = 0

  /// Replaces the content; false when the text is empty.
  mutating func set(_ text: Span<UInt8>) -> Bool {
    bytes.removeAll(keepingCapacity: true)
    let isPlain = text.count <= Self.maximumUnits && Self.isPlain(text)
    if isPlain, Self.isASCII(text) {
      unsafe text.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    } else if (try? UTF8Span(validating: text)) != nil {
      if isPlain {
        unsafe text.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
      } else {
        copy(text)
      }
    } else {
      let repaired = unsafe text.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
      copy(repaired.utf8.span)
    }
    bytes.append(0)
    return bytes.count > 1
  }

  /// Replaces the content by the digits of a number.
  mutating func set(_ number: Int64) {
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var first = digits.count
    var rest = number.magnitude
    repeat {
      first -= 1
      digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    bytes.removeAll(keepingCapacity: true)
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    while first < digits.count {
      bytes.append(digits[first])
      first += 1
    }
    bytes.append(0)
  }

  /// True when nothing in it needs a change, provided that it is UTF-8: no control character, no `_`, nothing near U+FFFE.
  ///
  /// Without a way out of the loop, so that it looks at many bytes at once.
  private static func isPlain(_ text: Span<UInt8>) -> Bool {
    var found = false
    for index in text.indices {
      let byte = text[index]
      found = found || byte < 0x20 || byte == UInt8(ascii: "_") || byte == 0xEF
    }
    return !found
  }

  private static func isASCII(_ text: Span<UInt8>) -> Bool {
    var all: UInt8 = 0
    for index in text.indices { all |= text[index] }
    return all < 0x80
  }

  private mutating func copy(_ text: Span<UInt8>) {
    units = 0
    cut = 0
    var index = 0
    while index < text.count {
      if units < Self.maximumUnits { cut = bytes.count }
      if units > Self.maximumUnits { break }
      index += copyOne(text, index)
    }
    if units > Self.maximumUnits {
      bytes.removeSubrange(cut...)
      bytes.append(contentsOf: "…".utf8)
    }
  }

  /// Copies the character at `index` of valid UTF-8; returns its length there.
  private mutating func copyOne(_ text: Span<UInt8>, _ index: Int) -> Int {
    let byte = text[index]
    switch byte {
    case 0x0D:
      if index + 1 < text.count, text[index + 1] == 0x0A { return 1 }
      append(0x0A)
      return 1
    case 0..<0x09, 0x0B..<0x20:
      appendReplacement()
      return 1
    case UInt8(ascii: "_"):
      if Self.isEscape(text, index) {
        bytes.append(contentsOf: "_x005F".utf8)
        units += 6
      }
      append(byte)
      return 1
    case 0..<0x80:
      append(byte)
      return 1
    default:
      let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      if byte == 0xEF, text[index + 1] == 0xBF, text[index + 2] >= 0xBE {
        appendReplacement()
      } else {
        for offset in 0..<length { bytes.append(text[index + offset]) }
        units += length == 4 ? 2 : 1
      }
      return length
    }
  }

  private mutating func append(_ byte: UInt8) {
    bytes.append(byte)
    units += 1
  }

  private mutating func appendReplacement() {
    bytes.append(contentsOf: "\u{FFFD}".utf8)
    units += 1
  }

  /// `_xHHHH_` at `index`, which a spreadsheet reads as one character.
  private static func isEscape(_ text: Span<UInt8>, _ index: Int) -> Bool {
    guard index + 7 <= text.count, text[index + 1] == UInt8(ascii: "x"), text[index + 6] == UInt8(ascii: "_") else { return false }
    for offset in 2..<6 where !(UnicodeScalar(text[index + offset]).properties.isASCIIHexDigit) { return false }
    return true
  }
}
