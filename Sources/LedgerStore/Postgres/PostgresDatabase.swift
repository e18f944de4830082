import Faults
import PostgresClient
import SettlementCore

/// One session with a ledger's schema, as the look-ups and the writer of a run see it.
///
/// Many keys go as arrays in one question: a question each would cost a journey to the server each.
final class PostgresDatabase: LedgerDatabase {
  private static let keysAtOnce = 10_000
  private static let bytesAtOnce = 1 << 20

  var connection: PostgresConnection
  private let schema: String
  /// As messages name it.
  let place: String
  private var types: [String: [String: PostgresColumnType]] = [:]
  private var streams = 0
  var added: AddedRows?

  /// Makes `schema` the one that names are looked for in.
  ///
  /// Plans are made once per statement: keys are looked for by index, whatever the statistics say of tables that have just been filled.
  init(_ connection: consuming PostgresConnection, schema: String, place: String) throws(PostgresFailure) {
    self.connection = connection
    self.schema = schema
    self.place = place
    let path = "\(PostgresName.quoted(schema)), pg_temp"
    let settings = """
      SELECT set_config('search_path', $1, false), set_config('jit', 'off', false),
        set_config('plan_cache_mode', 'force_generic_plan', false), set_config('synchronous_commit', 'on', false)
      """
    _ = try self.connection.rows(of: PostgresStatement("open", settings, [path]))
  }

  /// Ends the transaction: all of it is there from then on.
  func commit() throws {
    try Effect.at(.commit, place)
    try execute("COMMIT")
  }

  func execute(_ sql: String) throws(PostgresFailure) { try connection.execute(PostgresStatement("ledger", sql)) }

  func schemaVersion() throws -> Int {
    var version: Int?
    try forEach("SELECT value FROM meta WHERE key = 'schema'") { row in
      version = Int(row.text(0)).flatMap { row.equals(0, String($0)) ? $0 : nil }
    }
    guard let version else { throw UnexpectedValue(expected: "the ledger's schema", found: "none") }
    return version
  }

  /// A transaction shows what it has not committed to itself only.
  func end(of table: String) -> Int64 { .max }

  func forEach(_ sql: String, _ bind: (inout PostgresBinding) -> Void, _ body: (PostgresLedgerRow) throws -> Void) throws {
    var binding = PostgresBinding()
    bind(&binding)
    let rows = try connection.run("ledger", sql, binding.values)
    for row in 0..<rows.count { try body(PostgresLedgerRow(rows: rows, row: row)) }
  }

  func forEach(
    keys count: Int, _ sql: String, _ bind: (inout PostgresBinding, Int) -> Void, _ body: (PostgresLedgerRow, Int) throws -> Void
  ) throws {
    try inBlocks(count, bind) { binding, start in
      var perKey = sql
      for (place, name) in binding.names.enumerated().reversed() { perKey.replace("$\(place + 1)", with: "asked.\(name)") }
      let rows = try connection.run(
        "ledger", "SELECT found.*, asked.place FROM \(binding.unnested) CROSS JOIN LATERAL (\(perKey)) found", binding.arrays)
      let last = rows.columnCount - 1
      for row in 0..<rows.count {
        try body(PostgresLedgerRow(rows: rows, row: row), start + Int(rows.integer(row, last)) - 1)
      }
    }
  }

  /// Inside a transaction.
  func stream(_ sql: String, _ body: (PostgresLedgerRow) throws -> Void) throws {
    streams += 1
    let name = "stream_\(streams)"
    try execute("DECLARE \(name) NO SCROLL CURSOR FOR \(sql)")
    while true {
      let rows = try connection.run("ledger", "FETCH \(Self.keysAtOnce) FROM \(name)")
      for row in 0..<rows.count { try body(PostgresLedgerRow(rows: rows, row: row)) }
      if rows.count < Self.keysAtOnce { break }
    }
    try execute("CLOSE \(name)")
  }

  func write(_ rows: NewRows, into table: String, _ columns: [String], replacing key: [String]) throws {
    if rows.count == 0 { return }
    try Effect.at(.statement, place)
    let types = try columnTypes(table, columns)
    if key.isEmpty { return try copy(rows, into: table, columns, types) }
    for start in stride(from: 0, to: rows.count, by: Self.keysAtOnce) {
      var row = PostgresNewRow(types, isCopied: false)
      for place in start..<min(start + Self.keysAtOnce, rows.count) { row.put(place, of: rows) }
      try replace(row.bound, into: table, columns, key)
    }
  }

