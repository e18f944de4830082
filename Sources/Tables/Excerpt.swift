/// What a message quotes of a file: short, on one line, and unable to fool a terminal.
enum Excerpt {
  static let maximumScalars = 60

  /// The text of `bytes`, at most ``maximumScalars`` characters, control and direction characters escaped.
  static func of(_ bytes: some Sequence<UInt8>) -> String {
    // Four bytes per scalar at most, and one more scalar shows that something was cut.
    let text = String(decoding: Array(bytes.prefix(4 * (maximumScalars + 1))), as: UTF8.self)
    var result = ""
    var count = 0
    for scalar in text.unicodeScalars {
      if count == maximumScalars { return result + "…" }
      result += escaped(scalar)
      count += 1
    }
    return result
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0: "\\0"
    case 0x09: "\\t"
    case 0x0A: "\\n"
    case 0x0D: "\\r"
    case 0x5C: "\\\\"
    case ..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
      "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    default: String(scalar)
    }
  }
}
