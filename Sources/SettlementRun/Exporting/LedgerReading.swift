import Feeds
import LedgerStore
import RuleFiles
import SettlementCore

/// A ledger opened for a command that only reads: with the rules that its runs were made by.
///
/// It takes no run lock. A ledger in a file is held while this value lives: a run that starts meanwhile is refused, and so is this one while
/// a run is under way. A ledger in PostgreSQL is seen as it is at this moment, whatever runs do.
struct LedgerReading {
  let configuration: Configuration
  let ledger: any Ledger
  let state: LedgerState
  let rules: RunRules
  let zone: BusinessZone

  /// Throws `LedgerFailure` when there is no ledger, when another process holds it (cause `locked`) or when it cannot be read,
  /// `RuleProblems` and
  /// `RuleConflict` when the rules are not those of the ledger.
  ///
  /// `changing`: the ledger is opened to write into it, too, under the run lock; what a second one is told that comes meanwhile.
  init(_ configuration: Configuration, changing purpose: String? = nil) throws {
    self.configuration = configuration
    ledger = try purpose.map { purpose in try LedgerOpening.writing(configuration.ledger, purpose) } ?? LedgerOpening.reading(configuration)
    state = try ledger.state()
    (rules, zone) = try RunRules.read(configuration, state)
  }

  /// The posting groups of an earlier run, told again from its facts.
  func retell(_ record: RunRecord) throws -> PostedRun { try RunReplay.posted(record, state, rules, zone, ledger) }

  /// The run of a number.
  func record(_ run: Int32) -> RunRecord { state.runs[Int(run) - 1] }
}
