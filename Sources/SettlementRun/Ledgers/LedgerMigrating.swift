import DurableFiles
import LedgerStore
import RuleFiles
import SettlementCore

/// `qingfen ledger migrate`: makes the ledger, or brings it up to date.
public enum LedgerMigrating {
  /// The schema before (0: none) and after.
  public struct Outcome: Sendable {
    public let ledger: String
    public let from: Int
    public let to: Int
  }

  /// `owner`: the role of a PostgreSQL ledger that owns the schema; its password comes from `PGPASSWORD` or `.pgpass`. Nil: the
  /// configuration's user does both. `readers` get the right to read. Throws `SettlementRefusal` when either is given for a ledger in a
  /// file, and what opening the ledger throws.
  public static func run(_ configuration: Configuration, owner: String?, readers: [String]) throws -> Outcome {
    switch configuration.ledger {
    case .sqlite(let path):
      if owner != nil || !readers.isEmpty {
        throw SettlementRefusal("\(path): a ledger in a file has no roles; leave out --as and --reader")
      }
      let before = LedgerOpening.exists(configuration) ? try SQLiteLedger.schemaVersion(of: path) : 0
      try FolderTree.ensure(FolderTree.parent(of: path))
      let lock = try RunLock(path: configuration.lock, runDay: "none: the ledger is being migrated")
      let after = try SQLiteLedger(path: path).state().schemaVersion
      lock.release()
      return Outcome(ledger: path, from: before, to: after)
    case .postgres(let access, let schema):
      let place = owner.map { PostgresPlace(access.as($0), schema: schema, password: nil) }
      let migration = try PostgresMigration.run(
        place ?? LedgerOpening.place(access, schema), writer: owner == nil || owner == access.user ? nil : access.user, readers: readers,
        holder: "migration, \(RunLock.thisProcess)")
      return Outcome(ledger: configuration.ledger.name, from: migration.from, to: migration.to)
    }
  }
}
