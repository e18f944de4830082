import PostgresClient
import SettlementCore
import Testing

@testable import LedgerStore

@Suite(.enabled(if: LedgerPeer.isThere)) struct PostgresLedgerTests {
  /// Opening it anew needs the lock, so the old one has to be gone.
  private func reopen(_ schema: LedgerSchema, _ ledger: any Ledger) throws -> any Ledger {
    (ledger as! PostgresLedger).close()
    return try schema.ledger()
  }

  @Test func conforms() throws {
    let schema = try LedgerSchema()
    try checkConformance({ try schema.ledger() }) { try reopen(schema, $0) }
  }

  @Test func decisionsConform() throws {
    let schema = try LedgerSchema()
    try checkDecisions({ try schema.ledger() }) { try reopen(schema, $0) }
  }

  @Test func groupsConform() throws {
    let (one, other) = (try LedgerSchema(), try LedgerSchema())
    try checkLineGroups(one.ledger())
    try checkFeesAndBooks(other.ledger())
  }

  @Test(arguments: UInt64(0)..<6) func lookupsAgreeWithPlainDictionaries(seed: UInt64) throws {
    let schema = try LedgerSchema()
    try checkModel(seed, { try schema.ledger() }) { try reopen(schema, $0) }
  }

  @Test func aFailingAppendLeavesNothing() throws {
    let schema = try LedgerSchema()
    let ledger = try schema.ledger()
    try ledger.append(Story.run1)
    let before = try schema.dump()
    var run = Story.run2
    run.addRedemption("R1", order: 1, posted: true, group: 8, price: 1, at: run.day)
    let failure = #expect(throws: LedgerFailure.self) { try ledger.append(run) }
    #expect(failure?.cause == .contradiction)
    #expect(failure?.message.contains("redemptions_by_id") == true, "\(failure?.message ?? "")")
    #expect(try schema.dump() == before)
    try ledger.append(Story.run2)
    #expect(try ledger.state().runs.count == 2)
  }

  @Test(arguments: ["order", "number", "zone", "names", "party", "columns", "line", "link", "discrepancy", "unknown"])
  func contradictionsAreRefused(_ what: String) throws {
    let schema = try LedgerSchema()
    let ledger = try schema.ledger()
    try ledger.append(Story.run1)
    let before = try schema.dump()
    let run = Story.contradiction(what)
    let failure = #expect(throws: LedgerFailure.self) { try ledger.append(run) }
    #expect(failure?.cause == .contradiction && failure?.operation == "append run \(run.number)", "\(failure?.description ?? "none")")
    #expect(try schema.dump() == before)
    try ledger.append(Story.run2)
  }

  @Test func theZoneFailureSaysWhatWasExpected() throws {
    let schema = try LedgerSchema()
    let ledger = try schema.ledger()
    try ledger.append(Story.run1)
    let failure = #expect(throws: LedgerFailure.self) { try ledger.append(Story.contradiction("zone")) }
    #expect(
      failure?.description == """
        \(try schema.place().name): append run 2: expected the zone Asia/Shanghai of the first run, found UTC; nothing was added; this is an \
        error in the program, please report it
        """)
  }

  /// The laws that the database holds itself.
  @Test(arguments: [
    ("groups", "the groups of kind order of run 1 sum to 1 CNY, expected 0"),
    ("accounts", "all accounts sum to 5 CNY after run 1, expected 0"),
    ("fee", "violates check constraint \"orders_check\""),
    ("amount", "violates check constraint \"refunds_amount_check\""),
    ("order", "violates foreign key constraint \"later_redemptions_of_order_order_number_fkey\""),
  ]) func theDatabaseHoldsTheLaws(_ what: String, _ words: String) throws {
    let schema = try LedgerSchema()
    let ledger = try schema.ledger()
    var run = Story.run1
    switch what {
    case "groups": run.movements.append(Story.movement(.fees, 1, .order))
    case "accounts": run.balances.append(Story.balance(.fees, 5))
    case "fee": run.orders.fee[0] = 19901
    case "amount": run.refunds.batch.amount[0] = -1
    default: run.redemptions.orderNumber[0] = 77
    }
    let failure = #expect(throws: LedgerFailure.self) { try ledger.append(run) }
    #expect(failure?.cause == .contradiction && failure?.message.contains(words) == true, "\(failure?.description ?? "none")")
    #expect(try ledger.state().runs.isEmpty)
  }

  /// Not even the owner changes a row of the past by accident.
  @Test func rowsAreOnlyEverAdded() throws {
    let schema = try LedgerSchema()
    try schema.ledger().append(Story.run1)
    for table in PostgresSchema.onlyAdded {
      for statement in ["DELETE FROM \(table)", "TRUNCATE \(table) CASCADE"] {
        let failure = #expect(throws: PostgresFailure.self) { try schema.sql(statement) }
        #expect(failure?.sqlState == "23001", "\(statement): \(failure?.description ?? "none")")
      }
    }
    #expect(throws: PostgresFailure.self) { try schema.sql("UPDATE orders SET paid = 1") }
    try schema.sql("UPDATE kept_lines SET until_run = 1, replaced_run = 2")
    let changes = ["amount = 2", "until_run = 2, line = 4", "until_run = NULL"].map { "UPDATE kept_lines SET \($0)" }
    for statement in changes + ["DELETE FROM kept_lines"] {
      let failure = #expect(throws: PostgresFailure.self) { try schema.sql(statement) }
      #expect(failure?.found.contains("a kept line is only ever answered or taken back, once") == true, "\(statement)")
    }
  }

  @Test func bothDatabasesHaveTheSameTablesAndColumns() throws {
    let schema = try LedgerSchema()
    let folder = try TemporaryFolder()
    let columns = try schema.sql(
      "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = '\(schema.name)'"
    ).map { $0[0] ?? "" }
    #expect(try SQLiteLedger(path: folder.file("ledger.sqlite")).columns() == columns.sorted())
    let tables = try schema.sql(
      "SELECT table_name FROM information_schema.tables WHERE table_schema = '\(schema.name)' AND table_type = 'BASE TABLE'")
    #expect(tables.map { $0[0] ?? "" }.sorted() == PostgresSchema.tables.sorted())
  }

  @Test func peopleReadNamesDatesAndDecimals() throws {
    let schema = try LedgerSchema()
    let ledger = try schema.ledger()
    for run in [Story.run1, Story.run2, Story.run3] { try ledger.append(run) }
    func rows(_ sql: String) throws -> [String] {
      try schema.sql(sql, as: .reader).map { $0.map { $0 ?? "-" }.joined(separator: " ") }
    }
    #expect(
      try rows("SELECT order_id, bundle, channel, currency, paid, fee, paid_at, day, terms, seen FROM readable_orders ORDER BY 1") == [
        "O1 VIP douyin CNY 199.00 1.20 2026-03-01 00:00:00 2026-03-01 VIP 2026-01-01 2026-03-01-001",
        "O2 VIP douyin JPY 19900 120 2026-03-01 00:00:00 2026-03-01 VIP 2026-01-01 2026-03-01-001",
        "O3 VIP -  1.9900 0.0120 2026-03-01 00:00:00 2026-03-01 VIP 2026-03-02 2026-03-01-001",
        "O9 VIP douyin CNY 199.00 1.20 2026-03-02 00:00:00 2026-03-02 VIP 2026-03-02 2026-03-02-001",
      ])
    #expect(
      try rows("SELECT redemption_id, order_id, entitlement, posting_group, price, reversed FROM readable_redemptions ORDER BY 1") == [
        "R1 O1 video 3 1.99 2026-03-03", "R2 O9 video 8 0.50 2026-03-03", "R3 O3 video - 0.0000 -",
      ])
    #expect(
      try rows("SELECT refund_id, order_id, amount, failed FROM readable_refunds ORDER BY 1") == [
        "F1 O1 250.00 2026-03-03", "F2 O9 0.05 2026-03-01",
      ])
    #expect(try rows("SELECT payout_id, party, amount FROM readable_payouts ORDER BY 1") == ["P1 eleme 7.00", "P2 eleme 7.00"])
    #expect(
      try rows("SELECT account, amount, since FROM readable_balances ORDER BY 1") == [
        "custody 398.00 2026-03-02-001", "held:eleme -396.01 2026-03-02-001", "payable:eleme -1.99 2026-03-01-001",
      ])
    #expect(
      try rows("SELECT DISTINCT account, kind FROM readable_movements ORDER BY 1, 2") == [
        "custody order", "held:eleme earn", "held:eleme order", "payable:eleme earn",
      ])
    #expect(try rows("SELECT key, run, ours, theirs FROM readable_discrepancies WHERE key = 'c'") == ["c 2026-03-01-001 0.05 -"])
    #expect(try rows("SELECT line, amount, until_run FROM readable_kept_lines ORDER BY 1") == ["3 0.01 2026-03-02-001", "9 0.01 -"])
    #expect(
      try rows("SELECT run_id, order_count FROM readable_runs ORDER BY run") == [
        "2026-03-01-001 3", "2026-03-02-001 1", "2026-03-03-001 0",
      ])
  }

  /// More keys and rows than go at once, in a ledger of both kinds.
  @Test func manyRowsAndKeysAreTheSameAsInSQLite() throws {
    let schema = try LedgerSchema()
    let folder = try TemporaryFolder()
    var run = NewRun.sample(1)
    for row in 0..<26_000 {
      run.addOrder("O-\(row * 7919 % 26_000)", terms: Int32(row % 3) - 1, at: run.day)
      run.addRedemption("R-\(row)", order: RecordReference.new(row: row), posted: row % 2 == 0, group: Int64(row), price: 3, at: run.day)
      run.claimsAdded.append(OpenClaim(partner: "eleme", feed: .redemption, number: RecordReference.new(row: row), type: "redeemed"))
      run.waitingAdded.append(WaitingRecord(feed: .order, number: RecordReference.new(row: row), wakeDay: run.day))
    }
    let ledgers: [any Ledger] = [try SQLiteLedger(path: folder.file("ledger.sqlite")), try schema.ledger()]
    var second = NewRun.sample(2)
    second.waitingRemoved = (1...15_000).map { WaitingRecord(feed: .order, number: $0, wakeDay: run.day) }
    second.claimsRemoved = (1...15_000).map { OpenClaim(partner: "eleme", feed: .redemption, number: $0, type: "redeemed") }
    for ledger in ledgers {
      try ledger.append(run)
      try ledger.append(second)
    }
    func both<Value: Equatable>(_ look: (any Ledger) throws -> Value) throws { #expect(try look(ledgers[0]) == look(ledgers[1])) }
    let ids = TextColumn((0..<26_500).map { "O-\($0)" })
    try both { try $0.orders(withIDs: ids, rows: all(ids)).rows.sorted() }
    try both { try $0.redemptions(ofOrders: (1...26_000).map { $0 }).rows.sorted() }
    try both { try $0.ordersPaid(in: run.day...run.day, terms: 1) }
    try both { try $0.waiting(dueOn: run.day) }
    try both { try $0.openClaims(partner: "eleme") }
  }
}
