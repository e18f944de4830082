import LedgerStore
import SettlementCore
import Testing

/// What every kind of ledger must do: the story told run by run, everything read back through every look-up. `reopen` gives the same ledger
/// anew.
func checkConformance(_ make: () throws -> any Ledger, reopen: (any Ledger) throws -> any Ledger) throws {
  var ledger = try make()
  try checkEmpty(ledger)
  let appended = try ledger.append(Story.run1)
  #expect(appended.orders == [3, 1, 2])
  #expect(appended.redemptions == [3, 1, 2])
  #expect(appended.refunds == [2, 1])
  #expect(appended.payouts == [2, 1])
  try checkFirstRun(ledger)
  try checkGivingUp(ledger)
  try appendInTwoSteps(ledger)
  ledger = try reopen(ledger)
  try checkSecondRun(ledger)
  try ledger.append(Story.run3)
  try checkThirdRun(ledger)
  try checkOlderRuns(ledger)
  ledger = try checkClosing(ledger, reopen: reopen)
  try checkRestating(ledger, reopen: reopen)
}

private func checkEmpty(_ ledger: any Ledger) throws {
  let state = try ledger.state()
  #expect(state.zone == nil)
  #expect(state.runs.isEmpty && state.versions.isEmpty && state.bundles.count == 0)
  #expect(state.parties.names == ["platform"])
  let ids = TextColumn(["O1"])
  #expect(try ledger.orders(withIDs: ids, rows: [0]).count == 0)
  #expect(try ledger.redemptions(withIDs: ids, rows: [0]).count == 0)
  #expect(try ledger.refunds(ofOrders: [1]).count == 0)
  #expect(try ledger.payouts(run: 1).count == 0)
  #expect(try ledger.waiting(dueOn: Story.never).isEmpty)
  #expect(try ledger.touchedOrders(run: 1).isEmpty)
  #expect(try ledger.balances().isEmpty)
}

private func checkFirstRun(_ ledger: any Ledger) throws {
  let state = try ledger.state()
  #expect(state.zone == "Asia/Shanghai")
  #expect(state.parties.names == ["platform", "eleme", "douyin"])
  #expect(state.bundles.names == ["VIP"])
  #expect(state.entitlements.names == ["coupon", "video"])
  #expect(state.versions == Story.run1.versions)
  #expect(
    state.runs == [
      RunRecord(
        number: 1, day: Story.first, sequence: 1, firstGroup: 1, groupCount: 5, summary: "{\"run\":1}", orders: 1..<4, redemptions: 1..<4,
        refunds: 1..<3, payouts: 1..<3)
    ])
  #expect(state.runs[0].id == "2026-03-01-001")

  let asked = TextColumn(["O3", "nothing", "O1", "O1", "left out"])
  let orders = try ledger.orders(withIDs: asked, rows: [0, 1, 2, 3])
  let found = zip(orders.asked, orders.rows).sorted { $0.0 < $1.0 }
  #expect(found.map(\.0) == [0, 2, 3])
  #expect(
    found.map(\.1) == [
      "3 O3 0 -1 1  19900 29900 120 1772323200000005 20513 seen 1 run never terms -1",
      "1 O1 0 2 1 CNY 19900 29900 120 1772323200000005 20513 seen 1 run 1 terms 0",
      "1 O1 0 2 1 CNY 19900 29900 120 1772323200000005 20513 seen 1 run 1 terms 0",
    ])
  #expect(try ledger.orders(numbers: [2, 99]).batch.currency == [jpy])
  #expect(
    try ledger.redemptions(numbers: [1, 2, 3]).rows == [
      "1 R1 of 1 1 1772323200000007 20513 seen 1 run 1 group 3 price 199",
      "2 R2 of 0O9 1 1772323200000007 20513 seen 1 run never group 0 price 0",
      "3 R3 of 3 1 1772323200000007 20513 seen 1 run never group 0 price 0",
    ])
  #expect(
    try ledger.refunds(withIDs: TextColumn(["F2", "F1"]), rows: [0, 1]).rows == [
      "1 F1 of 1 25000/2 -1 3 1772323200000009 20513 seen 1 run 1 group 4",
      "2 F2 of 0O9 5/2 -1 3 1772323200000009 20513 seen 1 run never group 0 failed 20513 run never",
    ])
  #expect(try ledger.redemptions(ofOrders: [3, 2, 1]).number == [1, 3])
  #expect(try ledger.redemptions(ofOrders: [3, 2, 1]).asked == [2, 0])
  #expect(try ledger.payouts(withIDs: TextColumn(["P2"]), rows: [0]).records.map(\.run) == [Run.never])
  #expect(try ledger.payouts(run: 1).records.map(\.id) == ["P1"])
  #expect(
    try ledger.waiting(dueOn: Story.first) == [
      WaitingRecord(feed: .order, number: 3, wakeDay: Story.first), WaitingRecord(feed: .redemption, number: 2, wakeDay: Story.first),
      WaitingRecord(feed: .redemption, number: 3, wakeDay: Story.first),
      WaitingRecord(feed: .refund, what: .excess, number: 1, wakeDay: Story.first),
    ])
  #expect(try ledger.touchedOrders(run: 1) == [1, 2, 3])
  #expect(try ledger.ordersPaid(in: Story.first...Story.first, terms: 0) == [1, 2])
  #expect(try ledger.rejects(run: 1) == Story.run1.rejects)
  #expect(try ledger.adjusts(run: 1).map(\.amount) == [-1])
  #expect(try ledger.statementFiles(partner: "eleme").map(\.name) == ["0.csv", "1.csv"])
  #expect(try ledger.statementFiles(partner: "eleme").map(\.day) == [nil, Story.first])
  #expect(try ledger.keptLines(partner: "eleme").map(\.line) == [3, 9])
  #expect(try ledger.openClaims(partner: "eleme").map { "\($0.feed) \($0.number)" } == ["order 1", "redemption 1"])
}

