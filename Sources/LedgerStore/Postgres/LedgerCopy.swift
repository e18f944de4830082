import Faults
import SettlementCore

/// Copies a ledger from a file into an empty schema of PostgreSQL, row by row, in one transaction.
public enum LedgerCopy {
  /// Returns how many rows were copied of each table, in the order of the tables.
  ///
  /// Throws when the target has a run or a decision already, and when the source breaks a law that PostgreSQL holds; then nothing was
  /// copied.
  public static func run(from source: SQLiteLedger, to target: PostgresLedger) throws(LedgerFailure) -> [(table: String, rows: Int)] {
    try target.place.attempt("copy \(source.path)") {
      try target.alone("copy \(source.path)") { database in
        try Effect.at(.transaction, target.place.name)
        try database.execute("BEGIN")
        do {
          let copied = try source.read("copy") { file in try copyAll(from: file, to: database) }
          try database.commit()
          return copied
        } catch {
          _ = try? database.execute("ROLLBACK")
          throw error
        }
      }
    }
  }

  private static func copyAll(from source: any LedgerDatabase, to target: PostgresDatabase) throws -> [(table: String, rows: Int)] {
    for table in ["runs", "decisions"] where try target.hasRows(table) {
      throw Contradiction("expected an empty ledger to copy into, found rows in \(table)")
    }
    if let zone = try source.zone() {
      try target.insert([zone], into: "meta", ["key", "value"]) { to, zone in
        to.text("zone")
        to.text(zone)
      }
    }
    return try PostgresSchema.tables.filter { $0 != "meta" }.map { ($0, try copy($0, from: source, to: target)) }
  }

  private static func copy(_ table: String, from source: some LedgerDatabase, to target: PostgresDatabase) throws -> Int {
    let columns = try target.columns(of: table)
    let types = try target.columnTypes(table, columns)
    return try target.connection.copy(into: table, columns, subject: table) { put in
      var row = PostgresNewRow(types, isCopied: true)
      try source.forEach("SELECT \(columns.joined(separator: ", ")) FROM \(table)") { found in
        row.next()
        for (place, type) in types.enumerated() { try add(found, Int32(place), type, to: &row) }
        if row.rows.bytes.count > 1 << 20 {
          try put(row.rows.bytes)
          row.clear()
        }
      }
      try put(row.rows.bytes)
    }
  }

  private static func add(_ found: some LedgerRow, _ column: Int32, _ type: PostgresColumnType, to row: inout PostgresNewRow) throws {
    if found.isNull(column) { return row.null() }
    switch type {
    case .bigint, .integer, .boolean: row.integer(found.integer(column))
    case .text: row.text(found.text(column))
    case .bigints:
      var numbers: [Int64] = []
      try found.appendNumbers(column, to: &numbers)
      row.numbers(numbers[...])
    }
  }
}
