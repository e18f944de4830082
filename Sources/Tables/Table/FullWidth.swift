/// The full-width forms U+FF01 to U+FF5E, and the ideographic space, as ASCII.
enum FullWidth {
  /// True when the text may hold such a form.
  @inline(__always)
  static func mayHold(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for place in range where bytes[place] == 0xEF || bytes[place] == 0xE3 { return true }
    return false
  }

  static func append(_ bytes: Span<UInt8>, _ range: Range<Int>, to result: inout [UInt8]) {
    var at = range.lowerBound
    while at < range.upperBound {
      let narrow = at + 2 < range.upperBound ? ascii(bytes[at], bytes[at + 1], bytes[at + 2]) : nil
      result.append(narrow ?? bytes[at])
      at += narrow == nil ? 1 : 3
    }
  }

  private static func ascii(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> UInt8? {
    switch (first, second, third) {
    case (0xE3, 0x80, 0x80): 0x20
    case (0xEF, 0xBC, 0x81...0xBF): third - 0x81 + 0x21
    case (0xEF, 0xBD, 0x80...0x9E): third - 0x80 + 0x60
    default: nil
    }
  }
}