private struct GivenUp: Error {}

/// A run that ends before it is finished leaves nothing.
private func checkGivingUp(_ ledger: any Ledger) throws {
  #expect(throws: GivenUp.self) { try ledger.append(facts(of: Story.run2)) { _ in throw GivenUp() } }
  try checkFirstRun(ledger)
}

/// While a run is being finished, the ledger shows what was before.
private func appendInTwoSteps(_ ledger: any Ledger) throws {
  try ledger.append(facts(of: Story.run2)) { run in
    for _ in 0..<100 { try checkFirstRun(ledger) }
    #expect(try ledger.orders(withIDs: TextColumn(["O9"]), rows: [0]).count == 0)
    #expect(try ledger.orders(numbers: [4]).count == 0)
    run = Story.run2
  }
}

private func facts(of run: NewRun) -> NewRun {
  var facts = NewRun(number: run.number, day: run.day, sequence: run.sequence, zone: run.zone)
  (facts.orders, facts.redemptions, facts.refunds, facts.payouts) = (run.orders, run.redemptions, run.refunds, run.payouts)
  return facts
}

private func checkSecondRun(_ ledger: any Ledger) throws {
  #expect(try ledger.state().parties.names.last == "qq-music")
  #expect(
    try ledger.orders(numbers: [3, 4]).rows.map { $0.suffix(19) } == ["seen 1 run 2 terms 1", "seen 2 run 2 terms 1"].map { $0.suffix(19) })
  #expect(
    try ledger.redemptions(withIDs: TextColumn(["R1", "R2", "R3"]), rows: [0, 1, 2]).rows == [
      "1 R1 of 1 1 1772323200000007 20513 seen 1 run 1 group 3 price 199 reversed 77 20515 run never",
      "2 R2 of 4 1 1772323200000007 20513 seen 1 run 2 group 8 price 50",
      "3 R3 of 3 1 1772323200000007 20513 seen 1 run 2 group 0 price 0",
    ])
  #expect(try ledger.redemptions(ofOrders: [4]).number == [2])
  #expect(try ledger.refunds(ofOrders: [1]).rows.map { $0.hasSuffix("group 4 excess 2") } == [true])
  #expect(try ledger.payouts(run: 2).records.map(\.run) == [2])
  #expect(try ledger.touchedOrders(run: 2) == [1, 3, 4])
  #expect(try ledger.ordersPaid(in: Story.first...Story.first, terms: 1) == [3])
  #expect(try ledger.ordersPaid(in: Story.first...Story.first.adding(days: 1), terms: 1) == [3, 4])
  let waiting = try ledger.waiting(dueOn: Story.never)
  #expect(waiting.map(\.what) == [.reversal, .excess])
  let missing = LadderKey(terms: 9, share: 0, party: 0, period: 0)
  let ladders = try ledger.ladders([Story.ladder, missing], before: 3)
  #expect(ladders.count == 1 && ladders[Story.ladder]?.earned == 14 && ladders[Story.ladder]?.measure.units == 2)
  #expect(try ledger.balances().map { "\($0.account.code) \($0.amount) \($0.run)" } == ["0 39800 2", "12 -39601 2", "13 -199 1"])
  #expect(try ledger.openDiscrepancies().map { "\($0.identity.key) \($0.state) \($0.run)" } == ["a open 2", "c open 1"])
  #expect(try ledger.keptLines(partner: "eleme").map(\.number) == [2])
  #expect(try ledger.openClaims(partner: "eleme").map(\.feed) == [.order])
  #expect(try ledger.openClaims(partner: "douyin").map(\.number) == [1])
}

