/// One mapping with its allowed keys. Every reading method returns nil for a key that is absent or wrong, and says what is wrong once.
struct MappingReader {
  /// What the mapping is, for messages: `a share`.
  let kind: String
  let position: Position
  let problems: FileProblems
  /// True when a text in it may be a secret that does not belong there: no message shows one.
  private let isSecret: Bool
  private let entries: [String: RuleEntry]

  /// Nil when the value is no mapping. Unknown and missing keys are problems but leave the rest readable.
  init?(
    _ value: RuleValue, _ kind: String, keys: [String], required: [String] = [], isSecret: Bool = false, _ problems: FileProblems
  ) {
    guard case .mapping(let list) = value.kind else {
      let some = (required.isEmpty ? keys : required).joined(separator: ", ")
      let found = isSecret ? value.foundSecret : value.found
      problems.add(at: value.position, expected: "\(kind), a mapping", found: found, advice: "write its keys: \(some)")
      return nil
    }
    self.kind = kind
    self.problems = problems
    self.isSecret = isSecret
    position = value.position
    var entries: [String: RuleEntry] = [:]
    for entry in list {
      if keys.contains(entry.key) {
        entries[entry.key] = entry
      } else if entry.key == "<<" {
        problems.add(at: entry.position, expected: "no merge key", found: "'<<'", advice: "write the keys out")
      } else {
        let expected = "one of \(keys.joined(separator: ", ")) in \(kind)"
        let found = isSecret ? "another key" : quoted(entry.key)
        problems.add(at: entry.position, expected: expected, found: found, advice: "mend the key or remove it")
      }
    }
    self.entries = entries
    for key in required where entries[key] == nil {
      problems.add(at: value.position, expected: "the key \(key) in \(kind)", found: "none", advice: "add it")
    }
  }

  /// True when the mapping has the key, right or wrong.
  func has(_ key: String) -> Bool { entries[key] != nil }

  /// The place of a key's value, else of the mapping.
  func position(of key: String) -> Position { entries[key]?.value.position ?? position }

  /// The place of a key, else of the mapping.
  func keyPosition(of key: String) -> Position { entries[key]?.position ?? position }

  /// The value of a key.
  func value(_ key: String) -> RuleValue? { entries[key]?.value }

  /// The value of a key, which has to be a mapping of its own.
  func mapping(_ key: String, _ kind: String, keys: [String], required: [String] = [], isSecret: Bool = false) -> MappingReader? {
    entries[key].flatMap { MappingReader($0.value, kind, keys: keys, required: required, isSecret: isSecret, problems) }
  }

  /// The value of a key, which has to be a list with at least one member.
  func list(_ key: String, of members: String) -> [RuleValue]? {
    guard let value = entries[key]?.value else { return nil }
    guard case .list(let list) = value.kind, !list.isEmpty else {
      let isList = if case .list = value.kind { true } else { false }
      problems.add(
        at: value.position, expected: "a list of \(members)", found: isList ? "an empty one" : value.found,
        advice: isList ? "write at least one" : "write it as a list")
      return nil
    }
    return list
  }

  /// The one of some keys that is there; none or several of them are a problem.
  func one(of keys: [String]) -> String? {
    let present = keys.filter(has)
    if present.count == 1 { return present[0] }
    problems.add(
      at: position, expected: "exactly one of \(keys.joined(separator: ", ")) in \(kind)",
      found: present.isEmpty ? "none" : quoted(present.joined(separator: ", ")), advice: present.isEmpty ? "add one" : "keep one")
    return nil
  }

  /// Says that a key's value is wrong.
  func refuse(_ key: String, expected: String, advice: String) {
    let found = isSecret ? value(key)?.foundSecret : value(key)?.found
    problems.add(at: position(of: key), expected: expected, found: found ?? "nothing", advice: advice)
  }

  /// Says that keys stand where another key or value forbids them.
  func forbid(_ keys: [String], _ reason: String) {
    for key in keys where has(key) {
      problems.add(at: keyPosition(of: key), expected: "no key \(key) \(reason)", found: quoted(key), advice: "remove it")
    }
  }

  /// Says that keys are missing which another key or value asks for.
  func demand(_ keys: [String], _ reason: String) {
    for key in keys where !has(key) {
      problems.add(at: position, expected: "the key \(key) \(reason)", found: "none", advice: "add it")
    }
  }

  /// Says that keys stand where they have no meaning.
  func refuseKeys(_ keys: [String], expected: String, advice: String) {
    for key in keys where has(key) {
      problems.add(at: keyPosition(of: key), expected: "\(key) only \(expected)", found: quoted(key), advice: advice)
    }
  }
}
