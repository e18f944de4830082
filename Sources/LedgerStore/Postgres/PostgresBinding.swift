import PostgresClient
import SettlementCore

/// What is bound for one key or for many of the same types: a column for each parameter.
struct PostgresBinding: LedgerBinding {
  private(set) var columns: [BinaryArray] = []
  private var place = 0

  /// Goes on with the next key.
  mutating func next() { place = 0 }

  mutating func integer(_ value: some BinaryInteger) {
    if place == columns.count { columns.append(BinaryArray(of: .bigint)) }
    columns[place].append(Int64(value))
    place += 1
  }

  /// Requires that an earlier key had a value here; else it is a number.
  mutating func null() {
    if place == columns.count { columns.append(BinaryArray(of: .bigint)) }
    columns[place].appendNull()
    place += 1
  }

  mutating func text(_ value: String) { text(value.utf8) }

  mutating func text(_ texts: TextColumn, _ row: Int) { text(texts.bytes[texts.range(row)]) }

  mutating func text(_ bytes: some Collection<UInt8>) {
    if place == columns.count { columns.append(BinaryArray(of: .text)) }
    columns[place].append(bytes)
    place += 1
  }

  /// Lists are no keys.
  mutating func numbers(_ list: ArraySlice<Int64>) { preconditionFailure("a list of numbers was bound as a key") }

  var arrays: BinaryParameters {
    var parameters = BinaryParameters()
    for column in columns { parameters.array(column) }
    return parameters
  }

  var values: BinaryParameters {
    var parameters = BinaryParameters()
    for column in columns { parameters.first(of: column) }
    return parameters
  }

  /// `unnest($1::bigint[], …) WITH ORDINALITY AS asked(a1, …, place)`.
  var unnested: String {
    let arrays = columns.enumerated().map { "$\($0 + 1)::\($1.type == .text ? "text" : "bigint")[]" }
    return "unnest(\(arrays.joined(separator: ", "))) WITH ORDINALITY AS asked(\((names + ["place"]).joined(separator: ", ")))"
  }

  var names: [String] { columns.indices.map { "a\($0 + 1)" } }
}

/// A row that is added: by COPY in the types of the table's columns, or bound like keys where it may take another's place.
struct PostgresNewRow: LedgerBinding {
  private(set) var rows: CopyRows
  private(set) var bound = PostgresBinding()
  private let types: [PostgresColumnType]
  private let isCopied: Bool
  private var place = 0

  init(_ types: [PostgresColumnType], isCopied: Bool) {
    self.types = types
    self.isCopied = isCopied
    rows = CopyRows(columns: types.count)
  }

  mutating func next() {
    place = 0
    if isCopied { rows.begin() } else { bound.next() }
  }

  mutating func clear() { rows.clear() }

  /// Adds a row in canonical form.
  mutating func put(_ row: Int, of other: NewRows) {
    next()
    other.forEachValue(of: row, columns: types.count) { value in
      switch value {
      case .null: null()
      case .integer(let value): integer(value)
      case .text(let range), .foreign(let range): text(other.bytes[range])
      case .numbers(let list): numbers(list[...])
      }
    }
  }

  mutating func text(_ value: ArraySlice<UInt8>) {
    defer { place += 1 }
    if isCopied { rows.text(value) } else { bound.text(value) }
  }

  mutating func integer(_ value: some BinaryInteger) {
    defer { place += 1 }
    if !isCopied { return bound.integer(value) }
    switch types[place] {
    case .bigint: rows.long(Int64(value))
    case .integer: rows.integer(Int32(value))
    case .boolean: rows.boolean(value != 0)
    case .text, .bigints: preconditionFailure("a number was bound to a column of \(types[place])")
    }
  }

  mutating func null() {
    defer { place += 1 }
    if isCopied { rows.null() } else { bound.null() }
  }

  mutating func text(_ value: String) {
    defer { place += 1 }
    if isCopied { rows.text(value.utf8) } else { bound.text(value) }
  }

  mutating func text(_ texts: TextColumn, _ row: Int) {
    defer { place += 1 }
    if isCopied { rows.text(texts.bytes[texts.range(row)]) } else { bound.text(texts, row) }
  }

  mutating func numbers(_ list: ArraySlice<Int64>) {
    defer { place += 1 }
    if isCopied { rows.longs(list) } else { bound.numbers(list) }
  }
}

/// The types that a ledger's columns have, as `format_type` writes them.
enum PostgresColumnType: String {
  case bigint, integer, boolean, text
  case bigints = "bigint[]"
}
