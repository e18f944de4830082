import GRDB
import SettlementCore

/// Writes many rows of one table: fifty per statement, texts from a column's own bytes.
///
/// Against one row per statement this takes two thirds of the time; more rows per statement gain nothing. Columns are bound in the order of
/// `columns`; a `number` that is not among them is given by SQLite, one above the newest.
struct BulkInsert: Sendable {
  static let rowsPerStatement = 50
  let table: String
  let columns: [String]
  /// A row takes the place of one with the same key.
  var isReplacing = false

  /// Inserts `count` rows. `bind` binds the columns of one row from left to right; texts may stand in `bytes`.
  func insert(_ database: Database, _ count: Int, pinning bytes: [UInt8], _ bind: (inout Parameters, Int) -> Void) throws {
    let size = Self.rowsPerStatement
    var start = 0
    if count >= size {
      let many = try prepare(database, rows: size)
      while start + size <= count {
        try many.run(start..<start + size, pinning: bytes, bind)
        start += size
      }
    }
    if start == count { return }
    try prepare(database, rows: count - start).run(start..<count, pinning: bytes, bind)
  }

  /// A failing row ends the transaction, so what the statement did before need not be kept for taking it back.
  private func prepare(_ database: Database, rows: Int) throws -> Prepared {
    try Prepared.insert(database, into: table, columns, rows: rows, verb: isReplacing ? "INSERT OR REPLACE" : "INSERT OR FAIL")
  }
}
