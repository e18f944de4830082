import GRDB
import SettlementCore

/// Records that are found by id, by number, or by order.
protocol StoredColumns {
  init()
  var count: Int { get }
  var asked: [Int32] { get set }
  /// `orders`, and its id column.
  static var table: String { get }
  static var idColumn: String { get }
  /// `SELECT … FROM …` with the table under the alias `f`; a condition follows.
  static var select: String { get }
  mutating func append(_ row: Prepared, asked: Int32) throws
  /// Adds what happened after the fact rows.
  mutating func complete(_ database: Database) throws
}

/// Records that belong to an order.
protocol StoredOfOrder: StoredColumns {
  /// Asks what the order ?1 has: a `NumberList` in each row.
  static var numbersOfOrder: String { get }
}

extension SQLiteLedger {
  func find<Found: StoredColumns>(withIDs ids: TextColumn, rows: [Int32]) throws(LedgerFailure) -> Found {
    try read("look up \(Found.table) by id") { database in
      var found = Found()
      guard try !rows.isEmpty && hasRows(database, Found.table) else { return found }
      let query = try Prepared(database, Found.select + " WHERE f.\(Found.idColumn) = ?")
      let end = firstUnfinished.withLock { $0[Found.table] } ?? .max
      for row in TextOrder.rows(of: ids, among: rows) {
        try query.forEach({ $0.text(ids, Int(row)) }) { if $0.integer(0) < end { try found.append($0, asked: row) } }
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

  func find<Found: StoredOfOrder>(ofOrders numbers: [Int64]) throws(LedgerFailure) -> Found {
    try read("look up \(Found.table) by order") { database in
      guard try hasRows(database, Found.table) else { return Found() }
      let query = try Prepared(database, Found.numbersOfOrder)
      var (records, places): ([Int64], [Int32]) = ([], [])
      for place in RadixSort.order(of: numbers) {
        try query.forEach({ $0.integer(numbers[Int(place)]) }) { try NumberList.append($0, 0, to: &records) }
        places += repeatElement(place, count: records.count - places.count)
      }
      var found: Found = try find(database, records, Found.select + " WHERE f.number = ?")
      found.asked = found.asked.map { places[Int($0)] }
      return found
    }
  }

  /// Asks once per number, in ascending order, so that pages are visited from left to right.
  func find<Found: StoredColumns>(_ database: Database, _ numbers: [Int64], _ sql: String) throws -> Found {
    var found = Found()
    guard try !numbers.isEmpty && hasRows(database, Found.table) else { return found }
    let query = try Prepared(database, sql)
    let end = firstUnfinished.withLock { $0[Found.table] } ?? .max
    for place in RadixSort.order(of: numbers) {
      try query.forEach({ $0.integer(numbers[Int(place)]) }) { if $0.integer(0) < end { try found.append($0, asked: place) } }
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
