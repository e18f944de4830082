import Foundation
import GRDB
import SettlementCore
import Testing

@testable import LedgerStore

@Suite struct SQLiteLedgerTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("output/ledger.sqlite")
  }

  @Test func conforms() throws {
    let path = path
    try checkConformance({ try SQLiteLedger(path: path) }) { ledger in
      try (ledger as! SQLiteLedger).close()
      return try SQLiteLedger(path: path)
    }
  }

  @Test func fileAndFolderAreClosedToOthers() throws {
    _ = try SQLiteLedger(path: path)
    func mode(_ path: String) throws -> Int { try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as! Int }
    #expect(try mode(path) == 0o640)
    #expect(try mode(folder.file("output")) == 0o750)
  }

  @Test func aFailingAppendLeavesNothing() throws {
    var ledger = try SQLiteLedger(path: path)
    try ledger.append(Story.run1)
    let before = try dump(ledger)
    var run = Story.run2
    run.addRedemption("R1", order: 1, posted: true, group: 8, price: 1, at: run.day)
    ledger = try SQLiteLedger(path: path)
    #expect(throws: LedgerFailure.self) { try ledger.append(run) }
    #expect(try dump(ledger) == before)
    ledger = try SQLiteLedger(path: path)
    try ledger.append(Story.run2)
    #expect(try ledger.state().runs.count == 2)
  }

  @Test(arguments: ["order", "number", "zone", "names", "party", "columns", "line", "link", "discrepancy", "unknown"])
  func contradictionsAreRefused(_ what: String) throws {
    var ledger = try SQLiteLedger(path: path)
    try ledger.append(Story.run1)
    let run = Story.contradiction(what)
    let before = try dump(ledger)
    ledger = try SQLiteLedger(path: path)
    let failure = #expect(throws: LedgerFailure.self) { try ledger.append(run) }
    #expect(failure?.cause == .contradiction)
    #expect(failure?.operation == "append run \(run.number)")
    #expect(try dump(ledger) == before)
  }

  @Test func theZoneFailureSaysWhatWasExpected() throws {
    let ledger = try SQLiteLedger(path: path)
    try ledger.append(Story.run1)
    var run = NewRun.sample(2)
    run.zone = "UTC"
    let failure = #expect(throws: LedgerFailure.self) { try ledger.append(run) }
    #expect(
      failure?.description == """
        \(path): append run 2: expected the zone Asia/Shanghai of the first run, found UTC; nothing was added; this is an error in the program, \
        please report it
        """)
  }

  @Test func aNewerSchemaIsRefusedByName() throws {
    let ledger = try SQLiteLedger(path: path)
    let known = try ledger.state().schemaVersion
    try ledger.close()
    try edit("UPDATE meta SET value = '99' WHERE key = 'schema'")
    let failure = #expect(throws: LedgerFailure.self) { _ = try SQLiteLedger(path: path) }
    #expect(failure?.cause == .newerSchema)
    #expect(
      failure?.description
        == "\(path): open: the ledger has schema 99, this program knows up to \(known); use the newer version of the program")
  }

  @Test func aLedgerOfTheFirstSchemaIsConverted() throws {
    try FileManager.default.createDirectory(atPath: folder.file("output"), withIntermediateDirectories: true)
    try edit("CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID; INSERT INTO meta VALUES ('schema', '1')")
    try edit(Schema.migrations[0])
    try edit(
      """
      INSERT INTO meta VALUES ('zone', 'Asia/Shanghai');
      INSERT INTO runs VALUES (1, 20513, 1, 1, 0, 1, 4, 1, 3, 1, 0, 1, 0, '{}'), (2, 20514, 1, 1, 0, 5, 0, 4, 2, 1, 0, 1, 0, '{}');
      INSERT INTO names VALUES ('party', 0, 'platform'), ('party', 1, 'eleme'), ('party', 2, 'douyin'), ('bundle', 0, 'VIP'),
        ('entitlement', 0, 'coupon'), ('entitlement', 1, 'video');
      INSERT INTO orders VALUES (1, 'O1', 0, 2, 1, 'CNY', 5, 5, 0, 7, 20513, 0, 1), (2, 'O2', 0, 2, 1, 'CNY', 5, 5, 0, 7, 20512, 1, 1),
        (3, 'O3', 0, 2, 1, 'CNY', 5, 5, 0, 7, 20513, NULL, 1), (4, 'O4', 0, 2, 1, 'CNY', 5, 5, 0, 7, 20513, 0, 1);
      INSERT INTO redemptions SELECT value, 'R' || value, iif(value = 3, NULL, 1 + value / 5), 1, 8, 20513, 1 + value / 4, 1, value, 1
        FROM json_each('[1,2,3,4,5]');
      INSERT INTO redemptions_of_order VALUES (1, 1), (1, 2), (1, 4), (2, 3), (2, 5);
      """)
    let ledger = try SQLiteLedger(path: path)
    #expect(try ledger.state().schemaVersion == Schema.version)
    #expect(try ledger.ordersPaid(in: Story.first...Story.first, terms: 0) == [1, 4])
    #expect(try ledger.ordersPaid(in: Story.first.adding(days: -1)...Story.first, terms: 1) == [2])
    let found = try ledger.redemptions(ofOrders: [2, 1, 4])
    #expect(zip(found.number, found.asked).map { "\($0) of \($1)" } == ["1 of 1", "2 of 1", "3 of 0", "4 of 1", "5 of 0"])
    var run = NewRun.sample(3)
    run.addOrder("O5", terms: 0, at: Story.first)
    run.addRedemption("R6", order: 1, posted: true, at: run.day)
    run.addRedemption("R7", order: RecordReference.new(row: 0), posted: true, at: run.day)
    try ledger.append(run)
    #expect(try ledger.redemptions(ofOrders: [1, 5]).number == [1, 2, 4, 6, 7])
    #expect(try ledger.ordersPaid(in: Story.first...Story.first, terms: 0) == [1, 4, 5])
  }

  @Test func aLineThatIsNoListOfNumbersIsNamed() throws {
    var ledger = try SQLiteLedger(path: path)
    try ledger.append(Story.run1)
    try ledger.close()
    try edit("UPDATE orders_of_terms SET numbers = '1,x'")
    ledger = try SQLiteLedger(path: path)
    let failure = #expect(throws: LedgerFailure.self) { try ledger.ordersPaid(in: Story.first...Story.first, terms: 0) }
    #expect(failure?.cause == .corrupt)
    #expect(failure?.message == "expected a list of numbers, found '1,x'")
  }

  @Test func anotherDatabaseIsLeftAlone() throws {
    try FileManager.default.createDirectory(atPath: folder.file("output"), withIntermediateDirectories: true)
    try edit("CREATE TABLE photos(name TEXT)")
    let failure = #expect(throws: LedgerFailure.self) { _ = try SQLiteLedger(path: path) }
    #expect(failure?.message == "expected a ledger, found a database of something else")
  }

  @Test func aFileThatIsNoDatabaseIsCorrupt() throws {
    try FileManager.default.createDirectory(atPath: folder.file("output"), withIntermediateDirectories: true)
    try Data(repeating: 0x41, count: 9000).write(to: URL(fileURLWithPath: path))
    let failure = #expect(throws: LedgerFailure.self) { _ = try SQLiteLedger(path: path) }
    #expect(failure?.cause == .corrupt)
    #expect(failure?.description == "\(path): open: file is not a database; restore the file from a backup")
  }

  @Test func aSecondOpeningIsRefused() throws {
    let ledger = try SQLiteLedger(path: path)
    let failure = #expect(throws: LedgerFailure.self) { _ = try SQLiteLedger(path: path) }
    #expect(failure?.cause == .locked)
    try ledger.close()
    _ = try SQLiteLedger(path: path)
  }

  @Test func aFolderThatCannotBeMadeIsNamed() throws {
    try Data().write(to: URL(fileURLWithPath: folder.file("output")))
    let failure = #expect(throws: LedgerFailure.self) { _ = try SQLiteLedger(path: path) }
    #expect(failure?.operation == "create" && failure?.path == path)
  }

  @Test func theOrderOfTheRowsDoesNotMatter() throws {
    func fill(_ name: String, _ arrange: (inout [Int]) -> Void) throws -> [String] {
      var rows = Array(0..<400)
      arrange(&rows)
      var run = NewRun.sample(1)
      for row in rows { run.addOrder("O\(row * 7 % 400)", terms: Int32(row % 3) - 1, at: run.day.adding(days: row % 5)) }
      for row in rows.reversed() {
        let order = rows.firstIndex(of: row % 9)!
        run.addRedemption("R\(row)", order: RecordReference.new(row: order), posted: row % 2 == 0, group: Int64(row), at: run.day)
        run.claimsAdded.append(
          OpenClaim(
            partner: "eleme", feed: .redemption, number: RecordReference.new(row: run.redemptions.batch.count - 1), type: "redeemed"))
      }
      let ledger = try SQLiteLedger(path: folder.file(name))
      try ledger.append(run)
      return try dump(ledger)
    }
    let one = try fill("one") { _ in }
    var random = SplitMix64(seed: 11)
    #expect(try fill("two") { $0.shuffle(using: &random) } == one)
    #expect(one.count > 1200)
  }

  @Test func peopleReadNamesDatesAndDecimals() throws {
    let ledger = try SQLiteLedger(path: path)
    for run in [Story.run1, Story.run2, Story.run3] { try ledger.append(run) }
    try ledger.close()
    let queue = try DatabaseQueue(path: path)
    func rows(_ sql: String) throws -> [String] {
      try queue.read { try Row.fetchAll($0, sql: sql).map { $0.databaseValues.map { $0.isNull ? "-" : "\($0)" }.joined(separator: " ") } }
        .map { $0.replacing("\"", with: "") }
    }
    #expect(
      try rows("SELECT order_id, bundle, channel, currency, paid, fee, paid_at, day, terms, seen FROM readable_orders") == [
        "O1 VIP douyin CNY 199.00 1.20 2026-03-01T00:00:00Z 2026-03-01 VIP 2026-01-01 2026-03-01-001",
        "O2 VIP douyin JPY 19900 120 2026-03-01T00:00:00Z 2026-03-01 VIP 2026-01-01 2026-03-01-001",
        "O3 VIP -  1.9900 0.0120 2026-03-01T00:00:00Z 2026-03-01 VIP 2026-03-02 2026-03-01-001",
        "O9 VIP douyin CNY 199.00 1.20 2026-03-02T00:00:00Z 2026-03-02 VIP 2026-03-02 2026-03-02-001",
      ])
    #expect(
      try rows("SELECT redemption_id, order_id, entitlement, posting_group, price, reversed FROM readable_redemptions") == [
        "R1 O1 video 3 1.99 2026-03-03", "R2 O9 video 8 0.50 2026-03-03", "R3 O3 video - 0.0000 -",
      ])
    #expect(
      try rows("SELECT refund_id, order_id, amount, failed FROM readable_refunds") == ["F1 O1 250.00 2026-03-03", "F2 O9 0.05 2026-03-01"])
    #expect(try rows("SELECT payout_id, party, amount FROM readable_payouts") == ["P1 eleme 7.00", "P2 eleme 7.00"])
    #expect(
      try rows("SELECT account, amount, since FROM readable_balances") == [
        "custody 398.00 2026-03-02-001", "held:eleme -396.01 2026-03-02-001", "payable:eleme -1.99 2026-03-01-001",
      ])
    #expect(
      try rows("SELECT DISTINCT account, kind FROM readable_movements") == [
        "custody order", "held:eleme earn", "held:eleme order", "payable:eleme earn",
      ])
    #expect(try rows("SELECT key, run, ours, theirs FROM readable_discrepancies WHERE key = 'c'") == ["c 2026-03-01-001 0.05 -"])
    #expect(try rows("SELECT line, amount, until_run FROM readable_kept_lines") == ["3 0.01 2026-03-02-001", "9 0.01 -"])
    #expect(try rows("SELECT run_id, order_count FROM readable_runs") == ["2026-03-01-001 3", "2026-03-02-001 1", "2026-03-03-001 0"])
  }

  private func edit(_ sql: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
  }
}

/// Every row of every table, as text. Closes the ledger.
func dump(_ ledger: SQLiteLedger) throws -> [String] {
  try ledger.close()
  let queue = try DatabaseQueue(path: ledger.path)
  defer { try? queue.close() }
  return try queue.read { database in
    let tables = try String.fetchAll(database, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return try tables.flatMap { table in try Row.fetchAll(database, sql: "SELECT * FROM \(table)").map { "\(table) \($0)" } }
  }
}

extension SQLiteLedger {
  /// `table.column` of every table and view, sorted.
  func columns() throws -> [String] {
    try queue.read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
          WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite_%'
          """)
    }.sorted()
  }
}
