import LedgerStore
import SettlementCore
import Testing

/// What every kind of ledger must do with decisions. `reopen` gives the same ledger anew.
func checkDecisions(_ make: () throws -> any Ledger, reopen: (any Ledger) throws -> any Ledger) throws {
  var ledger = try make()
  try ledger.append(Story.run1)
  let (b, c) = (Story.finding("b", .open), Story.finding("c", .open))
  func decision(_ row: DiscrepancyRow, _ decision: Decision, _ reason: String) -> DecisionRecord {
    DecisionRecord(
      identity: row.identity, decision: decision, reason: reason, by: "李雷", ours: row.ours, theirs: row.theirs, currency: row.currency,
      afterRun: 1)
  }
  #expect(try ledger.pendingDecisions().isEmpty && ledger.standingDecisions().isEmpty)
  try ledger.decide([decision(b, .waive, "small"), decision(c, .acceptTheirs, "price list")])
  try ledger.decide([decision(b, .acceptOurs, "checked")])
  ledger = try reopen(ledger)
  let pending = try ledger.pendingDecisions()
  #expect(pending.map(\.number) == [1, 2, 3])
  #expect(pending.map(\.decision) == [.waive, .acceptTheirs, .acceptOurs])
  var expected = decision(c, .acceptTheirs, "price list")
  expected.number = 2
  #expect(pending[1] == expected)

  var run = Story.run2
  run.discrepancies = [Story.finding("b", .resolved), Story.finding("c", .resolved)]
  run.adjusts = [AdjustRecord(run: 0, partner: c.identity.partner, key: c.identity.key, orderID: "O1", currency: cny, amount: -5)]
  run.decisionOutcomes = [
    DecisionOutcome(number: 1, what: .replaced),
    DecisionOutcome(number: 2, what: .applied, ours: 0, theirs: nil, amount: -5, side: .claim),
    DecisionOutcome(number: 3, what: .applied, ours: b.ours, theirs: b.theirs, cause: "x"),
  ]
  try ledger.append(run)
  ledger = try reopen(ledger)
  #expect(try ledger.pendingDecisions().isEmpty)
  #expect(try ledger.standingDecisions().map(\.record.number) == [2, 3])
  let posted = try ledger.postedDecisions(partner: c.identity.partner)
  var outcome = run.decisionOutcomes[1]
  outcome.run = 2
  #expect(posted == [DecisionHistory(record: expected, outcome: outcome, endRun: nil)])
  #expect(try ledger.postedDecisions(partner: "nobody").isEmpty)
  #expect(
    try ledger.decisions(on: b.identity).map { "\($0.record.number) \($0.outcome!.what) \($0.outcome!.cause)" } == [
      "1 replaced ", "3 applied x",
    ])
  // What a decision posted is no adjust within tolerance, and the other way round.
  #expect(try ledger.toleratedAmount(partner: c.identity.partner, key: c.identity.key) == 0)
  #expect(try ledger.toleratedAmount(partner: "eleme", key: "redeemed:R1") == -1)
  #expect(try ledger.adjusts(ofOrder: "O1").map { "\($0.run) \($0.amount)" } == ["1 -1", "2 -5"])
  #expect(try ledger.resolvedDiscrepancies().map(\.identity.key) == ["b", "c"])
  #expect(try ledger.lines(partner: "eleme", type: "redeemed", reference: Story.line(3).reference).contains { $0.line == 3 })

  var third = Story.run3
  third.discrepancies = [Story.finding("b", .open)]
  third.decisionsEnded = [3]
  try ledger.append(third)
  #expect(try ledger.standingDecisions().map(\.record.number) == [2])
  #expect(try ledger.decisions(on: b.identity).map(\.endRun) == [nil, 3])
  #expect(try ledger.versions(of: b.identity).map { "\($0.run) \($0.state)" } == ["1 open", "2 resolved", "3 open"])
  #expect(try ledger.resolvedDiscrepancies().map(\.identity.key) == ["c"])
}

@Suite struct DecisionTests {
  @Test func sqliteConforms() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("ledger.sqlite")
    try checkDecisions({ try SQLiteLedger(path: path) }) { ledger in
      try (ledger as! SQLiteLedger).close()
      return try SQLiteLedger(path: path)
    }
  }

  /// The database itself refuses a decision without reason or name.
  @Test func aDecisionWithoutReasonOrNameIsRefused() throws {
    let folder = try TemporaryFolder()
    let ledger = try SQLiteLedger(path: folder.file("ledger.sqlite"))
    let identity = DiscrepancyIdentity(partner: "eleme", kind: "amount", key: "redeemed:R1")
    for (reason, by) in [("", "李雷"), ("why", "")] {
      let good = DecisionRecord(
        identity: identity, decision: .waive, reason: "why", by: "who", ours: 1, theirs: nil, currency: cny, afterRun: 1)
      var bad = good
      (bad.reason, bad.by) = (reason, by)
      #expect(throws: LedgerFailure.self) { try ledger.decide([good, bad]) }
      #expect(try ledger.pendingDecisions().isEmpty)
    }
  }
}
