/// The pattern of a path: `{date}`, or all of `{yyyy}`, `{MM}` and `{dd}`, or none (SPEC §12); of a monthly statement `{yyyy}` and `{MM}`.
enum DatePattern {
  private static let parts = ["{yyyy}", "{MM}", "{dd}"]

  /// What changes with the day.
  enum Span { case never, month, day }

  /// What a path in order names.
  static func span(of path: String) -> Span {
    path.contains("{date}") || path.contains("{dd}") ? .day : path.contains("{MM}") ? .month : .never
  }

  /// Checks the patterns of a path that is a key's value; nil when they are in order, else what was expected.
  static func problem(in path: String, mayNameMonth: Bool = false) -> (expected: String, advice: String)? {
    var rest = path[...]
    var found: Set<String> = []
    while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      guard rest[brace] == "{", let end = rest[brace...].firstIndex(of: "}") else {
        return ("braces in pairs", "write {date}, or {yyyy}, {MM} and {dd}")
      }
      let token = String(rest[brace...end])
      guard token == "{date}" || parts.contains(token) else {
        return ("only {date}, {yyyy}, {MM} and {dd} in braces", "mend \(token)")
      }
      found.insert(token)
      rest = rest[rest.index(after: end)...]
    }
    let missing = parts.filter { !found.contains($0) }
    if found.isEmpty || found.contains("{date}") || missing.isEmpty || (mayNameMonth && missing == ["{dd}"]) { return nil }
    let whole = mayNameMonth ? "a whole day or month" : "a whole day"
    return ("a pattern that names \(whole)", "add \(missing.joined(separator: " and ")), or write {date}")
  }
}
