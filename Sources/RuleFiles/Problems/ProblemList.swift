/// Collects problems while files are read, so that all of them are told at once.
final class ProblemList {
  private(set) var problems: [RuleProblem] = []

  /// The collector of one file.
  func file(_ name: String) -> FileProblems { FileProblems(file: name, list: self) }

  /// Throws `RuleProblems` when there is any.
  func throwIfAny() throws(RuleProblems) {
    guard problems.isEmpty else { throw RuleProblems(problems) }
  }

  fileprivate func append(_ problem: RuleProblem) { problems.append(problem) }
}

/// Says what is wrong in one file.
struct FileProblems {
  let file: String
  fileprivate let list: ProblemList

  /// Adds `expected <expected>, found <found>: <advice>`.
  func add(at position: Position, expected: String, found: String, advice: String) {
    list.append(
      RuleProblem(
        file: file, line: position.line, column: position.column, message: "expected \(expected), found \(found): \(advice)"))
  }
}

/// A place in a file, both numbers from 1.
struct Position: Hashable {
  let line: Int
  let column: Int

  /// The file as a whole.
  static let whole = Position(line: 0, column: 0)
}

/// A text as a message shows it: in quotes, on one line, not too long, and not at all when a password or a token may be in it.
func quoted(_ text: String) -> String {
  if mayHoldSecret(text) { return hiddenText }
  let scalars = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "\u{FFFD}" : $0 }
  let shown = String(String.UnicodeScalarView(scalars.prefix(60)))
  return scalars.count > 60 ? "'\(shown)…'" : "'\(shown)'"
}
