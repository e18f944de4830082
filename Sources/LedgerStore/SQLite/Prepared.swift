import GRDB
import GRDBSQLite
import SettlementCore

/// A statement that is prepared once per connection and used through SQLite's own functions: no object per row or value.
///
/// This file holds all unsafe code of the ledger.
@safe struct Prepared: LedgerRow {
  private let owner: Statement
  private let handle: OpaquePointer

  init(_ database: Database, _ sql: String) throws {
    owner = try database.cachedStatement(sql: sql)
    unsafe handle = owner.sqliteStatement
    unsafe sqlite3_reset(handle)
  }

  /// `INSERT OR … INTO table(columns) VALUES …` of so many rows.
  static func insert(_ database: Database, into table: String, _ columns: [String], rows: Int, verb: String) throws -> Prepared {
    let values = "(" + Array(repeating: "?", count: columns.count).joined(separator: ",") + ")"
    let all = Array(repeating: values, count: rows).joined(separator: ",")
    return try Prepared(database, "\(verb) INTO \(table)(\(columns.joined(separator: ","))) VALUES \(all)")
  }

  /// Runs a statement that gives no rows.
  func run(_ bind: (inout Parameters) -> Void) throws {
    try start(bind)
    defer { reset() }
    while try step() {}
  }

  /// Runs a statement and looks at each row.
  func forEach(_ bind: (inout Parameters) -> Void = { _ in }, _ body: (Prepared) throws -> Void) throws {
    try start(bind)
    defer { reset() }
    while try step() { try body(self) }
  }

  /// Binds all parameters in their order.
  private func start(_ bind: (inout Parameters) -> Void) throws {
    var parameters = unsafe Parameters(handle)
    bind(&parameters)
    try check(parameters.status)
  }

  /// True when there is a row.
  private func step() throws -> Bool {
    let code = unsafe sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    try check(code == SQLITE_DONE ? SQLITE_OK : code)
    return false
  }

  /// Ends the statement and lets go of what was bound.
  private func reset() {
    unsafe sqlite3_reset(handle)
    unsafe sqlite3_clear_bindings(handle)
  }

  /// The one place where SQLite's return codes are looked at.
  private func check(_ code: CInt) throws {
    if code == SQLITE_OK { return }
    let connection = unsafe sqlite3_db_handle(handle)
    let message = unsafe String(cString: sqlite3_errmsg(connection))
    throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
  }

  @inline(__always) func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(handle, column) == SQLITE_NULL }
  @inline(__always) func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }
  @inline(__always) func short(_ column: Int32) -> Int32 { unsafe sqlite3_column_int(handle, column) }
  func text(_ column: Int32) -> String { unsafe sqlite3_column_text(handle, column).map { unsafe String(cString: $0) } ?? "" }

  /// True when a column holds this text.
  func equals(_ column: Int32, _ other: String) -> Bool {
    guard let bytes = unsafe sqlite3_column_text(handle, column) else { return false }
    let length = unsafe Int(sqlite3_column_bytes(handle, column))
    guard length == other.utf8.count else { return false }
    var place = 0
    for byte in other.utf8 {
      if unsafe bytes[place] != byte { return false }
      place += 1
    }
    return true
  }

  /// Appends a text to a column without making a String of it.
  func append(_ column: Int32, to texts: inout TextColumn) {
    guard let bytes = unsafe sqlite3_column_text(handle, column) else { return texts.append("") }
    let length = unsafe Int(sqlite3_column_bytes(handle, column))
    unsafe texts.append(Span(_unsafeStart: bytes, count: length), 0, length)
  }
}

extension Prepared {
  func put(_ column: Int32, isList: Bool, into rows: inout NewRows) {
    switch unsafe sqlite3_column_type(handle, column) {
    case SQLITE_NULL: rows.null()
    case SQLITE_INTEGER: rows.integer(integer(column))
    case SQLITE_TEXT:
      var text = TextColumn()
      append(column, to: &text)
      var numbers: [Int64] = []
      if !isList { return rows.text(text, 0) }
      if (try? NumberList.append(text, to: &numbers)) != nil, NumberList.text(numbers[...]).bytes == text.bytes {
        rows.numbers(numbers[...])
      } else {
        rows.foreign(text.bytes[...])
      }
    default:  // a number that is not whole, or bytes
      var text = TextColumn()
      append(column, to: &text)
      rows.foreign(text.bytes[...])
    }
  }

