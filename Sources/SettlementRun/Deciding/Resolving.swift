import DurableFiles
import LedgerStore
import Reports
import RuleFiles
import SettlementCore

/// `qingfen discrepancies resolve`: writes what people decide into the ledger, all of it or nothing (SPEC §7).
///
/// Nothing is posted or published by it: the next run applies what is written here.
public enum Resolving {
  /// What was recorded.
  public struct Receipt: Sendable {
    /// How many of each decision, in the order of `Decision`; those that were recorded already are left out.
    public let recorded: [(decision: Decision, count: Int)]
    /// How many the ledger held already, word for word.
    public let repeated: Int
    /// The business day whose run applies them at once.
    public let day: CalendarDay
  }

  /// Reads a filled-in list and records its decisions.
  public static func record(from path: String, _ configuration: Configuration) throws -> Receipt {
    let rows = FilledDecisions.read(path: path)
    if rows.isEmpty { throw DecisionProblems(["\(path): expected a row with decision, reason and name filled in, found none"]) }
    return try record(rows, configuration)
  }

  /// Records one decision, as a command line gives it: without a place.
  public static func record(_ filled: FilledDecision, _ configuration: Configuration) throws -> Receipt {
    try record([.filled(filled)], configuration)
  }

  /// Throws `DecisionProblems` with all that is wrong, `RunLockRefusal` while a run is under way, and what opening the ledger throws.
  private static func record(_ rows: [FilledDecisions.Row], _ configuration: Configuration) throws -> Receipt {
    let purpose = "none: decisions are being recorded"
    guard LedgerOpening.exists(configuration) else { throw LedgerOpening.absent(configuration) }
    let suspicion = SuspectMark(configuration)
    return try suspicion.watching {
      try FolderTree.ensure(configuration.output)
      let lock = try RunLock(path: configuration.lock, runDay: purpose)
      try suspicion.check()
      let ledger = try LedgerOpening.writing(configuration.ledger, "decisions")
      guard let newest = try ledger.state().runs.last else {
        throw DecisionProblems(["\(configuration.ledger.name): expected a ledger with runs, found none: run a day first"])
      }
      try UnfinishedWork.finish(configuration, ledger)
      var checking = try DecisionChecking(ledger, newest)
      for row in rows { try checking.check(row) }
      if !checking.problems.isEmpty { throw DecisionProblems(checking.problems) }
      if !checking.decisions.isEmpty { try ledger.decide(checking.decisions) }
      lock.release()
      let counts = Decision.allCases.map { decision in (decision, checking.decisions.count { $0.decision == decision }) }
      return Receipt(recorded: counts.filter { $0.1 > 0 }, repeated: checking.repeated, day: newest.day)
    }
  }
}

/// Why decisions were not recorded: every problem, one a line. Nothing has changed (exit 64).
public struct DecisionProblems: Error, CustomStringConvertible {
  public let problems: [String]

  init(_ problems: [String]) { self.problems = problems }

  public var description: String {
    let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
    return problems.joined(separator: "\n") + "\n\(count); nothing was recorded"
  }
}
