import Foundation
import GRDB
import SettlementCore
import Testing

@testable import LedgerStore

@Suite struct JournalTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("ledger.sqlite")
  }

  private func reading() throws -> SQLiteLedger { try SQLiteLedger(reading: path) }

  private func edit(_ sql: String) throws { try DatabaseQueue(path: path).write { try $0.execute(sql: sql) } }

  @Test func theChain() throws {
    let ledger = try SQLiteLedger(path: path)
    _ = try checkJournal(ledger) {
      try ledger.close()
      return try reading()
    }
  }

  @Test(.enabled(if: LedgerPeer.isThere)) func theSameHeadsInBothDatabases() throws {
    let ledger = try SQLiteLedger(path: path)
    let heads = try checkJournal(ledger) {
      try ledger.close()
      return try reading()
    }
    let schema = try LedgerSchema()
    #expect(try checkJournal(schema.ledger()) { try PostgresLedger(reading: schema.place()) } == heads)
  }

  /// Random runs; whatever they add is covered, and the heads are the same.
  @Test(arguments: UInt64(1)...6) func randomRuns(seed: UInt64) throws {
    let schema = LedgerPeer.isThere ? try LedgerSchema() : nil
    let ledgers: [any Ledger] = [try SQLiteLedger(path: path)] + (try schema.map { [try $0.ledger()] } ?? [])
    var heads: [[String]] = []
    for ledger in ledgers {
      var model = Model(seed: seed)
      for number in 1...Int32(6) {
        try ledger.append(model.nextRun(number))
        try ledger.record(publication: String(repeating: "\(number)", count: 64), ofRun: number)
      }
      heads.append(try ledger.journal().map(\.head))
    }
    #expect(Set(heads).count == 1, "seed \(seed)")
    try (ledgers[0] as! SQLiteLedger).close()
    #expect(try reading().checkJournal().head == heads[0].last, "seed \(seed)")
    if let schema { #expect(try PostgresLedger(reading: schema.place()).checkJournal().head == heads[0].last, "seed \(seed)") }
  }

  /// A later migration must not forget the journal: one line in `JournalTables` covers a table.
  @Test func everyColumnOfEveryTableIsCovered() throws {
    try SQLiteLedger(path: path).close()
    let columns = try DatabaseQueue(path: path).read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY 1
          """)
    }
    let marked = JournalTables.all.filter { $0.name != $0.table }.map(\.name)
    let covered = (JournalTables.all + [JournalTables.journal, JournalTables.deliveries]).filter { $0.name == $0.table }.flatMap { table in
      table.columns.map { "\(table.name).\($0)" }
    }
    #expect((covered + marked).sorted() == columns.filter { !$0.hasPrefix("sqlite_") }.sorted())
  }

  @Test func aLedgerFromBeforeTheJournalIsSealedOnce() throws {
    var ledger = try SQLiteLedger(path: path)
    for run in [Story.run1, Story.run2] { try ledger.append(run) }
    try ledger.close()
    for table in ["journal", "deliveries", "buyers"] { try edit("DROP TABLE \(table)") }
    try edit("UPDATE meta SET value = '\(Schema.version - 3)' WHERE key = 'schema'")
    ledger = try SQLiteLedger(path: path)
    #expect(try ledger.journal().isEmpty)
    try ledger.record(publication: String(repeating: "b", count: 64), ofRun: 2)
    try ledger.append(Story.run3)
    try ledger.close()
    let report = try reading().checkJournal()
    #expect(report.entries.map { "\($0.kind) \($0.run)" } == ["upgrade 2", "publication 2", "run 3"])
    #expect(report.sealedRun == 2)
    try edit("UPDATE orders SET paid = paid + 1 WHERE number = 1")
    let fault = #expect(throws: JournalFault.self) { _ = try reading().checkJournal() }
    #expect(fault?.place == "table orders, rows of the runs up to 2")
  }

  @Test(arguments: [
    ("UPDATE orders SET paid = 'x' WHERE paid = 0 OR number = 2", "table orders, rows of run 1"),
    ("UPDATE kept_lines SET until_run = NULL WHERE until_run = 2", "table kept_lines.until_run, rows of run 2"),
    ("UPDATE orders_of_terms SET numbers = '0' || numbers WHERE run = 2", "table orders_of_terms, rows of run 2"),
    ("DELETE FROM movements WHERE run = 2", "table movements, rows of run 2"),
    ("UPDATE redemptions SET run = 7 WHERE number = 2", "table redemptions, rows of run 1"),
    ("INSERT INTO codes VALUES (99, 'x')", "table codes"),
    ("UPDATE names SET name = 'eleMe' WHERE name = 'eleme'", "table names after entry 7 (publication, run 3)"),
    ("UPDATE journal SET evidence = upper(evidence) WHERE number = 1", "entry 1 of the journal (run 1)"),
    ("UPDATE journal SET kind = kind || char(0) || 'x' WHERE number = 2", "entry 2 of the journal (publication, run 1)"),
    ("DELETE FROM journal WHERE number = 3", "the journal"), ("DELETE FROM journal WHERE number > 5", "table runs, rows of run 3"),
  ]) func whatIsOffIsNamed(change: String, place: String) throws {
    let ledger = try SQLiteLedger(path: path)
    _ = try checkJournal(ledger) {
      try ledger.close()
      return try reading()
    }
    try edit(change)
    let fault = #expect(throws: JournalFault.self) { _ = try reading().checkJournal() }
    #expect(fault?.place == place, "\(change)")
  }

  @Test func rowsInCanonicalForm() {
    var rows = NewRows()
    for value: Int64 in [0, -1, 63, 64, -64, -65, .max, .min] { rows.integer(value) }
    rows.null()
    rows.text("分")
    rows.numbers([1, -300])
    rows.null()
    rows.endRow()
    var again = NewRows()
    again.append(0, of: rows, Array(0..<12))
    #expect(again.bytes == rows.bytes && rows.count == 1)
    #expect(rows.values(of: 0, columns: 13)[6...8] == [.integer(.max), .integer(.min), .null])
    var other = NewRows()
    other.text("a")
    other.null()
    other.endRow()
    other.text("b")
    other.endRow()
    #expect(other.bytes == [2, 1, 97, 5, 2, 1, 98, 5])
    #expect(other.isBefore(0, 1, key: 1) && !other.isBefore(1, 0, key: 1) && !other.isBefore(1, 1, key: 1))
  }
}
