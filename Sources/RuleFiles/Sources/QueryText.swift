/// The text of a query as far as it has to be checked: PostgreSQL's comments, texts and quoted names are passed over.
struct QueryText {
  /// Empty when the query does not begin with a word.
  private(set) var firstWord = ""
  /// The numbers of `$1`, `$2` and so on.
  private(set) var parameters: Set<Int> = []

  private var rest: Substring

  init(_ text: String) {
    rest = text.replacing("\r\n", with: "\n")[...]
    var isFirst = true
    while !rest.isEmpty {
      if skipBlankOrComment() { continue }
      let word = takeToken()
      if isFirst { firstWord = word }
      isFirst = false
    }
  }

  private mutating func skipBlankOrComment() -> Bool {
    if let blank = rest.prefixMatch(of: /\s+|--[^\n\r]*/) {
      rest = rest[blank.range.upperBound...]
      return true
    }
    guard rest.hasPrefix("/*") else { return false }
    var depth = 0  // comments nest
    repeat {
      if rest.hasPrefix("/*") { depth += 1 } else if rest.hasPrefix("*/") { depth -= 1 }
      rest = rest.dropFirst(rest.hasPrefix("/*") || rest.hasPrefix("*/") ? 2 : 1)
    } while depth > 0 && !rest.isEmpty
    return true
  }

  /// Passes over one token; a word is returned.
  private mutating func takeToken() -> String {
    if let escaped = rest.prefixMatch(of: /[eE]'(?:[^'\\]|\\.|'')*'?/.dotMatchesNewlines()) {
      rest = rest[escaped.range.upperBound...]
    } else if let quoted = rest.prefixMatch(of: /'[^']*'?|"[^"]*"?/) {
      rest = rest[quoted.range.upperBound...]
    } else if let number = rest.prefixMatch(of: /\$([0-9]+)/) {
      parameters.insert(Int(number.1) ?? .max)
      rest = rest[number.range.upperBound...]
    } else if let tag = rest.prefixMatch(of: /\$(?:[A-Za-z_\u{80}-\u{10FFFF}][A-Za-z0-9_\u{80}-\u{10FFFF}]*)?\$/) {
      let body = rest[tag.range.upperBound...]
      rest = body.firstRange(of: tag.0).map { body[$0.upperBound...] } ?? ""
    } else if let word = rest.prefixMatch(of: /[A-Za-z_\u{80}-\u{10FFFF}][A-Za-z0-9_$\u{80}-\u{10FFFF}]*/) {
      rest = rest[word.range.upperBound...]
      return String(word.0)
    } else {
      rest = rest.dropFirst()
    }
    return ""
  }
}
