import GRDB
import SettlementCore

extension SQLiteLedger {
  public func decide(_ decisions: [DecisionRecord]) throws(LedgerFailure) {
    try Self.attempt("record decisions", path) {
      try queue.inDatabase { database in
        try database.inTransaction(.immediate) {
          try write(decisions, database)
          return .commit
        }
      }
    }
  }

  private func write(_ decisions: [DecisionRecord], _ database: Database) throws {
    let newest = try NewNumbers.newest(database, "decisions")
    let insert = try Prepared.insert(
      database, into: "decisions",
      ["number", "partner", "kind", "key", "decision", "reason", "decided_by", "ours", "theirs", "currency", "after_run"])
    for (place, decision) in decisions.enumerated() {
      try insert.run {
        $0.integer(newest + 1 + Int64(place))
        $0.identity(decision.identity)
        $0.text(decision.decision.rawValue)
        $0.text(decision.reason)
        $0.text(decision.by)
        $0.optional(decision.ours)
        $0.optional(decision.theirs)
        $0.text(decision.currency.code)
        $0.integer(decision.afterRun)
      }
    }
  }

  private static let decisions = """
    SELECT d.number, d.partner, d.kind, d.key, d.decision, d.reason, d.decided_by, d.ours, d.theirs, d.currency, d.after_run, \
    o.run, o.outcome, o.ours, o.theirs, o.cause, o.amount, o.side, e.run FROM decisions d LEFT JOIN decision_outcomes o USING (number) \
    LEFT JOIN decision_ends e USING (number)
    """

  public func pendingDecisions() throws(LedgerFailure) -> [DecisionRecord] {
    try decisions("WHERE o.number IS NULL").map(\.record)
  }

  public func standingDecisions() throws(LedgerFailure) -> [DecisionHistory] {
    try decisions("WHERE o.outcome = 'applied' AND e.number IS NULL")
  }

  public func decisions(on identity: DiscrepancyIdentity) throws(LedgerFailure) -> [DecisionHistory] {
    try decisions("WHERE (d.partner, d.kind, d.key) = (?, ?, ?)") { $0.identity(identity) }
  }

  public func postedDecisions(partner: String) throws(LedgerFailure) -> [DecisionHistory] {
    try decisions("WHERE o.amount IS NOT NULL AND d.partner = ?") { $0.text(partner) }
  }

  private func decisions(_ condition: String, _ bind: (inout Parameters) -> Void = { _ in }) throws(LedgerFailure) -> [DecisionHistory] {
    try read("look up decisions") { database in
      var found: [DecisionHistory] = []
      try Prepared(database, "\(Self.decisions) \(condition) ORDER BY d.number").forEach(bind) { found.append(try Self.decision($0)) }
      return found
    }
  }

  private static func decision(_ row: Prepared) throws -> DecisionHistory {
    let record = DecisionRecord(
      number: row.integer(0), identity: DiscrepancyIdentity(partner: row.text(1), kind: row.text(2), key: row.text(3)),
      decision: try row.word(4), reason: row.text(5), by: row.text(6), ours: row.optional(7), theirs: row.optional(8),
      currency: try row.currency(9), afterRun: row.short(10))
    if row.isNull(11) { return DecisionHistory(record: record, outcome: nil, endRun: nil) }
    let outcome = DecisionOutcome(
      number: record.number, run: row.short(11), what: try row.word(12), ours: row.optional(13), theirs: row.optional(14),
      cause: row.text(15), amount: row.optional(16), side: try row.word(17))
    return DecisionHistory(record: record, outcome: outcome, endRun: row.isNull(18) ? nil : row.short(18))
  }
}
