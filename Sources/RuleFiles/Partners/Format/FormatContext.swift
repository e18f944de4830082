import SettlementCore

/// What the parts of a format have to know of the whole.
struct FormatContext {
  /// How cells are told apart.
  enum Places {
    /// By the names of the header.
    case names
    /// By position: the file has no header.
    case positions
    /// By the keys and positions of JSON rows.
    case json
  }

  let problems: FileProblems
  let places: Places
  /// Full-width forms of the file become ASCII before texts are compared.
  let isNarrowed: Bool

  /// A text that is compared with the file's; nil when it is none, or could never be equal. An empty one stands in quotes.
  func text(_ value: RuleValue, mayBeEmpty: Bool = false) -> String? {
    guard case .text(let text, let isQuoted) = value.kind, !text.isEmpty || (mayBeEmpty && isQuoted) else {
      let advice = mayBeEmpty ? "write one; \"\" is the empty text" : "write one"
      problems.add(at: value.position, expected: "a text", found: value.found, advice: advice)
      return nil
    }
    check(text, at: value.position)
    return text
  }

  /// Says what of a text could never be found in the file.
  func check(_ text: String, at position: Position) {
    let isPrinted = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    if !isPrinted || text.first == " " || text.last == " " {
      problems.add(
        at: position, expected: "text on one line without blanks around it", found: quoted(text),
        advice: "remove them; what surrounds the file's cells is named by strip")
    }
    if isNarrowed, text.unicodeScalars.contains(where: { (0xFF01...0xFF5E).contains($0.value) || $0.value == 0x3000 }) {
      problems.add(
        at: position, expected: "no full-width sign beside strip: [full-width]", found: quoted(text),
        advice: "write the signs of ASCII: the file's become them")
    }
  }

  /// A list of such texts, each once; nil when there is none.
  func texts(_ key: String, in reader: MappingReader, of members: String, mayBeEmpty: Bool = false) -> [String]? {
    guard let values = reader.list(key, of: members) else { return nil }
    var texts: [String] = []
    for value in values {
      guard let text = text(value, mayBeEmpty: mayBeEmpty) else { continue }
      if texts.contains(text) { refuseRepeated(value) } else { texts.append(text) }
    }
    return texts.isEmpty ? nil : texts
  }

  func refuseRepeated(_ value: RuleValue) {
    problems.add(at: value.position, expected: "each of them once", found: value.found, advice: "remove it")
  }
}
