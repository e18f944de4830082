/// Takes what a partner wraps its cells in off them.
struct CellStripper {
  let wrapping: CellWrapping

  /// Where the text is that remains of the cell at `range`.
  @inline(__always)
  func strip(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    if wrapping.rawValue & ~CellWrapping.fullWidth.rawValue == 0 || range.isEmpty { return range }
    return Self.mayBegin(bytes[range.lowerBound]) || Self.mayEnd(bytes[range.upperBound - 1]) ? stripAll(bytes, range) : range
  }

  /// True for the first bytes of all that may be stripped in front.
  @inline(__always)
  private static func mayBegin(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x09, 0x20, 0xC2, 0xE3, 0xEF, UInt8(ascii: "="), UInt8(ascii: "`"): true
    default: false
    }
  }

  /// True for the last bytes of all that may be stripped behind.
  @inline(__always)
  private static func mayEnd(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x09, 0x20, 0x80, 0xA0, 0xBF, Byte.quote: true
    default: false
    }
  }

  private func stripAll(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    if wrapping.contains(.spaces) { Self.trim(bytes, &start, &end) }
    if wrapping.contains(.trailingTab) { while end > start, bytes[end - 1] == 0x09 { end -= 1 } }
    if wrapping.contains(.excelText), end - start >= 3, bytes[start] == UInt8(ascii: "="), bytes[start + 1] == Byte.quote,
      bytes[end - 1] == Byte.quote
    {
      start += 2
      end -= 1
    }
    if wrapping.contains(.backtick), start < end, bytes[start] == UInt8(ascii: "`") { start += 1 }
    if wrapping.contains(.spaces) { Self.trim(bytes, &start, &end) }
    return start..<end
  }

  /// Moves both ends over spaces, TABs, U+00A0, U+3000 and U+FEFF.
  static func trim(_ bytes: Span<UInt8>, _ start: inout Int, _ end: inout Int) {
    while start < end {
      let length = blankLength(bytes, start, end)
      if length == 0 { break }
      start += length
    }
    while start < end {
      let last = bytes[end - 1]
      if last == 0x20 || last == 0x09 {
        end -= 1
      } else if end - start >= 2, blankLength(bytes, end - 2, end) == 2 {
        end -= 2
      } else if end - start >= 3, blankLength(bytes, end - 3, end) == 3 {
        end -= 3
      } else {
        break
      }
    }
  }

  /// The length of the blank character at `at`, or 0.
  @inline(__always)
  static func blankLength(_ bytes: Span<UInt8>, _ at: Int, _ end: Int) -> Int {
    switch bytes[at] {
    case 0x20, 0x09: 1
    case 0xC2: at + 1 < end && bytes[at + 1] == 0xA0 ? 2 : 0
    case 0xE3: at + 2 < end && bytes[at + 1] == 0x80 && bytes[at + 2] == 0x80 ? 3 : 0
    case 0xEF: at + 2 < end && bytes[at + 1] == 0xBB && bytes[at + 2] == 0xBF ? 3 : 0
    default: 0
    }
  }

  static func isBlank(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var (start, end) = (range.lowerBound, range.upperBound)
    trim(bytes, &start, &end)
    return start == end
  }

  /// The stripped text as a `String`.
  func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    let range = strip(bytes, range)
    var text: [UInt8] = []
    if wrapping.contains(.fullWidth) {
      FullWidth.append(bytes, range, to: &text)
    } else {
      for place in range { text.append(bytes[place]) }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
