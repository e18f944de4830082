/// Refuses what rule files do not need of YAML before the parser sees it: anchors, aliases, tags, directives, block texts,
/// control characters and deep nesting.
///
/// A few hundred bytes of aliases cost a YAML parser seconds, and deep nesting its stack; rules need neither. The screen walks the
/// text token by token, so that `*` and `&` inside a text or a comment are left alone.
struct YAMLScreen {
  /// The last column in which a line's content may begin outside brackets; every level of nesting moves it to the right.
  static let deepestIndentation = 100
  /// Brackets inside each other.
  static let deepestNesting = 16

  private let scalars: [Unicode.Scalar]
  private let problems: FileProblems
  private var place = 0
  private var line = 1
  private var column = 1
  private var depth = 0
  /// True until a line's first token other than `-` and `?`.
  private var beginsLine = true

  /// True when the text may be parsed; otherwise `problems` says why not.
  static func passes(_ scalars: [Unicode.Scalar], _ problems: FileProblems) -> Bool {
    guard charactersPass(scalars, problems) else { return false }
    var screen = YAMLScreen(scalars: scalars, problems: problems)
    return screen.tokensPass()
  }

  private init(scalars: [Unicode.Scalar], problems: FileProblems) {
    self.scalars = scalars
    self.problems = problems
  }

  private static func charactersPass(_ scalars: [Unicode.Scalar], _ problems: FileProblems) -> Bool {
    var position = Position(line: 1, column: 1)
    for (place, scalar) in scalars.enumerated() {
      if scalar == "\n" || (scalar == "\r" && (place + 1 == scalars.count || scalars[place + 1] != "\n")) {
        position = Position(line: position.line + 1, column: 1)
        continue
      }
      if isForbidden(scalar) {
        let code = String(scalar.value, radix: 16, uppercase: true)
        problems.add(at: position, expected: "printable text", found: "the character U+\(CodePoint.padded(code))", advice: "remove it")
        return false
      }
      position = Position(line: position.line, column: position.column + 1)
    }
    return true
  }

  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D: false
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }

  // MARK: Tokens

  private mutating func tokensPass() -> Bool {
    var passes = true
    while let scalar = peek() {
      if scalar != "\n", scalar != "\r", scalar != " ", scalar != "\t", scalar != "#", !indentationPasses(scalar) { return false }
      switch scalar {
      case "\n", "\r", " ", "\t": advance()
      case "#": skipLine()
      case "%" where column == 1: (passes, _) = (false, refuse("no directive", "remove the line"))
      case "-" where column == 1 && isMarker("-"), "." where column == 1 && isMarker("."): for _ in 0..<3 { advance() }
      case "\"", "'": skipQuoted(scalar)
      case "&": (passes, _) = (false, refuse("no anchor", "write the value out where it is needed"))
      case "*": (passes, _) = (false, refuse("no alias", "write the value out, or put a text that starts with * in quotes"))
      case "!": (passes, _) = (false, refuse("no tag", "remove it, or put a text that starts with ! in quotes"))
      case "|", ">":
        refuse("a text on one line", "write it after the key, in quotes")
        return false  // what follows is text, not tokens
      case "[", "{":
        depth += 1
        guard depth <= Self.deepestNesting else {
          refuse("at most \(Self.deepestNesting) brackets inside each other", "nest less")
          return false
        }
        advance()
      case "]", "}":
        depth = max(0, depth - 1)
        advance()
      case "," where depth > 0: advance()
      case "-" where isBlank(1), "?" where depth > 0 || isBlank(1), ":" where depth > 0 || isBlank(1): advance()
      default: skipPlain()
      }
    }
    return passes
  }

  private mutating func indentationPasses(_ scalar: Unicode.Scalar) -> Bool {
    guard beginsLine, depth == 0 else { return true }
    beginsLine = (scalar == "-" || scalar == "?") && isBlank(1)
    guard column > Self.deepestIndentation else { return true }
    let expected = "content that begins in one of the first \(Self.deepestIndentation) columns"
    problems.add(at: Position(line: line, column: column), expected: expected, found: "column \(column)", advice: "indent less")
    return false
  }

  /// Reports the token at this place and goes on behind it.
  @discardableResult
  private mutating func refuse(_ expected: String, _ advice: String) -> Bool {
    let position = Position(line: line, column: column)
    let isSecret = expectsSecret(scalars[..<place])
    var token = String.UnicodeScalarView()
    repeat {
      token.append(scalars[place])
      advance()
    } while !isBlank(0) && !(depth > 0 && isFlowIndicator(0))
    problems.add(at: position, expected: expected, found: isSecret ? hiddenText : quoted(String(token)), advice: advice)
    return false
  }

  private mutating func skipPlain() {
    repeat {
      advance()
      if peek() == ":", isBlank(1) || (depth > 0 && isFlowIndicator(1)) { return }
      if peek() == "#", isBlank(-1) { return }
      if depth > 0, isFlowIndicator(0) { return }
    } while peek() != nil && peek() != "\n" && peek() != "\r"
  }

  private mutating func skipQuoted(_ quote: Unicode.Scalar) {
    advance()
    while let scalar = peek() {
      advance()
      if scalar == "\\", quote == "\"", peek() != nil { advance() }
      if scalar == quote {
        if quote == "'", peek() == "'" { advance() } else { return }
      }
    }
  }

  private mutating func skipLine() {
    while let scalar = peek(), scalar != "\n", scalar != "\r" { advance() }
  }

  private mutating func advance() {
    let scalar = scalars[place]
    place += 1
    if scalar == "\n" || (scalar == "\r" && peek() != "\n") {
      (line, column, beginsLine) = (line + 1, 1, true)
    } else {
      column += 1
    }
  }

  private func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    scalars.indices.contains(place + distance) ? scalars[place + distance] : nil
  }

  private func isBlank(_ distance: Int) -> Bool {
    guard let scalar = peek(distance) else { return true }
    return scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r"
  }

  private func isFlowIndicator(_ distance: Int) -> Bool {
    guard let scalar = peek(distance) else { return false }
    return scalar == "," || scalar == "[" || scalar == "]" || scalar == "{" || scalar == "}"
  }

  private func isMarker(_ scalar: Unicode.Scalar) -> Bool { peek(1) == scalar && peek(2) == scalar && isBlank(3) }
}

private enum CodePoint {
  static func padded(_ code: String) -> String { String(repeating: "0", count: max(0, 4 - code.count)) + code }
}
