import Yams

/// Turns the text of one file into rule values; Yams is met here only.
struct YAMLDocument {
  private let problems: FileProblems
  private var scalars: [Unicode.Scalar]
  /// Keys that stand twice, by the stand-in that took the place of the earlier one.
  private var duplicates: [String: String] = [:]

  /// The document of a file, or nil when it has none; `problems` then says why.
  static func read(_ text: String, _ problems: FileProblems) -> RuleValue? {
    let scalars = Array(text.unicodeScalars)
    guard YAMLScreen.passes(scalars, problems) else { return nil }
    var document = YAMLDocument(problems: problems, scalars: scalars)
    return document.compose()
  }

  private init(problems: FileProblems, scalars: [Unicode.Scalar]) {
    self.problems = problems
    self.scalars = scalars
  }

  private mutating func compose() -> RuleValue? {
    while true {
      do {
        let text = String(String.UnicodeScalarView(scalars))
        guard let root = try Yams.Parser(yaml: text, encoding: .utf8).singleRoot() else {
          problems.add(at: .whole, expected: "one YAML document", found: "nothing", advice: "write the file or remove it")
          return nil
        }
        return value(of: root)
      } catch YamlError.duplicatedKeysInMapping(let names, let context) {
        guard replaceKey(names[0], at: context.mark) else {
          let position = Position(line: context.mark.line, column: context.mark.column)
          problems.add(at: position, expected: "every key once", found: "\(quoted(names[0])) twice", advice: "keep one")
          return nil
        }
      } catch {
        report(error)
        return nil
      }
    }
  }

  /// Puts a stand-in of the same length for a key that comes again later, so that the parser, which stops at the first repeated
  /// key, reads on.
  private mutating func replaceKey(_ name: String, at mark: Mark) -> Bool {
    guard duplicates.count < 100, let place = place(of: mark) else { return false }
    let length = name.unicodeScalars.count
    guard length > 0, place + length <= scalars.count, scalars[place..<place + length].elementsEqual(name.unicodeScalars),
      let standIn = Unicode.Scalar(UInt32(0xE000 + duplicates.count))
    else { return false }
    for offset in 0..<length { scalars[place + offset] = standIn }
    duplicates[String(String.UnicodeScalarView(repeatElement(standIn, count: length)))] = name
    return true
  }

  private func place(of mark: Mark) -> Int? {
    var line = 1
    var place = 0
    while line < mark.line, place < scalars.count {
      if scalars[place] == "\n" || (scalars[place] == "\r" && (place + 1 == scalars.count || scalars[place + 1] != "\n")) { line += 1 }
      place += 1
    }
    return line == mark.line && place + mark.column - 1 < scalars.count ? place + mark.column - 1 : nil
  }

  private func report(_ error: any Error) {
    switch error {
    case YamlError.composer(_, "but found another document", let mark, _):
      let position = Position(line: mark.line, column: mark.column)
      problems.add(at: position, expected: "one YAML document", found: "another one", advice: "give it a file of its own")
    case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
      YamlError.composer(_, let problem, let mark, _):
      let advice = "mend the syntax; a text with @, :, # or brackets stands in quotes"
      problems.add(at: Position(line: mark.line, column: mark.column), expected: "YAML", found: quoted(problem), advice: advice)
    default:
      problems.add(at: .whole, expected: "YAML", found: quoted("\(error)"), advice: "mend the syntax")
    }
  }

  // MARK: Values

  private func value(of node: Node) -> RuleValue {
    let position = Position(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    switch node {
    case .scalar(let scalar): return RuleValue(kind: .text(scalar.string, isQuoted: scalar.style != .plain), position: position)
    case .sequence(let sequence): return RuleValue(kind: .list(sequence.map(value(of:))), position: position)
    case .mapping(let mapping): return RuleValue(kind: .mapping(entries(of: mapping)), position: position)
    case .alias: return RuleValue(kind: .text("", isQuoted: false), position: position)  // never: the screen refuses aliases
    }
  }

  /// The entries of a mapping: of a repeated key the last, the others are problems.
  private func entries(of mapping: Node.Mapping) -> [RuleEntry] {
    var entries: [RuleEntry] = []
    var first: [String: Position] = [:]
    for (node, content) in mapping {
      let key = value(of: node)
      guard case .text(let text, _) = key.kind else {
        problems.add(at: key.position, expected: "a key", found: key.found, advice: "write a text")
        continue
      }
      let name = duplicates[text] ?? text
      if let earlier = first[name] {
        problems.add(
          at: key.position, expected: "every key once", found: "\(quoted(name)) again (first at \(earlier.line):\(earlier.column))",
          advice: "keep one")
      } else {
        first[name] = key.position
      }
      let content = value(of: content)
      if name == text { entries.append(RuleEntry(key: text, position: key.position, value: content)) }
    }
    return entries
  }
}
