/// Text made unreadable byte for byte where nobody knows what in it is a code.
///
/// Every ASCII character becomes `*`; comma, quote and control characters stay, so lines, fields and what is wrong with them stay. Of
/// other characters only their length stays, so what was UTF-8 still is, and what was not still is not. Hiding twice changes nothing.
enum HiddenText {
  static let star = UInt8(ascii: "*")

  private static let table: [UInt8] = (0...255).map { stand(for: $0) }

  private static func stand(for byte: UInt8) -> UInt8 {
    switch byte {
    case ..<0x20, Byte.comma, Byte.quote: byte
    case ..<0x80: star
    // Continuation bytes: the three classes that follow a lead byte of E0, ED, F0 or F4 with different right.
    case ..<0x90: 0x80
    case ..<0xA0: 0x90
    case ..<0xC0: 0xA0
    case ..<0xC2: 0xC0
    case ..<0xE0: 0xC3
    case 0xE0, 0xED, 0xF0, 0xF4: byte
    case ..<0xF0: 0xE4
    case ..<0xF4: 0xF1
    default: 0xFF
    }
  }

  /// Appends `bytes`, hidden; `keeping` names one more ASCII character that stays.
  static func append(_ bytes: Span<UInt8>, keeping kept: UInt8 = Byte.comma, to output: inout [UInt8]) {
    let table = table
    for index in bytes.indices {
      let byte = bytes[index]
      output.append(byte == kept ? byte : table[Int(byte)])
    }
  }
}
