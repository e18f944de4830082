/// One mistake in a rule file or in the configuration: where, what was expected, what was found and what to do.
///
/// Lines and columns count from 1, columns in Unicode scalars. Line 0 speaks of the file or folder as a whole.
public struct RuleProblem: Hashable, Sendable, CustomStringConvertible {
  /// Relative to the rules folder; of a configuration its name without folders.
  public let file: String
  public let line: Int
  public let column: Int
  /// `expected …, found '…': do …`
  public let message: String

  public init(file: String, line: Int, column: Int, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }

  /// `agreements/vip.yaml:12:7: expected …, found '…': do …`
  public var description: String { line == 0 ? "\(file): \(message)" : "\(file):\(line):\(column): \(message)" }
}

extension RuleProblem: Comparable {
  /// By file (as bytes), line and column.
  public static func < (left: RuleProblem, right: RuleProblem) -> Bool {
    if left.file != right.file { return left.file.utf8.lexicographicallyPrecedes(right.file.utf8) }
    if left.line != right.line { return left.line < right.line }
    if left.column != right.column { return left.column < right.column }
    return left.message.utf8.lexicographicallyPrecedes(right.message.utf8)
  }
}

/// Every problem of a set of files, together (SPEC §3: nothing runs).
public struct RuleProblems: Error, CustomStringConvertible {
  /// Never empty; sorted by file, line and column.
  public let problems: [RuleProblem]

  init(_ problems: [RuleProblem]) { self.problems = Set(problems).sorted() }

  /// One problem per line.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
