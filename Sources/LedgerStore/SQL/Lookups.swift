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
  mutating func append(_ row: some LedgerRow, asked: Int32) throws
  /// Adds what happened after the fact rows.
  mutating func complete(_ database: some LedgerDatabase) throws
}

/// Records that belong to an order.
protocol StoredOfOrder: StoredColumns {
  /// Ask what the order $1 has: a list of numbers in each row, or one number.
  static var listsOfOrder: [String] { get }
  static var numbersOfOrder: [String] { get }
}

extension LedgerDatabase {
  func find<Found: StoredColumns>(withIDs ids: TextColumn, rows: [Int32]) throws -> Found {
    var found = Found()
    guard try !rows.isEmpty && hasRows(Found.table) else { return found }
    let end = end(of: Found.table)
    let sorted = TextOrder.rows(of: ids, among: rows)
    try forEach(keys: sorted.count, Found.select + " WHERE f.\(Found.idColumn) = $1", { $0.text(ids, Int(sorted[$1])) }) { row, place in
      if row.integer(0) < end { try found.append(row, asked: sorted[place]) }
    }
    try found.complete(self)
    return found
  }

  /// Asks in ascending order, so that pages are visited from left to right.
  func find<Found: StoredColumns>(numbers: [Int64]) throws -> Found {
    var found = Found()
    guard try !numbers.isEmpty && hasRows(Found.table) else { return found }
    let end = end(of: Found.table)
    let sorted = RadixSort.order(of: numbers)
    try forEach(keys: sorted.count, Found.select + " WHERE f.number = $1", { $0.integer(numbers[Int(sorted[$1])]) }) { row, place in
      if row.integer(0) < end { try found.append(row, asked: sorted[place]) }
    }
    try found.complete(self)
    return found
  }

  func find<Found: StoredOfOrder>(ofOrders numbers: [Int64]) throws -> Found {
    guard try !numbers.isEmpty && hasRows(Found.table) else { return Found() }
    var (records, places): ([Int64], [Int32]) = ([], [])
    let sorted = RadixSort.order(of: numbers)
    for sql in Found.listsOfOrder {
      try forEach(keys: sorted.count, sql, { $0.integer(numbers[Int(sorted[$1])]) }) { row, place in
        try row.appendNumbers(0, to: &records)
        places += repeatElement(sorted[place], count: records.count - places.count)
      }
    }
    for sql in Found.numbersOfOrder {
      try forEach(keys: sorted.count, sql, { $0.integer(numbers[Int(sorted[$1])]) }) { row, place in
        records.append(row.integer(0))
        places.append(sorted[place])
      }
    }
    var found: Found = try find(numbers: records)
    found.asked = found.asked.map { places[Int($0)] }
    return found
  }

  func orders(withIDs ids: TextColumn, rows: [Int32]) throws -> StoredOrders { try find(withIDs: ids, rows: rows) }
  func orders(numbers: [Int64]) throws -> StoredOrders { try find(numbers: numbers) }

  func redemptions(withIDs ids: TextColumn, rows: [Int32]) throws -> StoredRedemptions { try find(withIDs: ids, rows: rows) }
  func redemptions(numbers: [Int64]) throws -> StoredRedemptions { try find(numbers: numbers) }
  func redemptions(ofOrders numbers: [Int64]) throws -> StoredRedemptions { try find(ofOrders: numbers) }

  func refunds(withIDs ids: TextColumn, rows: [Int32]) throws -> StoredRefunds { try find(withIDs: ids, rows: rows) }
  func refunds(numbers: [Int64]) throws -> StoredRefunds { try find(numbers: numbers) }
  func refunds(ofOrders numbers: [Int64]) throws -> StoredRefunds { try find(ofOrders: numbers) }

  func write(_ run: NewRun, _ numbers: NewNumbers, _ facts: Ahead<[TableDigest]>, _ added: AddedRows) throws -> AppendedRun {
    let appended = try RunWriter(database: self, run: run, numbers: numbers).write()
    try seal(.run, run: run.number, evidence: RowHash.sha256(of: run.summary), rows: added.digests(and: facts.value))
    return appended
  }
}
