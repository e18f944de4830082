import GRDB
import SettlementCore

extension RunWriter {
  /// What became of decisions, and which of the earlier ones hold no longer.
  func writeDecisions() throws {
    let insert = try Prepared.insert(
      database, into: "decision_outcomes", ["number", "run", "outcome", "ours", "theirs", "cause", "amount", "side"])
    for outcome in run.decisionOutcomes {
      try insert.run {
        $0.integer(outcome.number)
        $0.integer(run.number)
        $0.text(outcome.what.rawValue)
        $0.optional(outcome.ours)
        $0.optional(outcome.theirs)
        $0.text(outcome.cause)
        $0.optional(outcome.amount)
        $0.text(outcome.side.rawValue)
      }
    }
    let end = try Prepared.insert(database, into: "decision_ends", ["number", "run"])
    for number in run.decisionsEnded {
      try end.run {
        $0.integer(number)
        $0.integer(run.number)
      }
    }
  }
}
