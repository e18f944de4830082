import Faults
import GRDB
import SettlementCore

extension SQLiteLedger {
  @discardableResult
  public func append(_ run: NewRun) throws(LedgerFailure) -> AppendedRun {
    try Self.attempt("append run \(run.number)", path) { try append(run) { _ in } }
  }

  /// Facts are most of a run and take most of its time, so they are written by another thread while the caller finishes the rest. Meanwhile
  /// look-ups pass over what the open transaction has added.
  @discardableResult
  public func append(_ facts: NewRun, finishing: (inout NewRun) throws -> Void) throws -> AppendedRun {
    let operation = "append run \(facts.number)"
    let numbers = try Self.attempt(operation, path) { try queue.inDatabase { try begin($0, facts) } }
    firstUnfinished.withLock { $0 = numbers.firsts }
    let writer = FactWriter(queue, facts, numbers)
    let writing = Ahead { Result { try writer.write() } }
    let digests = FactDigests.start(facts, numbers)
    defer { firstUnfinished.withLock { $0 = [:] } }
    do {
      var run = facts
      try finishing(&run)
      return try Self.attempt(operation, path) {
        try writing.value.get()
        return try queue.inDatabase { database in
          let added = AddedRows()
          let appended = try SQLiteDatabase(database: database, path: path, added: added).write(run, numbers, digests, added)
          try Effect.at(.commit, path)
          try database.commit()
          return appended
        }
      }
    } catch {
      writer.stop()
      _ = writing.value
      try Self.attempt(operation, path) { try queue.inDatabase { if $0.isInsideTransaction { try $0.rollback() } } }
      throw error
    }
  }

  private func begin(_ database: Database, _ facts: NewRun) throws -> NewNumbers {
    try Effect.at(.transaction, path)
    try database.beginTransaction(.immediate)
    do {
      return try SQLiteDatabase(database: database, path: path).begin(facts)
    } catch {
      try database.rollback()
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
    _ operation: String, _ kind: JournalEntry.Kind?, run: Int32? = nil, evidence: String = "", _ body: (SQLiteDatabase) throws -> Void
  ) throws(LedgerFailure) {
    try Self.attempt(operation, path) {
      try queue.inDatabase { database in
        try Effect.at(.transaction, path)
        try database.inTransaction(.immediate) {
          let ledger = SQLiteDatabase(database: database, path: path)
          if kind != nil { try ledger.sealWhatWasThere() }
          try body(ledger)
          if let kind { try ledger.seal(kind, run: run ?? ledger.newestRun(), evidence: evidence) }
          try Effect.at(.commit, path)
          return .commit
        }
      }
    }
  }
}
