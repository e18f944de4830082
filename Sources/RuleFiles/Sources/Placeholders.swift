/// Words in braces that stand for something.
enum Placeholders {
  /// Checks that all braces hold known words; nil when they do, else what was expected.
  static func problem(in text: String, known: [String]) -> (expected: String, advice: String)? {
    var rest = text[...]
    while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      guard rest[brace] == "{", let end = rest[brace...].firstIndex(of: "}") else {
        return ("braces in pairs", "write \(Self.list(known))")
      }
      let word = rest[rest.index(after: brace)..<end]
      guard known.contains(String(word)) else { return ("only \(Self.list(known)) in braces", "mend {\(word)}") }
      rest = rest[rest.index(after: end)...]
    }
    return nil
  }

  private static func list(_ words: [String]) -> String { words.map { "{\($0)}" }.joined(separator: ", ") }
}
