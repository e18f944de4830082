import DurableFiles
import LedgerStore
import RuleFiles
import SettlementCore

/// `qingfen ledger copy`: from a file into PostgreSQL, and compared.
public enum LedgerCopying {
  public struct Outcome: Sendable {
    public let tables: [(table: String, rows: Int)]
    /// How many questions both ledgers then answered alike.
    public let questions: Int
  }

  /// Copies the ledger of one configuration into the empty one of another, and asks both everything that a ledger can be asked.
  ///
  /// Both are held meanwhile. Throws `SettlementRefusal` unless it goes from a file to PostgreSQL, `RunLockRefusal`, and `LedgerFailure`:
  /// while copying nothing is kept then; when the answers differ, the copy stands and must not be used.
  public static func run(from source: Configuration, to target: Configuration, progress: (String) -> Void) throws -> Outcome {
    guard case .sqlite(let path) = source.ledger else {
      throw SettlementRefusal("\(source.ledger.name): expected a ledger in a file to copy from, found one in PostgreSQL")
    }
    guard case .postgres(let access, let schema) = target.ledger else {
      throw SettlementRefusal("\(target.ledger.name): expected a ledger in PostgreSQL to copy to, found one in a file")
    }
    guard LedgerOpening.exists(source) else { throw LedgerOpening.absent(source) }
    let lock = try RunLock(path: source.lock, runDay: "none: the ledger is being copied")
    let file = try SQLiteLedger(path: path)
    let database = try PostgresLedger(LedgerOpening.place(access, schema), holder: "copy, \(RunLock.thisProcess)")
    progress("copying \(path)")
    let tables = try LedgerCopy.run(from: file, to: database)
    progress("comparing")
    let questions = try LedgerComparison.check(file, database, named: target.ledger.name)
    database.close()
    lock.release()
    return Outcome(tables: tables, questions: questions)
  }
}
