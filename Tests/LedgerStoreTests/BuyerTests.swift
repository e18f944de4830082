import Foundation
import GRDB
import SettlementCore
import Testing

@testable import LedgerStore

/// What stands for buyers, in both databases.
@Suite struct BuyerTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("ledger.sqlite")
  }

  private static func text(_ digit: String) -> String { "buyer:" + String(repeating: digit, count: 24) }

  /// O1 and O3 with a buyer each, O2 without; then O4 of O1's buyer, paid before it, and an order of a run without any.
  private static var runs: [NewRun] {
    func run(_ number: Int32, _ orders: [(id: String, buyer: String, day: String)]) -> NewRun {
      var run = NewRun.sample(number)
      if number == 1 {
        run.versions = [StoredVersion(bundle: "VIP", effective: day("2026-01-01"), digest: "aa", currency: cny, firstRun: 1)]
      }
      for order in orders {
        run.addOrder(order.id, terms: 0, at: day(order.day))
        if orders.contains(where: { !$0.buyer.isEmpty }) { run.buyers.append(order.buyer) }
      }
      return run
    }
    return [
      run(1, [("O3", text("b"), "2026-03-01"), ("O1", text("a"), "2026-03-01"), ("O2", "", "2026-03-01")]),
      run(2, [("O4", text("a"), "2026-02-27")]), run(3, [("O5", "", "2026-03-03")]),
    ]
  }

  private func append(_ runs: [NewRun], to ledger: any Ledger) throws {
    for run in runs {
      try ledger.append(run)
      try ledger.record(publication: String(repeating: "a", count: 64), ofRun: run.number)
    }
  }

  private func told(_ ledger: any Ledger, upTo order: Int64 = 9) throws -> [String] {
    var told: [String] = []
    try ledger.purchases(upTo: order) { told.append("\($0.buyer.dropFirst(29)) \($0.order) \($0.bundle) \($0.day)") }
    return told
  }

  private func check(_ ledger: any Ledger, reading: () throws -> any StoredLedger) throws -> [String] {
    #expect(try ledger.buyers(ofOrders: [1]) == [:])
    try append(Self.runs, to: ledger)
    // By id O1, O2, O3 have the numbers 1, 2, 3.
    #expect(try ledger.buyers(ofOrders: [1, 2, 3, 4, 5]) == [1: Self.text("a"), 3: Self.text("b"), 4: Self.text("a")])
    let entries = try ledger.journal()
    #expect(entries.filter { $0.kind == "run" }.map { entry in entry.rows.first { $0.name == "buyers" }?.count ?? 0 } == [2, 1, 0])
    let reading = try reading()
    #expect(try told(reading) == ["a 4 0 2026-02-27", "a 1 0 2026-03-01", "b 3 0 2026-03-01"])
    #expect(try told(reading, upTo: 2) == ["a 1 0 2026-03-01"])
    #expect(try reading.checkJournal().entries.count == 6)
    return entries.map(\.head)
  }

  @Test func inAFile() throws {
    let ledger = try SQLiteLedger(path: path)
    _ = try check(ledger) {
      try ledger.close()
      return try SQLiteLedger(reading: path)
    }
    try DatabaseQueue(path: path).write { try $0.execute(sql: "UPDATE buyers SET buyer = '\(Self.text("c"))' WHERE order_number = 4") }
    let fault = #expect(throws: JournalFault.self) { _ = try SQLiteLedger(reading: path).checkJournal() }
    #expect(fault?.place == "table buyers, rows of run 2")
  }

  @Test(.enabled(if: LedgerPeer.isThere)) func theSameInPostgreSQL() throws {
    let file = try SQLiteLedger(path: path)
    let heads = try check(file) {
      try file.close()
      return try SQLiteLedger(reading: path)
    }
    let schema = try LedgerSchema()
    #expect(try check(schema.ledger()) { try PostgresLedger(reading: schema.place()) } == heads)
    #expect(throws: (any Error).self) { try schema.sql("UPDATE buyers SET buyer = ''") }
    // A copy answers alike, the new questions included.
    let copy = try LedgerSchema()
    _ = try LedgerCopy.run(from: try SQLiteLedger(path: path), to: copy.ledger())
    #expect(try told(PostgresLedger(reading: copy.place())).count == 3)
  }

  @Test func aColumnOfAnotherLengthIsRefused() throws {
    let ledger = try SQLiteLedger(path: path)
    var run = Self.runs[0]
    run.buyers.append("")
    let failure = ledgerFailure { try ledger.append(run) }
    #expect(failure?.message == "expected a buyer for every order or none, found 4 for 3")
  }

  /// Rows and digests of a ledger from before stay as they are, and its runs go on.
  @Test func aLedgerFromBeforeBuyers() throws {
    var ledger = try SQLiteLedger(path: path)
    var before = Self.runs[0]
    before.buyers = TextColumn()
    try append([before], to: ledger)
    let head = try ledger.journal()[0].head
    try ledger.close()
    try DatabaseQueue(path: path).write {
      try $0.execute(sql: "DROP TABLE buyers; UPDATE meta SET value = '\(Schema.version - 1)' WHERE key = 'schema'")
    }
    ledger = try SQLiteLedger(path: path)
    #expect(try ledger.buyers(ofOrders: [1]) == [:])
    try append(Array(Self.runs.dropFirst()), to: ledger)
    try ledger.close()
    let report = try SQLiteLedger(reading: path).checkJournal()
    #expect(report.entries.count == 6 && report.entries[0].head == head && report.sealedRun == 0)
  }

  @Test(.enabled(if: LedgerPeer.isThere)) func aLedgerInPostgreSQLFromBeforeBuyers() throws {
    let schema = try LedgerSchema()
    var before = Self.runs[0]
    before.buyers = TextColumn()
    let head: String
    do {
      let ledger = try schema.ledger()
      try append([before], to: ledger)
      head = try ledger.journal()[0].head
      ledger.close()
    }
    for statement in [
      "DROP TABLE buyers", "ALTER TABLE meta DISABLE TRIGGER only_added",
      "UPDATE meta SET value = '\(PostgresSchema.version - 1)' WHERE key = 'schema'", "ALTER TABLE meta ENABLE TRIGGER only_added",
    ] { try schema.sql(statement) }
    #expect(throws: LedgerFailure.self) { _ = try schema.ledger() }
    let migrated = try PostgresMigration.run(
      schema.place(.owner), writer: LedgerPeer.fact("postgres.ledger-writer")[0], readers: [], holder: "test")
    #expect(migrated.from == PostgresSchema.version - 1)
    let ledger = try schema.ledger()
    try append(Array(Self.runs.dropFirst()), to: ledger)
    let report = try PostgresLedger(reading: schema.place()).checkJournal()
    #expect(report.entries.count == 6 && report.entries[0].head == head)
  }
}
