import GRDB
import SettlementCore

/// Records that are found by id, by number, or by order.
protocol StoredColumns {
  init()
  var count: Int { get }
  /// `orders`, and its id column.
  static var table: String { get }
  static var idColumn: String { get }
  /// `SELECT … FROM …` with the table under the alias `f`; a condition follows.
  static var select: String { get }
  mutating func append(_ row: Prepared, asked: Int32) throws
  /// Adds what happened after the fact rows.
  mutating func complete(_ database: Database) throws
}

extension SQLiteLedger {
  func find<Found: StoredColumns>(withIDs ids: TextColumn, rows: [Int32]) throws(LedgerFailure) -> Found {
    try read("look up \(Found.table) by id") { database in
      var found = Found()
      guard try !rows.isEmpty && hasRows(database, Found.table) else { return found }
      let query = try Prepared(database, Found.select + " WHERE f.\(Found.idColumn) = ?")
      for row in IDOrder.rows(of: ids, among: rows) {
        try query.forEach({ $0.text(ids, Int(row)) }) { try found.append($0, asked: row) }
      }
      try found.complete(database)
      return found
    }
  }

  func find<Found: StoredColumns>(numbers: [Int64]) throws(LedgerFailure) -> Found {
    try read("look up \(Found.table) by number") { database in
      try find(database, numbers, Found.select + " WHERE f.number = ?")
    }
  }

  func find<Found: StoredColumns>(ofOrders numbers: [Int64]) throws(LedgerFailure) -> Found {
    try read("look up \(Found.table) by order") { database in
      let links = "\(Found.table)_of_order"
      guard try hasRows(database, links) else { return Found() }
      return try find(database, numbers, Found.select + " JOIN \(links) k ON k.number = f.number WHERE k.order_number = ?")
    }
  }

  /// Asks once per number, in ascending order, so that pages are visited from left to right.
  func find<Found: StoredColumns>(_ database: Database, _ numbers: [Int64], _ sql: String) throws -> Found {
    var found = Found()
    guard try !numbers.isEmpty && hasRows(database, Found.table) else { return found }
    let query = try Prepared(database, sql)
    for place in RadixSort.order(of: numbers) {
      try query.forEach({ $0.integer(numbers[Int(place)]) }) { try found.append($0, asked: place) }
    }
    try found.complete(database)
    return found
  }

  private func hasRows(_ database: Database, _ table: String) throws -> Bool {
    var has = false
    try Prepared(database, "SELECT 1 FROM \(table) LIMIT 1").forEach { _ in has = true }
    return has
  }

  public func orders(withIDs ids: TextColumn, rows: [Int32]) throws(LedgerFailure) -> StoredOrders { try find(withIDs: ids, rows: rows) }
  public func orders(numbers: [Int64]) throws(LedgerFailure) -> StoredOrders { try find(numbers: numbers) }

  public func redemptions(withIDs ids: TextColumn, rows: [Int32]) throws(LedgerFailure) -> StoredRedemptions {
    try find(withIDs: ids, rows: rows)
  }
  public func redemptions(numbers: [Int64]) throws(LedgerFailure) -> StoredRedemptions { try find(numbers: numbers) }
  public func redemptions(ofOrders numbers: [Int64]) throws(LedgerFailure) -> StoredRedemptions { try find(ofOrders: numbers) }

  public func refunds(withIDs ids: TextColumn, rows: [Int32]) throws(LedgerFailure) -> StoredRefunds { try find(withIDs: ids, rows: rows) }
  public func refunds(numbers: [Int64]) throws(LedgerFailure) -> StoredRefunds { try find(numbers: numbers) }
  public func refunds(ofOrders numbers: [Int64]) throws(LedgerFailure) -> StoredRefunds { try find(ofOrders: numbers) }

  public func payouts(withIDs ids: TextColumn, rows: [Int32]) throws(LedgerFailure) -> StoredPayouts { try find(withIDs: ids, rows: rows) }
  public func payouts(numbers: [Int64]) throws(LedgerFailure) -> StoredPayouts { try find(numbers: numbers) }
}
