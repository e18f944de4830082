import SettlementCore

extension RunWriter {
  /// What became of decisions, and which of the earlier ones hold no longer.
  func writeDecisions() throws {
    let columns = ["number", "run", "outcome", "ours", "theirs", "cause", "amount", "side"]
    try database.insert(run.decisionOutcomes, into: "decision_outcomes", columns) { to, outcome in
      to.integer(outcome.number)
      to.integer(run.number)
      to.text(outcome.what.rawValue)
      to.optional(outcome.ours)
      to.optional(outcome.theirs)
      to.text(outcome.cause)
      to.optional(outcome.amount)
      to.text(outcome.side.rawValue)
    }
    try database.insert(run.decisionsEnded, into: "decision_ends", ["number", "run"]) { to, number in
      to.integer(number)
      to.integer(run.number)
    }
  }
}