private func checkThirdRun(_ ledger: any Ledger) throws {
  #expect(
    try ledger.redemptions(numbers: [1, 2]).rows.map { String($0.drop { $0 != "p" }) } == [
      "p 3 price 199 reversed 77 20515 run 3", "p 8 price 50 reversed \(Int64.min) 20515 run 3",
    ])
  #expect(try ledger.refunds(numbers: [1]).rows[0].hasSuffix("failed 20515 run 3 excess 2"))
  #expect(try ledger.touchedOrders(run: 3) == [1, 4])
}

private func checkOlderRuns(_ ledger: any Ledger) throws {
  func shown(_ run: Int32) throws -> [String] { try ledger.discrepancies(asOf: run).map { "\($0.identity.key) \($0.state)" } }
  #expect(try shown(1) == ["a inTransit", "b open", "c open"])
  #expect(try shown(2) == ["a open", "b resolved", "c open"])
  #expect(try shown(3) == ["a resolved", "b open", "c open"])
  #expect(try shown(4) == ["b open", "c open"])
  let a = Story.finding("a", .resolved).identity
  let newest = try ledger.discrepancies(identities: [a, DiscrepancyIdentity(partner: "eleme", kind: "status", key: "a")])
  var expected = Story.finding("a", .resolved)
  expected.run = 3
  #expect(newest == [expected])
  #expect(try ledger.movements(upTo: 1).count == 4)
  for run in Int32(1)...2 { #expect(try ledger.movements(run: run) == ledger.movements(upTo: 2).filter { $0.run == run }) }
  #expect(try ledger.movements(upTo: 2).map(\.run) == [1, 2, 1, 1, 2, 1])
  #expect(try ledger.movements(runs: 1...2) == ledger.movements(upTo: 2) && ledger.movements(runs: 3...9).isEmpty)
  func held(_ run: Int32) throws -> [String] { try ledger.balances(asOf: run).map { "\($0.account.code) \($0.amount) \($0.run)" } }
  #expect(try held(0) == [] && held(2) == ["0 39800 2", "12 -39601 2", "13 -199 1"] && held(9) == held(2))
  #expect(try held(1).map { $0.hasSuffix(" 1") } == [true, true, true] && held(1).last == "13 -199 1")
  #expect(try ledger.movements(upTo: 2, accounts: [.held(1)], days: nil).map(\.amount) == [199, -19900, -19900])
  #expect(try ledger.movements(upTo: 2, accounts: nil, days: Story.first.adding(days: 1)...Story.never).map(\.run) == [2, 2])
  #expect(try ledger.movements(upTo: 2, accounts: [], days: nil).isEmpty)
  #expect(try ledger.touchedOrders(run: 1) == [1, 2, 3])
}