  private func copy(_ rows: NewRows, into table: String, _ columns: [String], _ types: [PostgresColumnType]) throws {
    try connection.copy(into: table, columns, subject: table) { put in
      var row = PostgresNewRow(types, isCopied: true)
      for place in 0..<rows.count {
        row.put(place, of: rows)
        if row.rows.bytes.count > Self.bytesAtOnce {
          try put(row.rows.bytes)
          row.clear()
        }
      }
      try put(row.rows.bytes)
    }
  }

  /// Of rows with the same key the last counts.
  private func replace(_ rows: PostgresBinding, into table: String, _ columns: [String], _ key: [String]) throws {
    let keys = key.map { rows.names[columns.firstIndex(of: $0)!] }.joined(separator: ", ")
    let assignments = columns.filter { !key.contains($0) }.map { "\($0) = EXCLUDED.\($0)" }.joined(separator: ", ")
    let others = assignments.isEmpty ? "DO NOTHING" : "DO UPDATE SET \(assignments)"
    try connection.run(
      table,
      """
      INSERT INTO \(table)(\(columns.joined(separator: ", "))) SELECT DISTINCT ON (\(keys)) \(rows.names.joined(separator: ", ")) \
      FROM \(rows.unnested) ORDER BY \(keys), place DESC ON CONFLICT (\(key.joined(separator: ", "))) \(others)
      """, rows.arrays)
  }

  func delete(_ count: Int, from table: String, by columns: [String], _ bind: (inout PostgresBinding, Int) -> Void) throws {
    if count == 0 { return }
    try Effect.at(.statement, place)
    try inBlocks(count, bind) { binding, _ in
      let condition = zip(columns, binding.names).map { "t.\($0) = asked.\($1)" }.joined(separator: " AND ")
      try connection.run(table, "DELETE FROM \(table) t USING \(binding.unnested) WHERE \(condition)", binding.arrays)
    }
  }

  func mark(lines: [Int64], _ column: String, run: Int32) throws -> Int {
    if lines.isEmpty { return 0 }
    try Effect.at(.statement, place)
    var marked = 0
    try inBlocks(lines.count, { $0.integer(lines[$1]) }) { binding, _ in
      let sql = "UPDATE kept_lines t SET \(column) = \(run) FROM \(binding.unnested) WHERE t.number = asked.a1 AND t.\(column) IS NULL"
      marked += try connection.run("kept_lines", sql, binding.arrays).touched
    }
    return marked
  }

  private func inBlocks(
    _ count: Int, _ bind: (inout PostgresBinding, Int) -> Void, _ body: (PostgresBinding, _ start: Int) throws -> Void
  ) throws {
    for start in stride(from: 0, to: count, by: Self.keysAtOnce) {
      var binding = PostgresBinding()
      for place in start..<min(start + Self.keysAtOnce, count) {
        binding.next()
        bind(&binding, place)
      }
      try body(binding, start)
    }
  }

  /// The types of some columns of a table, in their order.
  func columnTypes(_ table: String, _ columns: [String]) throws -> [PostgresColumnType] {
    if types.isEmpty { try readTypes() }
    return try columns.map { column in
      guard let type = types[table]?[column] else { throw UnexpectedValue(expected: "a column \(table).\(column)", found: "none") }
      return type
    }
  }

  /// The names of a table's columns, in their order.
  func columns(of table: String) throws -> [String] {
    let sql = """
      SELECT a.attname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE n.nspname = $1 AND c.relname = $2 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
      """
    return try connection.rows(of: PostgresStatement("open", sql, [schema, table])).compactMap { $0[0] }
  }

  private func readTypes() throws {
    let sql = """
      SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid WHERE n.nspname = $1 AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
      """
    for row in try connection.rows(of: PostgresStatement("open", sql, [schema])) {
      types[row[0] ?? "", default: [:]][row[1] ?? ""] = PostgresColumnType(rawValue: row[2] ?? "")
    }
  }
}

/// Names in SQL text.
enum PostgresName {
  static func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }
}
