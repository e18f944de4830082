/// One step through JSON text: each walks from `at` as far as it can and returns where it stopped.
extension CodeFieldReplacer {
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  private static let longestKey = 1 << 12
  private static let longestCode = CSVLimits.rowBytes
  private static let longestWord = 1 << 12

  /// Between texts and words. What passes is appended in one piece.
  mutating func walkBetween(_ bytes: Span<UInt8>, from start: Int, into output: inout [UInt8]) -> Int {
    var at = start
    while at < bytes.count {
      let byte = bytes[at]
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), Byte.lineFeed, Byte.carriageReturn: at += 1
      case Byte.quote where grammar.takesKey || grammar.takesValue:
        place = grammar.takesKey ? (isKeyCode ? .code : .key) : (isInCode ? .code : .text)
        held.removeAll(keepingCapacity: true)
        output.append(bytes.extracting(start..<at))
        if place != .code { output.append(byte) }
        return at + 1
      case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "}"), UInt8(ascii: "]"), Byte.comma, UInt8(ascii: ":"):
        guard takeMark(byte) else { return startHiding(bytes, start, at, into: &output) }
        at += 1
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
        guard grammar.takesValue else { return startHiding(bytes, start, at, into: &output) }
        place = .word
        held.removeAll(keepingCapacity: true)
        output.append(bytes.extracting(start..<at))
        return at
      default:
        guard place == .start, markBytes < Self.byteOrderMark.count, byte == Self.byteOrderMark[markBytes] else {
          return startHiding(bytes, start, at, into: &output)
        }
        markBytes += 1
        at += 1
        continue
      }
      place = .between
    }
    output.append(bytes.extracting(start..<at))
    return at
  }

  private mutating func takeMark(_ byte: UInt8) -> Bool {
    let opens = byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[")
    guard grammar.take(byte) else { return false }
    if opens {
      if let code = codeNext { codeDepth = (grammar.openContainers, code) }
      codeNext = nil
    } else if let depth = codeDepth?.containers, grammar.openContainers < depth {
      codeDepth = nil
    }
    return true
  }

  private mutating func startHiding(_ bytes: Span<UInt8>, _ start: Int, _ at: Int, into output: inout [UInt8]) -> Int {
    output.append(bytes.extracting(start..<at))
    place = .hidden
    return at
  }

  /// Inside a key or a text that passes: up to its closing quote.
  mutating func walkText(_ bytes: Span<UInt8>, from start: Int, into output: inout [UInt8]) -> Int {
    let close = closingQuote(bytes, from: start)
    let end = close.map { $0 + 1 } ?? bytes.count
    output.append(bytes.extracting(start..<end))
    if place == .key, held.count <= Self.longestKey { held.append(bytes.extracting(start..<(close ?? end))) }
    if close != nil { endText() }
    return end
  }

  private mutating func endText() {
    if place == .key {
      grammar.tookKey()
      codeNext = codeDepth == nil ? codeOfKey() : nil
    } else {
      grammar.tookValue()
      codeNext = nil
    }
    place = .between
  }

  /// What takes the place of the value of the key in `held`; a key that is too long or no valid text may be a code's.
  private func codeOfKey() -> CodeReplacement? {
    if held.count > Self.longestKey { return codes[0].replacement }
    guard held.contains(JSONGrammar.backslash) else { return codes.first { $0.names.contains(held) }?.replacement }
    guard let key = JSONText.decoded(held) else { return codes[0].replacement }
    return codes.first { $0.names.contains(key) }?.replacement
  }

  /// The quote that ends the text at hand; keeps in mind a backslash at the end of the piece.
  private mutating func closingQuote(_ bytes: Span<UInt8>, from start: Int) -> Int? {
    var at = start
    if isEscaped, at < bytes.count {
      isEscaped = false
      at += 1
    }
    while true {
      at = JSONText.firstQuoteOrBackslash(in: bytes, from: at)
      if at >= bytes.count { return nil }
      if bytes[at] == Byte.quote { return at }
      isEscaped = at + 1 == bytes.count
      at += 2
    }
  }

  /// Inside a code: held until its closing quote.
  mutating func holdCode(_ bytes: Span<UInt8>, from start: Int, into output: inout [UInt8]) -> Int {
    let close = closingQuote(bytes, from: start)
    held.append(bytes.extracting(start..<(close ?? bytes.count)))
    if held.count > Self.longestCode {
      hideHeldCode(into: &output)
      place = .hidden
      return close ?? bytes.count
    }
    guard let close else { return bytes.count }
    endCode(into: &output)
    return close + 1
  }

  private mutating func endCode(into output: inout [UInt8]) {
    if let code = JSONText.decoded(held) {
      output.append(Byte.quote)
      if replacement.isDone(code.span) { output += held } else { replacement.append(for: code.span, to: &output) }
    } else {
      hideHeldCode(into: &output)
    }
    output.append(Byte.quote)
    if grammar.takesKey { grammar.tookKey() } else { grammar.tookValue() }
    codeNext = nil
    place = .between
  }

  /// The opening quote and what came of a code that is none.
  func hideHeldCode(into output: inout [UInt8]) {
    output.append(Byte.quote)
    hide(held.span, into: &output)
  }

  /// Inside a number, true, false or null: held until something else comes.
  mutating func holdWord(_ bytes: Span<UInt8>, from start: Int, into output: inout [UInt8]) -> Int {
    var end = start
    while end < bytes.count, Self.isWordByte(bytes[end]) { end += 1 }
    held.append(bytes.extracting(start..<end))
    if end < bytes.count || held.count > Self.longestWord { endWord(into: &output) }
    return end
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  mutating func endWord(into output: inout [UInt8]) {
    switch held.count > Self.longestWord ? .neither : JSONText.kind(ofWord: held) {
    case .number where isInCode:
      output.append(Byte.quote)
      replacement.append(for: held.span, to: &output)
      output.append(Byte.quote)
    case .number, .name: output += held
    case .neither:
      hide(held.span, into: &output)
      place = .hidden
      return
    }
    grammar.tookValue()
    codeNext = nil
    place = .between
  }
}
