import Faults
import Foundation
import GRDB

extension SQLiteLedger {
  /// Makes the file when there is none, sets the connection up and brings the schema up to date.
  static func open(_ path: String) throws(LedgerFailure) -> DatabaseQueue {
    try makeFile(path)
    return try attempt("open", path) {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.inDatabase { database in
        try database.inTransaction(.exclusive) { .commit }  // from here on the file is ours
        try migrate(database, path)
      }
      return queue
    }
  }

  /// Opens the file read-only. The schema must be this program's.
  static func openReading(_ path: String) throws(LedgerFailure) -> DatabaseQueue {
    try attempt("open", path) {
      var configuration = Configuration()
      configuration.readonly = true
      configuration.busyMode = .timeout(2)
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      let version = try queue.inDatabase { try schemaVersion($0, path) }
      if version == Schema.version { return queue }
      throw LedgerFailure(
        version > Schema.version ? .newerSchema : .olderSchema, operation: "open", path: path,
        message: "the ledger has schema \(version), this program \(Schema.version)")
    }
  }

  /// The schema of a file that is there, whatever its version. Throws when it is no ledger.
  public static func schemaVersion(of path: String) throws(LedgerFailure) -> Int {
    try attempt("open", path) {
      var configuration = Configuration()
      configuration.readonly = true
      configuration.busyMode = .timeout(2)
      return try DatabaseQueue(path: path, configuration: configuration).inDatabase { try schemaVersion($0, path) }
    }
  }

  private static func makeFile(_ path: String) throws(LedgerFailure) {
    let files = FileManager.default
    if files.fileExists(atPath: path) { return }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    try attempt("create", path) {
      if !files.fileExists(atPath: folder) {
        try Effect.at(.makeFolder, folder)
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
      }
      try Effect.at(.create, path)
    }
    guard files.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o640]) else {
      throw LedgerFailure(.inaccessible, operation: "create", path: path, message: "the file cannot be made")
    }
  }

  /// One writer, one large transaction, safe against power loss. A rollback journal writes new pages once, a write-ahead log twice. Rows come
  /// in the order of their keys, so a small cache serves, and pages that are full go to the file while others are filled.
  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(2)
    configuration.foreignKeysEnabled = false
    configuration.allowsUnsafeTransactions = true  // one that stays open while a run is finished
    configuration.prepareDatabase { database in
      try database.execute(
        sql: """
          PRAGMA page_size = 8192; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;
          PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;
          """)
    }
    return configuration
  }

  private static func migrate(_ database: Database, _ path: String) throws {
    let version = try schemaVersion(database, path)
    if version > Schema.version {
      throw LedgerFailure(
        .newerSchema, operation: "open", path: path, message: "the ledger has schema \(version), this program knows up to \(Schema.version)"
      )
    }
    if version == Schema.version { return }
    try Effect.at(.transaction, path)
    try database.inTransaction(.immediate) {
      if version == 0 { try database.execute(sql: "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID") }
      for migration in Schema.migrations[version...] { try database.execute(sql: migration) }
      try database.execute(sql: "INSERT OR REPLACE INTO meta VALUES ('schema', ?)", arguments: [String(Schema.version)])
      try Effect.at(.commit, path)
      return .commit
    }
  }

  /// 0 for an empty file.
  static func schemaVersion(_ database: Database, _ path: String) throws -> Int {
    if try database.tableExists("meta") {
      if let text = try String.fetchOne(database, sql: "SELECT value FROM meta WHERE key = 'schema'"), let version = Int(text),
        String(version) == text
      {
        return version
      }
    } else if try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0 {
      return 0
    }
    throw LedgerFailure(.inaccessible, operation: "open", path: path, message: "expected a ledger, found a database of something else")
  }
}
