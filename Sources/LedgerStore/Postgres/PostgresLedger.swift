import Faults
import PostgresClient
import SettlementCore

/// The ledger in a schema of a PostgreSQL database.
///
/// A run has two sessions: one writes and holds the lock, the other reads what is committed. A session that breaks is not opened again: with
/// it the lock and the open transaction are gone, so everything fails from then on, and the next run starts over.
public final class PostgresLedger: StoredLedger, LedgerStorage {
  public let place: PostgresPlace
  private let reading: Turns<PostgresDatabase>
  private let writing: Turns<PostgresDatabase>?

  /// Opens the ledger for a run and takes its lock; `holder` is what a second one is told, such as `run 2026-03-01, pid 4711 on settle-1`.
  ///
  /// Throws when the lock is held (cause `locked`), when the schema is older or newer than this program's, and when there is no ledger.
  public init(_ place: PostgresPlace, holder: String) throws(LedgerFailure) {
    self.place = place
    (writing, reading) = try place.attempt("open") {
      let writer = try place.connect(.readWrite, holder: holder)
      try PostgresLock.take(writer, place, "open")
      try Self.checkSchema(writer, place)
      return (Turns(writer), Turns(try place.connect(.readOnly, holder: holder)))
    }
  }

  /// Opens the ledger to read it as it is at this moment, whatever runs add meanwhile, and changes nothing.
  public init(reading place: PostgresPlace) throws(LedgerFailure) {
    self.place = place
    writing = nil
    reading = try place.attempt("open") {
      let reader = try place.connect(.readOnly, holder: "reading")
      try Self.checkSchema(reader, place)
      try reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
      return Turns(reader)
    }
  }

  /// Ends both sessions, and the lock with them. The ledger cannot be used afterwards.
  public func close() {
    // A session that cannot be asked any more has lost the lock by its end.
    _ = try? writing?.take { try PostgresLock.release($0, place) }
    writing?.close()
    reading.close()
  }

  public var access: LedgerAccess { LedgerAccess(storage: self) }

  func read<T>(_ operation: String, _ body: (any LedgerDatabase) throws -> T) throws(LedgerFailure) -> T {
    try place.attempt(operation) { try reading.take { try body($0) } }
  }

  /// Who holds the ledger's lock; nil: nobody.
  public func lockHolder() throws(LedgerFailure) -> String? {
    try place.attempt("look for the lock") { try reading.take { try PostgresLock.holder($0, place) } }
  }

  @discardableResult
  public func append(_ run: NewRun) throws(LedgerFailure) -> AppendedRun {
    try place.attempt("append run \(run.number)") { try append(run) { _ in } }
  }

  /// Facts are most of a run and take most of its time, so they are sent by another thread while the caller finishes the rest.
  @discardableResult
  public func append(_ facts: NewRun, finishing: (inout NewRun) throws -> Void) throws -> AppendedRun {
    let operation = "append run \(facts.number)"
    let session = try writer(operation)
    let numbers = try place.attempt(operation) { try session.take { try begin($0, facts) } }
    let writer = PostgresFactWriter(facts, numbers)
    let writing = Ahead { Result { try session.take { try writer.write($0) } } }
    let digests = FactDigests.start(facts, numbers)
    do {
      var run = facts
      try finishing(&run)
      return try place.attempt(operation) {
        try writing.value.get()
        return try session.take { database in
          let added = AddedRows()
          database.added = added
          defer { database.added = nil }
          let appended = try database.write(run, numbers, digests, added)
          try database.commit()
          return appended
        }
      }
    } catch {
      writer.stop()
      _ = writing.value
      _ = try? session.take { rollBack($0) }
      throw error
    }
  }

  public func decide(_ decisions: [DecisionRecord]) throws(LedgerFailure) {
    try change("record decisions", .decisions) { try $0.write(decisions) }
  }

  public func record(closed periods: [ClosedPeriod]) throws(LedgerFailure) {
    try change("close periods", .closing) { try $0.write(closed: periods) }
  }

  public func record(delivery: DeliveryRecord) throws(LedgerFailure) {
    try change("record a delivery", nil) { try $0.write(delivery) }
  }

  public func record(publication sha256: String, ofRun run: Int32) throws(LedgerFailure) {
    try change("record a publication of run \(run)", .publication, run: run, evidence: sha256) { _ in }
  }

  /// One transaction, with its entry in the journal if it has a kind.
  private func change(
    _ operation: String, _ kind: JournalEntry.Kind?, run: Int32? = nil, evidence: String = "", _ body: (PostgresDatabase) throws -> Void
  ) throws(LedgerFailure) {
    let session = try writer(operation)
    try place.attempt(operation) {
      try session.take { database in
        try Effect.at(.transaction, place.name)
        try database.execute("BEGIN")
        do {
          if kind != nil { try database.sealWhatWasThere() }
          try body(database)
          if let kind { try database.seal(kind, run: run ?? database.newestRun(), evidence: evidence) }
          try database.commit()
        } catch {
          rollBack(database)
          throw error
        }
      }
    }
  }

  /// The writing session.
  func alone<Result>(_ operation: String, _ body: (PostgresDatabase) throws -> Result) throws -> Result {
    try writer(operation).take(body)
  }

  private func begin(_ database: PostgresDatabase, _ facts: NewRun) throws -> NewNumbers {
    try Effect.at(.transaction, place.name)
    try database.execute("BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE")
    do {
      return try database.begin(facts)
    } catch {
      rollBack(database)
      throw error
    }
  }

  /// A session that can say nothing any more has been rolled back by its end.
  private func rollBack(_ database: PostgresDatabase) { _ = try? database.execute("ROLLBACK") }

  private func writer(_ operation: String) throws(LedgerFailure) -> Turns<PostgresDatabase> {
    if let writing { return writing }
    throw LedgerFailure(.inaccessible, operation: operation, path: place.name, message: "the ledger was opened to be read only")
  }

  private static func checkSchema(_ database: PostgresDatabase, _ place: PostgresPlace) throws {
    let version = try PostgresMigration.version(database, place)
    if version == PostgresSchema.version { return }
    let migrate = "let the ledger's owner run `qingfen ledger migrate`"
    if version == 0 {
      throw LedgerFailure(.inaccessible, operation: "open", path: place.name, message: "expected a ledger, found none", advice: migrate)
    }
    let isNewer = version > PostgresSchema.version
    throw LedgerFailure(
      isNewer ? .newerSchema : .olderSchema, operation: "open", path: place.name,
      message: "the ledger has schema \(version), this program \(PostgresSchema.version)", advice: isNewer ? nil : migrate)
  }
}
