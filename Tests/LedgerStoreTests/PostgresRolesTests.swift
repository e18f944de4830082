import PostgresClient
import SettlementCore
import Testing

@testable import LedgerStore

/// Who may do what, one run at a time, and what happens to a schema of another version.
@Suite(.enabled(if: LedgerPeer.isThere)) struct PostgresRolesTests {
  @Test func aSecondRunIsRefusedWithTheHoldersName() throws {
    let schema = try LedgerSchema()
    let ledger = try PostgresLedger(schema.place(), holder: "run 2026-03-01, pid 4711 on settle-1")
    let failure = #expect(throws: LedgerFailure.self) { _ = try schema.ledger() }
    #expect(failure?.cause == .locked)
    let message = failure?.message ?? ""
    #expect(
      message.wholeMatch(
        of:
          /another run holds the ledger's lock: held by qingfen run 2026-03-01, pid 4711 on settle-1 as ledger_writer since 20.*Z, session \d+/
      ) != nil, "\(message)")
    #expect(try PostgresLedger(reading: schema.place(.reader)).lockHolder()?.hasPrefix("qingfen run 2026-03-01, pid 4711") == true)
    ledger.close()
    #expect(try PostgresLedger(reading: schema.place(.reader)).lockHolder() == nil)
    try schema.ledger().append(Story.run1)
  }

  @Test func ledgersOfOneDatabaseDoNotWaitForEachOther() throws {
    let (one, other) = (try LedgerSchema(), try LedgerSchema())
    let ledgers = [try one.ledger(), try other.ledger()]
    for ledger in ledgers { try ledger.append(Story.run1) }
  }

  @Test func theWriterAddsAndChangesNothingOfThePast() throws {
    let schema = try LedgerSchema()
    try schema.ledger().append(Story.run1)
    let rights = try schema.sql(
      """
      SELECT table_name, string_agg(privilege_type, ' ' ORDER BY privilege_type) FROM information_schema.role_table_grants
      WHERE table_schema = '\(schema.name)' AND grantee = 'ledger_writer' GROUP BY table_name
      """)
    let byTable = Dictionary(uniqueKeysWithValues: rights.map { ($0[0] ?? "", $0[1] ?? "") })
    for table in PostgresSchema.onlyAdded + ["kept_lines"] { #expect(byTable[table] == "INSERT SELECT", "\(table)") }
    for table in PostgresSchema.current { #expect(byTable[table] == "DELETE INSERT SELECT UPDATE", "\(table)") }
    for statement in ["TRUNCATE orders", "DROP TABLE orders", "UPDATE orders SET paid = 1"] {
      #expect(throws: PostgresFailure.self, "\(statement)") { try schema.sql(statement, as: .writer) }
    }
    let failure = #expect(throws: PostgresFailure.self) { try schema.sql("DELETE FROM orders", as: .writer) }
    #expect(failure?.sqlState == "42501")
    #expect(throws: PostgresFailure.self) { try schema.sql("ALTER TABLE orders DISABLE TRIGGER only_added", as: .writer) }
    #expect(throws: PostgresFailure.self) { try schema.sql("CREATE TABLE \(schema.name).more(a int)", as: .writer) }
    #expect(throws: PostgresFailure.self) { try schema.sql("UPDATE kept_lines SET amount = 2", as: .writer) }
  }

  @Test func theReaderOnlyReads() throws {
    let schema = try LedgerSchema()
    try schema.ledger().append(Story.run1)
    let ledger = try PostgresLedger(reading: schema.place(.reader))
    #expect(try ledger.orders(numbers: [1, 2, 3]).count == 3)
    for table in PostgresSchema.tables {
      let failure = #expect(throws: PostgresFailure.self) { try schema.sql("DELETE FROM \(table)", as: .reader) }
      #expect(failure?.sqlState == "42501", "\(table)")
    }
    let failure = #expect(throws: LedgerFailure.self) { try ledger.append(Story.run2) }
    #expect(failure?.message == "the ledger was opened to be read only")
    #expect(throws: LedgerFailure.self) { try PostgresLedger(schema.place(.reader), holder: "test").append(Story.run2) }
  }

  /// What is read is of one moment, whatever a run adds meanwhile.
  @Test func aReaderSeesOneMoment() throws {
    let schema = try LedgerSchema()
    let ledger = try schema.ledger()
    try ledger.append(Story.run1)
    let reader = try PostgresLedger(reading: schema.place(.reader))
    #expect(try reader.state().runs.count == 1)
    try ledger.append(Story.run2)
    #expect(try reader.state().runs.count == 1 && reader.orders(numbers: [4]).count == 0)
    #expect(try PostgresLedger(reading: schema.place(.reader)).state().runs.count == 2)
  }

  @Test func withoutMigrationThereIsNoLedger() throws {
    let place = try LedgerPeer.place("ledger_absent")
    let failure = #expect(throws: LedgerFailure.self) { _ = try PostgresLedger(place, holder: "test") }
    #expect(
      failure?.description
        == "\(place.name): open: expected a ledger, found none; let the ledger's owner run `qingfen ledger migrate`")
  }

  @Test func anotherVersionIsRefusedAndMigrationIsIdempotent() throws {
    let schema = try LedgerSchema()
    let again = try PostgresMigration.run(schema.place(.owner), writer: nil, readers: [], holder: "test")
    #expect(again.from == PostgresSchema.version && again.to == PostgresSchema.version)
    try schema.sql("ALTER TABLE meta DISABLE TRIGGER only_added")
    for (version, cause) in [(99, LedgerFailure.Cause.newerSchema), (0, .olderSchema)] {
      try schema.sql("UPDATE meta SET value = '\(version)' WHERE key = 'schema'")
      if version == 0 { continue }
      for open in [{ _ = try schema.ledger() }, { _ = try PostgresLedger(reading: schema.place(.reader)) }] {
        let failure = ledgerFailure(of: open)
        #expect(failure?.cause == cause)
        #expect(failure?.message == "the ledger has schema \(version), this program \(PostgresSchema.version)")
      }
      let failure = #expect(throws: LedgerFailure.self) {
        _ = try PostgresMigration.run(schema.place(.owner), writer: nil, readers: [], holder: "test")
      }
      #expect(failure?.cause == .newerSchema)
    }
  }

  @Test func aSchemaOfSomethingElseIsLeftAlone() throws {
    let schema = try LedgerSchema()
    try schema.sql("DROP SCHEMA \(schema.name) CASCADE")
    try schema.sql("CREATE SCHEMA \(schema.name)")
    try schema.sql("CREATE TABLE \(schema.name).photos(name text)")
    let failure = #expect(throws: LedgerFailure.self) {
      _ = try PostgresMigration.run(schema.place(.owner), writer: nil, readers: [], holder: "test")
    }
    #expect(failure?.message == "expected a ledger, found a schema of something else")
  }

  @Test func aMigrationWaitsForNoRun() throws {
    let schema = try LedgerSchema()
    let ledger = try schema.ledger()
    let failure = #expect(throws: LedgerFailure.self) {
      _ = try PostgresMigration.run(schema.place(.owner), writer: nil, readers: [], holder: "test")
    }
    #expect(failure?.cause == .locked)
    try ledger.append(Story.run1)
  }
}
