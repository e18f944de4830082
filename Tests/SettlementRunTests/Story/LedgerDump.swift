import GRDB

/// The whole content of a SQLite ledger as text, read past the program.
enum LedgerDump {
  /// "table: value|value|…" of every row, by table and rowid.
  static func rows(path: String) throws -> [String] {
    try DatabaseQueue(path: path).read { database in
      let tables = try String.fetchAll(
        database, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
      return try tables.flatMap { table in
        try Row.fetchAll(database, sql: "SELECT * FROM \"\(table)\"").map { row in
          "\(table): " + row.databaseValues.map(\.description).joined(separator: "|")
        }
      }
    }
  }
}

extension Workplace {
  /// Makes the ledger one that has never had a journal.
  func forgetJournal() throws {
    try DatabaseQueue(path: output.appendingPathComponent("ledger.sqlite").path).write { database in
      for table in ["journal", "deliveries", "buyers"] { try database.execute(sql: "DROP TABLE \(table)") }
      try database.execute(sql: "UPDATE meta SET value = value - 3 WHERE key = 'schema'")
    }
  }
}