  func appendNumbers(_ column: Int32, to numbers: inout [Int64]) throws {
    var texts = TextColumn()
    append(column, to: &texts)
    try NumberList.append(texts, to: &numbers)
  }
}

/// Binds the parameters of a statement from left to right; the first failure stays in `status`.
@safe struct Parameters: LedgerBinding {
  private let handle: OpaquePointer
  private var place: Int32 = 0
  private(set) var status = SQLITE_OK
  /// Texts that stay where they are until the statement has run.
  private var pinned: UnsafePointer<UInt8>?

  fileprivate init(_ handle: OpaquePointer) { unsafe self.handle = handle }

  @inline(__always)
  private mutating func note(_ code: CInt) {
    if code != SQLITE_OK && status == SQLITE_OK { status = code }
  }

  @inline(__always)
  mutating func integer(_ value: some BinaryInteger) {
    place += 1
    note(unsafe sqlite3_bind_int64(handle, place, Int64(value)))
  }

  @inline(__always)
  mutating func null() {
    place += 1
    note(unsafe sqlite3_bind_null(handle, place))
  }

  /// As a `NumberList`.
  mutating func numbers(_ list: ArraySlice<Int64>) { text(NumberList.text(list), 0) }

  mutating func text(_ value: String) {
    place += 1
    let length = Int32(value.utf8.count)
    note(unsafe sqlite3_bind_text(handle, place, value, length, unsafeBitCast(-1, to: sqlite3_destructor_type.self)))
  }

  /// A row of a column, copied.
  mutating func text(_ texts: TextColumn, _ row: Int) {
    place += 1
    let range = texts.range(row)
    note(
      unsafe texts.bytes.withUnsafeBufferPointer { bytes in
        let start = unsafe range.isEmpty ? Self.nothing : bytes.baseAddress! + range.lowerBound
        return unsafe Self.bind(handle, place, start, range.count, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
      })
  }

  /// A range of the pinned bytes, not copied.
  @inline(__always)
  mutating func pinned(_ range: Range<Int>) {
    place += 1
    let start = unsafe range.isEmpty ? Self.nothing : pinned! + range.lowerBound
    note(unsafe Self.bind(handle, place, start, range.count, nil))
  }

  private static var nothing: UnsafePointer<UInt8> { unsafe ("" as StaticString).utf8Start }

  private static func bind(
    _ handle: OpaquePointer, _ place: Int32, _ start: UnsafePointer<UInt8>, _ count: Int, _ destructor: sqlite3_destructor_type?
  ) -> CInt {
    unsafe start.withMemoryRebound(to: CChar.self, capacity: count) {
      unsafe sqlite3_bind_text(handle, place, $0, Int32(count), destructor)
    }
  }
}

extension Prepared {
  /// Runs the statement once for `rows`, binding each in turn; texts come from `bytes`, which stays in place meanwhile.
  func run(_ rows: Range<Int>, pinning bytes: [UInt8], _ bind: (inout Parameters, Int) -> Void) throws {
    try unsafe bytes.withUnsafeBufferPointer { buffer in
      try unsafe start(pinning: buffer.baseAddress) { parameters in for row in rows { bind(&parameters, row) } }
      defer { reset() }
      while try step() {}
    }
  }

  private func start(pinning start: UnsafePointer<UInt8>?, _ bind: (inout Parameters) -> Void) throws {
    var parameters = unsafe Parameters(handle)
    unsafe parameters.pin(start)
    bind(&parameters)
    try check(parameters.status)
  }
}

extension Parameters {
  fileprivate mutating func pin(_ start: UnsafePointer<UInt8>?) { unsafe pinned = start }
}
