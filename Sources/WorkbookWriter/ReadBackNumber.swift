/// The number of a cell as the file writes it, taken as a spreadsheet takes it: to 15 significant digits.
struct ReadBackNumber {
  private var mantissa: Int128 = 0
  private var decimals = 0
  private var isNegative = false

  /// What was found instead of a number or text the workbook holds.
  struct Unexpected: Error, CustomStringConvertible {
    let text: String
    var description: String { "unexpected \(text)" }
  }

  /// Reads `-12.5` or `1E-05`; throws `Unexpected` for anything else.
  init(_ text: Span<UInt8>) throws {
    var index = 0
    if index < text.count, text[index] == UInt8(ascii: "-") {
      isNegative = true
      index += 1
    }
    var (digits, significant, isFraction) = (0, 0, false)
    while index < text.count {
      let byte = text[index]
      if byte == UInt8(ascii: "."), !isFraction {
        isFraction = true
      } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), significant < 18 {
        mantissa = mantissa * 10 + Int128(byte - UInt8(ascii: "0"))
        digits += 1
        if mantissa != 0 { significant += 1 }
        if isFraction { decimals += 1 }
      } else {
        break
      }
      index += 1
    }
    if index < text.count, digits > 0, text[index] == UInt8(ascii: "E"), let exponent = Self.exponent(text, from: index + 1) {
      decimals -= exponent
      index = text.count
    }
    guard digits > 0, index == text.count else { throw Self.unexpected(text) }
    if significant > 15 { round(by: significant - 15) }
    if isNegative { mantissa = -mantissa }
  }

  /// The value in millionths; throws when it has more than six decimals.
  func millionths() throws -> Int128 {
    var (value, decimals) = (mantissa, decimals)
    while decimals > 6, value % 10 == 0 {
      value /= 10
      decimals -= 1
    }
    guard (-24...6).contains(decimals) else { throw Unexpected(text: "number with \(decimals) decimals") }
    for _ in decimals..<6 { value *= 10 }
    return value
  }

  /// An Excel serial as seconds since 1970-01-01, to the nearest second.
  var secondsSince1970: Int64 {
    var scale: Int128 = 1
    for _ in 0..<max(0, min(decimals, 24)) { scale *= 10 }
    let seconds = (mantissa * 86_400 * 2 + scale) / (2 * scale)
    return Int64(clamping: seconds - 25_569 * 86_400)
  }

  private mutating func round(by digits: Int) {
    var scale: Int128 = 1
    for _ in 0..<digits { scale *= 10 }
    mantissa = (mantissa + scale / 2) / scale
    decimals -= digits
  }

  private static func exponent(_ text: Span<UInt8>, from start: Int) -> Int? {
    guard text.count - start <= 4 else { return nil }
    var digits = ""
    for index in start..<text.count { digits.unicodeScalars.append(UnicodeScalar(text[index])) }
    return Int(digits)
  }

  private static func unexpected(_ text: Span<UInt8>) -> Unexpected {
    Unexpected(text: "'\(unsafe text.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) })'")
  }
}
