/// The bytes that mean something to a CSV reader.
enum Byte {
  static let quote = UInt8(ascii: "\"")
  static let comma = UInt8(ascii: ",")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
}

/// Eight bytes at a time in a 64-bit word (first byte lowest).
extension RowScanner {
  /// The eight bytes at `at`; past the end they read as the letter `a`, which means nothing.
  @unsafe @inline(__always)
  static func load(_ base: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> UInt64 {
    if at + 8 <= end {
      return unsafe UInt64(littleEndian: UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self))
    }
    return unsafe loadLast(base, at, end)
  }

  @unsafe @inline(never)
  private static func loadLast(_ base: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> UInt64 {
    var word: UInt64 = 0x6161_6161_6161_6161
    var index = 0
    while at + index < end {
      let shift = UInt64(index * 8)
      word = unsafe word & ~(0xFF << shift) | UInt64(base[at + index]) << shift
      index += 1
    }
    return word
  }

  /// The top bit of every byte that may end a field or a row or needs care: comma, quote, and everything below 0x0E.
  @inline(__always)
  static func specials(in word: UInt64) -> UInt64 {
    let low7: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    let comma = word ^ 0x2C2C_2C2C_2C2C_2C2C
    let quote = word ^ 0x2222_2222_2222_2222
    // Exact per byte, no borrow between bytes: the top bit stays clear only where the byte is the one looked for.
    let notComma = ((comma & low7) + low7) | comma
    let notQuote = ((quote & low7) + low7) | quote
    let notLow = ((word & low7) + 0x7272_7272_7272_7272) | word
    return ~(notComma & notQuote & notLow) & ~low7
  }
}
