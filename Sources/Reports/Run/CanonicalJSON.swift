/// A JSON document printed in one way only: keys sorted as bytes, two spaces a level, LF, integers only.
indirect enum CanonicalJSON {
  case text(String)
  case number(Int64)
  case flag(Bool)
  case list([CanonicalJSON])
  case object([String: CanonicalJSON])

  /// The document of a value, with a final line end.
  ///
  /// Requires a value of texts, integers, booleans, lists and keyed values; nil members are left out.
  static func document(_ value: some Encodable) -> String {
    var text = ""
    JSONTreeEncoder.tree(of: value).write(to: &text, indent: "\n")
    return text + "\n"
  }

  private func write(to text: inout String, indent: String) {
    switch self {
    case .text(let content): Self.write(content, to: &text)
    case .number(let number): text += String(number)
    case .flag(let flag): text += flag ? "true" : "false"
    case .list(let list):
      Self.write(list, between: ("[", "]"), to: &text, indent) { $0.write(to: &$1, indent: $2) }
    case .object(let members):
      let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      Self.write(sorted, between: ("{", "}"), to: &text, indent) { member, text, indent in
        Self.write(member.key, to: &text)
        text += ": "
        member.value.write(to: &text, indent: indent)
      }
    }
  }

  private static func write<Item>(
    _ items: [Item], between brackets: (String, String), to text: inout String, _ indent: String,
    _ body: (Item, inout String, String) -> Void
  ) {
    text += brackets.0
    for (place, item) in items.enumerated() {
      text += place == 0 ? indent + "  " : "," + indent + "  "
      body(item, &text, indent + "  ")
    }
    text += items.isEmpty ? brackets.1 : indent + brackets.1
  }

  /// `"`, `\` and control characters are escaped, nothing else.
  private static func write(_ content: String, to text: inout String) {
    text += "\""
    for scalar in content.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case _ where scalar.value < 0x20:
        let code = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - code.utf8.count) + code
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
