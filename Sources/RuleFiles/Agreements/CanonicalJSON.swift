/// A JSON value printed in one way only: keys sorted as bytes, UTF-8, no blanks, integers only.
enum CanonicalJSON {
  case text(String)
  case number(Int64)
  case flag(Bool)
  case list([CanonicalJSON])
  case object([String: CanonicalJSON])

  var description: String {
    switch self {
    case .text(let text): Self.escaped(text)
    case .number(let number): String(number)
    case .flag(let flag): flag ? "true" : "false"
    case .list(let list): "[" + list.map(\.description).joined(separator: ",") + "]"
    case .object(let members):
      "{"
        + members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { Self.escaped($0.key) + ":" + $0.value.description }.joined(separator: ",") + "}"
    }
  }

  /// `"`, `\` and control characters are escaped, nothing else.
  private static func escaped(_ text: String) -> String {
    var escaped = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": escaped += "\\\""
      case "\\": escaped += "\\\\"
      case _ where scalar.value < 0x20:
        let code = String(scalar.value, radix: 16)
        escaped += "\\u" + String(repeating: "0", count: 4 - code.utf8.count) + code
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped + "\""
  }
}
