/// A YAML value as rule files use it: text, lists and mappings. Nothing is a number, a date or a truth value by itself:
/// `007`, `no` and `12:30` stay the text they are.
struct RuleValue {
  enum Kind {
    case text(String, isQuoted: Bool)
    case list([RuleValue])
    case mapping([RuleEntry])
  }
  let kind: Kind
  let position: Position

  /// What a message says was found: `'12'`, `nothing`, `a list`, `a mapping`.
  var found: String {
    switch kind {
    case .text("", isQuoted: false): "nothing"
    case .text(let text, _): quoted(text)
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }

  /// What a message says was found where a secret may stand.
  var foundSecret: String {
    if case .text(let text, _) = kind, !text.isEmpty { hiddenText } else { found }
  }
}

/// One key of a mapping with its value.
struct RuleEntry {
  let key: String
  let position: Position
  let value: RuleValue
}
