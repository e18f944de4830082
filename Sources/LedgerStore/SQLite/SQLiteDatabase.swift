import Faults
import GRDB
import SettlementCore

/// SQLite as the look-ups and the writer of a run see it.
struct SQLiteDatabase: LedgerDatabase {
  let database: Database
  let path: String
  /// While a run is being added: by table, the first number that belongs to it.
  var firstUnfinished: [String: Int64] = [:]
  var added: AddedRows?

  func schemaVersion() throws -> Int { try SQLiteLedger.schemaVersion(database, path) }

  func end(of table: String) -> Int64 { firstUnfinished[table] ?? .max }

  func forEach(_ sql: String, _ bind: (inout Parameters) -> Void, _ body: (Prepared) throws -> Void) throws {
    try Prepared(database, sql).forEach(bind, body)
  }

  func forEach(
    keys count: Int, _ sql: String, _ bind: (inout Parameters, Int) -> Void, _ body: (Prepared, Int) throws -> Void
  ) throws {
    if count == 0 { return }
    let query = try Prepared(database, sql)
    for place in 0..<count { try query.forEach({ bind(&$0, place) }) { try body($0, place) } }
  }

  func stream(_ sql: String, _ body: (Prepared) throws -> Void) throws { try forEach(sql, body) }

  func write(_ rows: NewRows, into table: String, _ columns: [String], replacing key: [String]) throws {
    if rows.count == 0 { return }
    try Effect.at(.statement, path)
    try BulkInsert(table: table, columns: columns, isReplacing: !key.isEmpty).insert(database, rows.count, pinning: rows.bytes) { to, row in
      rows.forEachValue(of: row, columns: columns.count) { value in
        switch value {
        case .integer(let value): to.integer(value)
        case .text(let range), .foreign(let range): to.pinned(range)
        case .numbers(let list): to.numbers(list[...])
        case .null: to.null()
        }
      }
    }
  }

  func delete(_ count: Int, from table: String, by columns: [String], _ bind: (inout Parameters, Int) -> Void) throws {
    if count == 0 { return }
    try Effect.at(.statement, path)
    let condition = columns.map { "\($0) = ?" }.joined(separator: " AND ")
    let delete = try Prepared(database, "DELETE FROM \(table) WHERE \(condition)")
    for place in 0..<count { try delete.run { bind(&$0, place) } }
  }

  func mark(lines: [Int64], _ column: String, run: Int32) throws -> Int {
    if lines.isEmpty { return 0 }
    try Effect.at(.statement, path)
    var marked = 0
    let mark = try Prepared(database, "UPDATE kept_lines SET \(column) = ? WHERE number = ? AND \(column) IS NULL")
    for number in lines {
      try mark.run {
        $0.integer(run)
        $0.integer(number)
      }
      marked += database.changesCount
    }
    return marked
  }
}
