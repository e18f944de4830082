import Faults
import GRDB
import SettlementCore
import Synchronization

/// The ledger in one SQLite file: the embedded default.
///
/// It holds the file for itself as long as it lives. A run cut off in the middle of `append` is rolled back by the next opening.
public final class SQLiteLedger: StoredLedger, LedgerStorage {
  public let path: String
  let queue: DatabaseQueue
  /// While a run is being added: by table, the first number that belongs to it.
  let firstUnfinished = Mutex<[String: Int64]>([:])

  /// Opens the file, or makes it (0640, its folder 0750); brings older schemas up to date.
  ///
  /// Throws when it cannot be opened, is no ledger, or was made by a newer version.
  public init(path: String) throws(LedgerFailure) {
    self.path = path
    queue = try Self.open(path)
  }

  /// Opens a file that is there to read it, and changes nothing.
  ///
  /// Throws also when the ledger is older than this program, and when a run that was cut off has to be rolled back first.
  public init(reading path: String) throws(LedgerFailure) {
    self.path = path
    queue = try Self.openReading(path)
  }

  /// Lets go of the file. The ledger cannot be used afterwards.
  public func close() throws(LedgerFailure) {
    try Self.attempt("close", path) { try queue.close() }
  }

  public var access: LedgerAccess { LedgerAccess(storage: self) }

  /// Reads in one transaction, that of the run being added if there is one.
  func read<T>(_ operation: String, _ body: (any LedgerDatabase) throws -> T) throws(LedgerFailure) -> T {
    try Self.attempt(operation, path) {
      try queue.inDatabase { database in
        let seen = SQLiteDatabase(database: database, path: path, firstUnfinished: firstUnfinished.withLock { $0 })
        if database.isInsideTransaction { return try body(seen) }
        var result: T?
        try database.inTransaction(.deferred) {
          result = try body(seen)
          return .commit
        }
        return result!
      }
    }
  }

  /// Turns whatever the database throws into a failure that says what was being done.
  static func attempt<T>(_ operation: String, _ path: String, _ body: () throws -> T) throws(LedgerFailure) -> T {
    do {
      return try body()
    } catch let failure as LedgerFailure {
      throw failure
    } catch let error as Contradiction {
      throw LedgerFailure(.contradiction, operation: operation, path: path, message: error.message)
    } catch let error as UnexpectedValue {
      throw LedgerFailure(.corrupt, operation: operation, path: path, message: "expected \(error.expected), found '\(error.found)'")
    } catch let fault as InjectedFault {
      throw LedgerFailure(fault, .disk, operation: operation, path: path)
    } catch let error as DatabaseError {
      throw LedgerFailure(cause(error), operation: operation, path: path, message: error.message ?? "\(error.resultCode)")
    } catch {
      throw LedgerFailure(.other, operation: operation, path: path, message: "\(error)")
    }
  }

  private static func cause(_ error: DatabaseError) -> LedgerFailure.Cause {
    if [.SQLITE_IOERR_FSYNC, .SQLITE_IOERR_DIR_FSYNC].contains(error.extendedResultCode) { return .sync }
    return switch error.resultCode {
    case .SQLITE_FULL: .diskFull
    case .SQLITE_BUSY, .SQLITE_LOCKED: .locked
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt
    case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: .inaccessible
    case .SQLITE_IOERR: .disk
    case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH: .contradiction
    default: .other
    }
  }
}
