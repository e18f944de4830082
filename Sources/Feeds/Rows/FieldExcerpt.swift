/// What a reject quotes of a field: short, on one line, and unable to fool a terminal; the same rule as that of `Tables`.
enum FieldExcerpt {
  static let maximumScalars = 60

  static func of(_ bytes: some Sequence<UInt8>) -> String {
    // Four bytes per scalar at most, and one more scalar shows that something was cut.
    let text = String(decoding: Array(bytes.prefix(4 * (maximumScalars + 1))), as: UTF8.self)
    if text.isEmpty { return "an empty field" }
    var result = ""
    for (count, scalar) in text.unicodeScalars.enumerated() {
      if count == maximumScalars { return result + "…" }
      result += escaped(scalar)
    }
    return result
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
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
