/// Seeded damage to the bytes of a file: what a bad line, a bad disk or a bad person makes of it.
struct Damage {
  private var random: SeededRandom
  /// Bytes and words that mean something to a reader.
  private static let words: [[UInt8]] =
    [
      "\"", "\"\"", ",", "\n", "\r", "\r\n", "\t", "`", ",`", "=\"", "#", "合计", "<END>", "|", "{", "}", "[", "]", ":", "\\", "\\u00",
      "\\ud800", "1E9",
    ]
    .map { Array($0.utf8) }
    + [
      "<c>", "</c>", "<v>", "</v>", "<row r=\"1\">", "</row>", " t=\"s\"", " t=\"d\"", " r=\"B2\"", " s=\"9\"", "<!--", "]]>", "&#0;",
      "&amp;", "<is>", "_x0000_",
    ]
    .map { Array($0.utf8) }
    + ["-", ".", "E+17", "999999999999999999999", "0", "-0.00", "¥", "(", "\u{FEFF}", "\u{3000}", "１"].map { Array($0.utf8) }
    + [
      [0], [0xFF], [0x80], [0xC3], [0xE4, 0xB8], [0x81, 0x30], [0xFF, 0xFE], [0xFE, 0xFF], [0xD8, 0x00], [0x1F, 0x8B], [0x50, 0x4B, 1, 2],
    ]

  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  /// One to eight blows, mostly one; `others` are files of other kinds, pieces of which may land in this one.
  mutating func hit(_ bytes: inout [UInt8], others: [[UInt8]]) {
    for _ in 0..<[1, 1, 1, 2, 4, 8].randomElement(using: &random)! where !bytes.isEmpty {
      let at = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<12, using: &random) {
      case 0: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1: bytes[at] = UInt8.random(in: 0...255, using: &random)
      case 2: bytes.removeSubrange(piece(of: bytes, at))
      case 3: bytes.insert(contentsOf: Self.words.randomElement(using: &random)!, at: at)
      case 4:
        let word = Self.words.randomElement(using: &random)!
        bytes.replaceSubrange(at..<min(bytes.count, at + word.count), with: word)
      case 5: bytes.insert(contentsOf: bytes[piece(of: bytes, at)], at: Int.random(in: 0...bytes.count, using: &random))
      case 6: swapPieces(&bytes, at)
      case 7:
        let other = others.randomElement(using: &random)!
        bytes.insert(contentsOf: other[piece(of: other, Int.random(in: 0..<other.count, using: &random))], at: at)
      case 8, 9: hitElement(&bytes)
      case 10: if let digit = bytes[at...].firstIndex(where: { $0 &- 0x30 <= 9 }) { bytes[digit] = 0x30 + UInt8(below(10)) }
      default: if Int.random(in: 0..<4, using: &random) == 0 { bytes.removeSubrange(at...) }
      }
    }
  }

  /// Takes an XML element from its place, doubles it or puts it elsewhere: what is well-formed mostly stays so.
  private mutating func hitElement(_ bytes: inout [UInt8]) {
    let name = [Array("<c".utf8), Array("<row".utf8), Array("<si".utf8), Array("<mergeCell ".utf8)].randomElement(using: &random)!
    let starts = bytes.indices.filter { bytes[$0...].starts(with: name) }
    guard let start = starts.randomElement(using: &random) else { return }
    let end = starts.first { $0 > start } ?? min(bytes.count, start + 60)
    let element = Array(bytes[start..<end])
    if below(2) == 0 { bytes.removeSubrange(start..<end) }
    if below(3) > 0 { bytes.insert(contentsOf: element, at: min(bytes.count, starts.randomElement(using: &random)!)) }
  }

  /// A number below `bound`, for choosing what is hit.
  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

  /// Mostly short, sometimes long.
  private mutating func piece(of bytes: [UInt8], _ at: Int) -> Range<Int> {
    let most = Int.random(in: 0..<8, using: &random) == 0 ? bytes.count : 40
    return at..<min(bytes.count, at + Int.random(in: 1...max(most, 1), using: &random))
  }

  private mutating func swapPieces(_ bytes: inout [UInt8], _ at: Int) {
    let first = piece(of: bytes, at)
    guard first.upperBound < bytes.count else { return }
    let second = piece(of: bytes, Int.random(in: first.upperBound..<bytes.count, using: &random))
    bytes = Array(
      bytes[..<first.lowerBound] + bytes[second] + bytes[first.upperBound..<second.lowerBound] + bytes[first] + bytes[second.upperBound...])
  }
}
