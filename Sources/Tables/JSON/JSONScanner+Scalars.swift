/// Texts, numbers and the three words.
extension JSONScanner {
  /// Reads the text whose opening quote stands at `position`.
  mutating func readString(as kind: JSONKind) throws(JSONFault) {
    let start = position + 1
    var at = start
    var isEscaped = false
    var seen: UInt64 = 0
    while true {
      while at + 8 <= end {
        let word = unsafe UInt64(littleEndian: UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self))
        seen |= word
        let specials = Self.specials(in: word)
        at += specials == 0 ? 8 : specials.trailingZeroBitCount >> 3
        if specials != 0 { break }
      }
      guard at < end else { throw fault("a closing quote", at: end) }
      let byte = unsafe base[at]
      if byte == UInt8(ascii: "\"") { break }
      if byte == UInt8(ascii: "\\") {
        isEscaped = true
        at = try unsafe readEscape(at)
        continue
      }
      guard byte >= 0x20 else { throw fault("no control character inside a text", at: at) }
      seen |= UInt64(byte)
      at += 1
    }
    // What was read ahead of the text's end may ask for the check without need; never the other way round.
    if seen & 0x8080_8080_8080_8080 != 0, let bad = unsafe UTF8Check.firstBadByte(base, start..<at) { throw fault("UTF-8", at: bad) }
    try append(kind, start, at, isEscaped: isEscaped)
    position = at + 1
  }

  /// The top bit of every byte that is a quote, a backslash or a control character.
  @inline(__always)
  private static func specials(in word: UInt64) -> UInt64 {
    let low7: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    let quote = word ^ 0x2222_2222_2222_2222
    let backslash = word ^ 0x5C5C_5C5C_5C5C_5C5C
    // Exact per byte, no borrow between bytes: the top bit stays clear only where the byte is the one looked for.
    let notQuote = ((quote & low7) + low7) | quote
    let notBackslash = ((backslash & low7) + low7) | backslash
    let notControl = ((word & low7) + 0x6060_6060_6060_6060) | word
    return ~(notQuote & notBackslash & notControl) & ~low7
  }

  /// Checks the escape whose backslash stands at `start`; returns the place behind it.
  @unsafe
  private func readEscape(_ start: Int) throws(JSONFault) -> Int {
    guard start + 1 < end else { throw fault("a closing quote", at: end) }
    switch unsafe base[start + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
      UInt8(ascii: "r"), UInt8(ascii: "t"):
      return start + 2
    case UInt8(ascii: "u"):
      let unit = try unsafe readHexUnit(start + 2)
      guard unit & 0xF800 == 0xD800 else { return start + 6 }
      let isPair = unsafe unit < 0xDC00 && start + 7 < end && base[start + 6] == UInt8(ascii: "\\") && base[start + 7] == UInt8(ascii: "u")
      guard isPair, try unsafe readHexUnit(start + 8) & 0xFC00 == 0xDC00 else {
        throw JSONFault(offset: start, expected: "surrogates in pairs", found: "a lone surrogate")
      }
      return start + 12
    default: throw fault("one of \" \\ / b f n r t u behind a backslash", at: start + 1)
    }
  }

  @unsafe
  private func readHexUnit(_ start: Int) throws(JSONFault) -> UInt32 {
    var unit: UInt32 = 0
    for at in start..<start + 4 {
      guard at < end, let digit = unsafe JSONEscapes.hexDigit(base[at]) else {
        throw fault("four hexadecimal digits behind \\u", at: at)
      }
      unit = unit << 4 | digit
    }
    return unit
  }

  /// Reads the number at `position`; its text is kept, it never becomes a binary fraction.
  mutating func readNumber() throws(JSONFault) {
    let start = position
    if peek() == UInt8(ascii: "-") { position += 1 }
    if peek() == UInt8(ascii: "0") {
      position += 1
      guard !isDigit() else { throw fault("no digit behind a leading zero") }
    } else {
      try skipDigits()
    }
    if peek() == UInt8(ascii: ".") {
      position += 1
      try skipDigits()
    }
    if peek() | 0x20 == UInt8(ascii: "e") {
      position += 1
      if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { position += 1 }
      try skipDigits()
    }
    try append(.number, start, position)
  }

  @inline(__always)
  private func isDigit() -> Bool { peek() &- 0x30 <= 9 }

  /// One digit or more.
  @inline(__always)
  private mutating func skipDigits() throws(JSONFault) {
    guard isDigit() else { throw fault("a digit") }
    repeat { position += 1 } while isDigit()
  }

  /// Reads `word`, whose first letter stands at `position`.
  mutating func readWord(_ word: StaticString, _ kind: JSONKind) throws(JSONFault) {
    let start = position
    for place in 0..<word.utf8CodeUnitCount {
      guard unsafe peek() == word.utf8Start[place] else { throw fault("\(word)") }
      position += 1
    }
    try append(kind, start, position)
  }
}
