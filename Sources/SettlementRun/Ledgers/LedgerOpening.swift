import DurableFiles
import Feeds
import Foundation
import LedgerStore
import RuleFiles
import SettlementCore

/// Opens the ledger that a configuration names.
enum LedgerOpening {
  /// For a run, or for decisions: alone. An SQLite file is made when there is none, and brought up to date; a schema in PostgreSQL is made and
  /// brought up to date by `qingfen ledger migrate` only, as a run has no rights to.
  ///
  /// `purpose` is what a second one is told that comes meanwhile: `run 2026-03-01`. Throws `LedgerFailure`.
  static func writing(_ source: LedgerSource, _ purpose: String) throws(LedgerFailure) -> any Ledger {
    switch source {
    case .sqlite(let path): try SQLiteLedger(path: path)
    case .postgres(let access, let schema):
      try PostgresLedger(place(access, schema), holder: "\(purpose), \(RunLock.thisProcess)")
    }
  }

  /// To read what earlier runs left, never making one. A file is held meanwhile; of a database one moment is seen. Throws `LedgerFailure`,
  /// also when there is no ledger.
  static func reading(_ configuration: Configuration) throws(LedgerFailure) -> any Ledger {
    switch configuration.ledger {
    case .sqlite(let path):
      guard exists(configuration) else { throw absent(configuration) }
      return try SQLiteLedger(path: path)
    case .postgres(let access, let schema): return try PostgresLedger(reading: place(access, schema))
    }
  }

  /// To look at every row without changing anything, not even the schema of an older file. Throws `LedgerFailure`, also when a run that was
  /// cut off has to be rolled back first.
  static func looking(_ configuration: Configuration) throws(LedgerFailure) -> any StoredLedger {
    switch configuration.ledger {
    case .sqlite(let path):
      guard exists(configuration) else { throw absent(configuration) }
      if FileManager.default.fileExists(atPath: path + "-journal") {
        throw LedgerFailure(
          .inaccessible, operation: "open", path: path, message: "a run was cut off in the middle",
          advice: "run any day, which takes back what had begun")
      }
      return try SQLiteLedger(reading: path)
    case .postgres(let access, let schema): return try PostgresLedger(reading: place(access, schema))
    }
  }

  /// False when the ledger is a file that is not there; a database is asked when it is opened.
  static func exists(_ configuration: Configuration) -> Bool {
    guard case .sqlite(let path) = configuration.ledger else { return true }
    return FileManager.default.fileExists(atPath: path)
  }

  static func absent(_ configuration: Configuration) -> LedgerFailure {
    LedgerFailure(
      .inaccessible, operation: "open", path: configuration.ledger.name, message: "expected the ledger of earlier runs, found no file")
  }

  /// The place of a ledger in PostgreSQL, its password found where the configuration says. Throws a failure of cause `inaccessible` that
  /// names what is lacking.
  static func place(_ access: PostgresAccess, _ schema: String) throws(LedgerFailure) -> PostgresPlace {
    do throws(SourceFailure) {
      var password: String?
      if let reference = access.password { password = try Secrets().value(of: reference, for: "ledger") }
      return PostgresPlace(access, schema: schema, password: password)
    } catch {
      throw LedgerFailure(
        .inaccessible, operation: "open", path: LedgerSource.postgres(access, schema: schema).name,
        message: "expected \(error.expected) in \(error.field), found \(error.found)", advice: error.advice)
    }
  }
}
