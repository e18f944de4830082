import SettlementCore

extension LedgerDatabase {
  func write(_ decisions: [DecisionRecord]) throws {
    let newest = try newest("decisions")
    let columns = ["number", "partner", "kind", "key", "decision", "reason", "decided_by", "ours", "theirs", "currency", "after_run"]
    try insert(decisions.count, into: "decisions", columns, replacing: []) { to, place in
      let decision = decisions[place]
      to.integer(newest + 1 + Int64(place))
      to.identity(decision.identity)
      to.text(decision.decision.rawValue)
      to.text(decision.reason)
      to.text(decision.by)
      to.optional(decision.ours)
      to.optional(decision.theirs)
      to.text(decision.currency.code)
      to.integer(decision.afterRun)
    }
  }

  func pendingDecisions() throws -> [DecisionRecord] { try decisions("WHERE o.number IS NULL").map(\.record) }

  func standingDecisions() throws -> [DecisionHistory] { try decisions("WHERE o.outcome = 'applied' AND e.number IS NULL") }

  func decisions(on identity: DiscrepancyIdentity) throws -> [DecisionHistory] {
    try decisions("WHERE d.partner = $1 AND d.kind = $2 AND d.key = $3") { $0.identity(identity) }
  }

  func postedDecisions(partner: String) throws -> [DecisionHistory] {
    try decisions("WHERE o.amount IS NOT NULL AND d.partner = $1") { $0.text(partner) }
  }

  private func decisions(_ condition: String, _ bind: (inout Binding) -> Void = { _ in }) throws -> [DecisionHistory] {
    var found: [DecisionHistory] = []
    try forEach("\(DecisionHistory.query) \(condition) ORDER BY d.number", bind) { found.append(try DecisionHistory($0)) }
    return found
  }
}

extension DecisionHistory {
  fileprivate static let query = """
    SELECT d.number, d.partner, d.kind, d.key, d.decision, d.reason, d.decided_by, d.ours, d.theirs, d.currency, d.after_run, \
    o.run, o.outcome, o.ours, o.theirs, o.cause, o.amount, o.side, e.run FROM decisions d LEFT JOIN decision_outcomes o USING (number) \
    LEFT JOIN decision_ends e USING (number)
    """

  fileprivate init(_ row: some LedgerRow) throws {
    let record = DecisionRecord(
      number: row.integer(0), identity: DiscrepancyIdentity(partner: row.text(1), kind: row.text(2), key: row.text(3)),
      decision: try row.word(4), reason: row.text(5), by: row.text(6), ours: row.optional(7), theirs: row.optional(8),
      currency: try row.currency(9), afterRun: row.short(10))
    if row.isNull(11) {
      self.init(record: record, outcome: nil, endRun: nil)
      return
    }
    let outcome = DecisionOutcome(
      number: record.number, run: row.short(11), what: try row.word(12), ours: row.optional(13), theirs: row.optional(14),
      cause: row.text(15), amount: row.optional(16), side: try row.word(17))
    self.init(record: record, outcome: outcome, endRun: row.isNull(18) ? nil : row.short(18))
  }
}
