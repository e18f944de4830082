import SettlementCore

/// A database that holds a ledger, inside a transaction: what look-ups and the writer of a run are written in, once for all databases.
///
/// SQL names what is bound `$1`, `$2` …, each for the first time in that order. What a requirement with a default does is asked some million
/// times a night; as a requirement it is compiled for each database.
protocol LedgerDatabase {
  associatedtype Row: LedgerRow
  associatedtype Binding: LedgerBinding

  /// Takes note of what a transaction adds; nil: nobody wants to know.
  var added: AddedRows? { get }
  /// How many migrations the ledger has had.
  func schemaVersion() throws -> Int
  /// While a run is being added and shows: the first number of a table that belongs to it.
  func end(of table: String) -> Int64
  /// Runs a query and looks at each row.
  func forEach(_ sql: String, _ bind: (inout Binding) -> Void, _ body: (Row) throws -> Void) throws
  /// Runs a query for each of so many keys, which `bind` binds by their places, and looks at each row and the place of its key. All keys
  /// have the same types.
  func forEach(keys count: Int, _ sql: String, _ bind: (inout Binding, Int) -> Void, _ body: (Row, Int) throws -> Void) throws
  /// The same for very many rows, of which never more than some thousand are held.
  func stream(_ sql: String, _ body: (Row) throws -> Void) throws
  /// Adds rows with these columns. `replacing`: the columns of the key by which a row takes another's place.
  func write(_ rows: NewRows, into table: String, _ columns: [String], replacing key: [String]) throws
  /// Removes rows by the values of some columns.
  func delete(_ count: Int, from table: String, by columns: [String], _ bind: (inout Binding, Int) -> Void) throws
  /// Writes a run into a column of kept lines where it is NULL; gives how many there were.
  func mark(lines: [Int64], _ column: String, run: Int32) throws -> Int

  func orders(withIDs ids: TextColumn, rows: [Int32]) throws -> StoredOrders
  func orders(numbers: [Int64]) throws -> StoredOrders
  func redemptions(withIDs ids: TextColumn, rows: [Int32]) throws -> StoredRedemptions
  func redemptions(numbers: [Int64]) throws -> StoredRedemptions
  func redemptions(ofOrders numbers: [Int64]) throws -> StoredRedemptions
  func refunds(withIDs ids: TextColumn, rows: [Int32]) throws -> StoredRefunds
  func refunds(numbers: [Int64]) throws -> StoredRefunds
  func refunds(ofOrders numbers: [Int64]) throws -> StoredRefunds
  func write(_ run: NewRun, _ numbers: NewNumbers, _ facts: Ahead<[TableDigest]>, _ added: AddedRows) throws -> AppendedRun
}

/// A row of an answer, valid while it is looked at.
protocol LedgerRow {
  func isNull(_ column: Int32) -> Bool
  /// 0 for NULL; 1 and 0 for truth values.
  func integer(_ column: Int32) -> Int64
  /// Empty for NULL.
  func text(_ column: Int32) -> String
  func equals(_ column: Int32, _ other: String) -> Bool
  /// Appends a text to a column without making a String of it.
  func append(_ column: Int32, to texts: inout TextColumn)
  /// Appends the elements of a list of numbers. Throws `UnexpectedValue`.
  func appendNumbers(_ column: Int32, to numbers: inout [Int64]) throws
  /// Adds exactly what stands in a column, whatever it is, to rows in canonical form.
  func put(_ column: Int32, isList: Bool, into rows: inout NewRows)
}

extension LedgerRow {
  @inline(__always) func short(_ column: Int32) -> Int32 { Int32(truncatingIfNeeded: integer(column)) }
  func optional(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }
  func day(_ column: Int32) -> CalendarDay { CalendarDay(number: short(column)) }

  /// From its code; `unknown` from the empty text.
  func currency(_ column: Int32) throws -> Currency {
    let code = text(column)
    if code.isEmpty { return .unknown }
    guard let currency = Currency(code: code) else { throw UnexpectedValue(expected: "a currency", found: code) }
    return currency
  }

  /// One of a fixed set of words.
  func word<Word: RawRepresentable>(_ column: Int32) throws -> Word where Word.RawValue == String {
    guard let word = Word(rawValue: text(column)) else { throw UnexpectedValue(expected: "a \(Word.self)", found: text(column)) }
    return word
  }
}

/// Binds values from left to right.
protocol LedgerBinding {
  mutating func integer(_ value: some BinaryInteger)
  mutating func null()
  mutating func text(_ value: String)
  /// A row of a column.
  mutating func text(_ texts: TextColumn, _ row: Int)
  /// A list of record numbers in one value.
  mutating func numbers(_ list: ArraySlice<Int64>)
}

extension LedgerBinding {
  /// NULL when nil.
  @inline(__always)
  mutating func optional(_ value: Int64?) {
    if let value { integer(value) } else { null() }
  }

  mutating func identity(_ identity: DiscrepancyIdentity) {
    text(identity.partner)
    text(identity.kind)
    text(identity.key)
  }
}

extension LedgerDatabase {
  func forEach(_ sql: String, _ body: (Row) throws -> Void) throws { try forEach(sql, { _ in }, body) }

  /// Adds a row for each element, in the order given.
  func insert<Elements: RandomAccessCollection>(
    _ elements: Elements, into table: String, _ columns: [String], replacing key: [String] = [],
    _ bind: (inout NewRows, Elements.Element) -> Void
  ) throws where Elements.Index == Int {
    let first = elements.startIndex
    try insert(elements.count, into: table, columns, replacing: key) { bind(&$0, elements[first + $1]) }
  }

  /// Adds rows, some thousand at a time; `bind` binds the columns of one from left to right.
  func insert(
    _ count: Int, into table: String, _ columns: [String], replacing key: [String], _ bind: (inout NewRows, Int) -> Void
  ) throws {
    var rows = NewRows()
    for place in 0..<count {
      bind(&rows, place)
      rows.endRow()
      if rows.bytes.count < 1 << 22 && place < count - 1 { continue }
      try write(rows, into: table, columns, replacing: key)
      added?.take(rows, into: table, columns)
      rows.clear()
    }
  }

  /// Removes the rows of each element.
  func delete<Element>(_ elements: [Element], from table: String, by columns: [String], _ bind: (inout Binding, Element) -> Void) throws {
    try delete(elements.count, from: table, by: columns) { bind(&$0, elements[$1]) }
  }

  /// The largest number of a table; 0 when it is empty.
  func newest(_ table: String) throws -> Int64 {
    var newest: Int64 = 0
    try forEach("SELECT coalesce(max(number), 0) FROM \(table)") { newest = $0.integer(0) }
    return newest
  }

  func hasRows(_ table: String) throws -> Bool {
    var has = false
    try forEach("SELECT 1 FROM \(table) LIMIT 1") { _ in has = true }
    return has
  }
}

/// Something in the database that the program never writes.
struct UnexpectedValue: Error {
  let expected: String
  let found: String
}
