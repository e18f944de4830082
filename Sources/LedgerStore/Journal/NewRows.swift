import SettlementCore

/// Rows of one table in one canonical form: what both databases write, and what the journal hashes.
///
/// A row is its values from left to right, those behind its last value that is not NULL left out, and an end: so a column that is added later,
/// as the last one and NULL in the rows that are there, changes no digest. Numbers have a zigzag variable length, texts and lists their length
/// before them, so no two rows share their bytes.
struct NewRows: LedgerBinding, Sendable {
  enum Value: Equatable {
    case null
    case integer(Int64)
    /// Where its bytes stand.
    case text(Range<Int>)
    case numbers([Int64])
    /// Something that the program never writes.
    case foreign(Range<Int>)
  }
  private enum Tag {
    static let null: UInt8 = 0
    static let integer: UInt8 = 1
    static let text: UInt8 = 2
    static let numbers: UInt8 = 3
    static let foreign: UInt8 = 4
    static let end: UInt8 = 5
  }

  private(set) var bytes: [UInt8] = []
  private var ends: [Int] = []
  /// NULLs that count only when a value follows.
  private var nulls = 0

  var count: Int { ends.count }

  /// Forgets the rows and keeps the memory.
  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  // MARK: Making

  @inline(__always)
  private mutating func begin(_ tag: UInt8) {
    while nulls > 0 {
      bytes.append(Tag.null)
      nulls -= 1
    }
    bytes.append(tag)
  }

  @inline(__always)
  private mutating func length(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  @inline(__always)
  private mutating func zigzag(_ value: Int64) { length(UInt64(bitPattern: value << 1 ^ value >> 63)) }

  @inline(__always)
  mutating func integer(_ value: some BinaryInteger) {
    begin(Tag.integer)
    zigzag(Int64(value))
  }

  @inline(__always)
  mutating func null() { nulls += 1 }

  mutating func text(_ value: String) { put(value.utf8, Tag.text) }

  @inline(__always)
  mutating func text(_ texts: TextColumn, _ row: Int) { put(texts.bytes[texts.range(row)], Tag.text) }

  mutating func text(_ value: ArraySlice<UInt8>) { put(value, Tag.text) }

  /// What the program never writes, so that it equals nothing that it does.
  mutating func foreign(_ value: ArraySlice<UInt8>) { put(value, Tag.foreign) }

  @inline(__always)
  private mutating func put(_ value: some Collection<UInt8>, _ tag: UInt8) {
    begin(tag)
    length(UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  mutating func numbers(_ list: ArraySlice<Int64>) {
    begin(Tag.numbers)
    length(UInt64(list.count))
    for number in list { zigzag(number) }
  }

  @inline(__always)
  mutating func endRow() {
    nulls = 0
    bytes.append(Tag.end)
    ends.append(bytes.count)
  }

  /// Adds a row of other rows: the values in these of its columns.
  mutating func append(_ row: Int, of other: NewRows, _ columns: [Int]) {
    let values = other.values(of: row, columns: 1 + (columns.max() ?? -1))
    for column in columns {
      switch values[column] {
      case .null: null()
      case .integer(let value): integer(value)
      case .text(let range): text(other.bytes[range])
      case .numbers(let list): numbers(list[...])
      case .foreign(let range): foreign(other.bytes[range])
      }
    }
    endRow()
  }

  /// Adds all of other rows as they are.
  mutating func append(_ other: NewRows) {
    let before = bytes.count
    bytes += other.bytes
    ends += other.ends.lazy.map { $0 + before }
  }

  // MARK: Reading

  /// The bytes of a row.
  func range(_ row: Int) -> Range<Int> { (row == 0 ? 0 : ends[row - 1])..<ends[row] }

  /// The first so many values of a row.
  func values(of row: Int, columns: Int) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(columns)
    forEachValue(of: row, columns: columns) { values.append($0) }
    return values
  }

  @inline(__always)
  func forEachValue(of row: Int, columns: Int, _ body: (Value) -> Void) {
    var place = range(row).lowerBound
    for _ in 0..<columns { body(next(&place)) }
  }

  @inline(__always)
  private func length(_ place: inout Int) -> UInt64 {
    var (value, shift): (UInt64, UInt64) = (0, 0)
    while true {
      let byte = bytes[place]
      place += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
  }

  @inline(__always)
  private func zigzag(_ place: inout Int) -> Int64 {
    let value = length(&place)
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  @inline(__always)
  private func next(_ place: inout Int) -> Value {
    let tag = bytes[place]
    if tag == Tag.end { return .null }
    place += 1
    switch tag {
    case Tag.null: return .null
    case Tag.integer: return .integer(zigzag(&place))
    case Tag.numbers: return .numbers((0..<length(&place)).map { _ in zigzag(&place) })
    default:
      let count = Int(length(&place))
      defer { place += count }
      return tag == Tag.text ? .text(place..<place + count) : .foreign(place..<place + count)
    }
  }

  /// True when the first `key` values of one row come before those of another: NULL, numbers, then texts as bytes.
  func isBefore(_ left: Int, _ right: Int, key: Int) -> Bool {
    var (one, other) = (range(left).lowerBound, range(right).lowerBound)
    for _ in 0..<key {
      switch (next(&one), next(&other)) {
      case (.integer(let a), .integer(let b)): if a != b { return a < b }
      case (.text(let a), .text(let b)):
        if bytes[a].elementsEqual(bytes[b]) { continue }
        return bytes[a].lexicographicallyPrecedes(bytes[b])
      case (.null, .null): continue
      case (.null, _): return true
      case (_, .null): return false
      case (.integer, _): return true
      default: return false
      }
    }
    return false
  }
}
