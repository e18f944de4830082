/// Writes rows as RFC 4180 text: UTF-8, LF, a header row of the column names, quotes only where they are needed, NULL as nothing.
///
/// A column whose text is not exact (binary floating point, `money`) and a name that stands twice are refused. Times keep PostgreSQL's
/// ISO form, which SPEC §2 takes: `2026-03-01 08:00:00.5+00` with, `2026-03-01 16:00:00.5` without zone.
public struct CSVRows: RowConsumer, ~Copyable {
  /// Bytes handed to the sink at once, except for larger single values.
  public static let pieceBytes = 1 << 20

  /// Rows written, without the header.
  public private(set) var rowCount = 0
  /// The names of the columns, in their order.
  public private(set) var columns: [String] = []
  private var isPlain: [Bool] = []
  private var buffer: PieceBuffer
  private var watermark: WatermarkWatcher?

  /// `watermark`: the column whose largest value is wanted. `sink` gets the text in pieces that end anywhere.
  public init(watermark: String? = nil, sink: @escaping (Span<UInt8>) throws -> Void) {
    self.watermark = watermark.map(WatermarkWatcher.init)
    buffer = PieceBuffer(capacity: Self.pieceBytes, sink: sink)
  }

  /// The largest value of the watermark column as its text, a time in UTC; `nil` without a row or without such a column.
  public var largestWatermark: String? { watermark?.largest }

  public mutating func begin(_ columns: [PostgresColumn]) throws {
    try Self.check(columns)
    try watermark?.begin(columns)
    self.columns = columns.map(\.name)
    isPlain = columns.map(\.type.isPlain)
    for (place, column) in columns.enumerated() {
      var name = column.name
      try name.withUTF8 { unsafe try append($0, at: place, isPlain: false) }
    }
    try endRow()
  }

  @inline(__always)
  public mutating func consume(_ row: borrowing PostgresRow) throws {
    try watermark?.consume(row)
    for place in 0..<isPlain.count { unsafe try append(row.bytes(place), at: place, isPlain: isPlain[place]) }
    try endRow()
    rowCount += 1
  }

  public mutating func finish() throws { try buffer.flush() }

  private static func check(_ columns: [PostgresColumn]) throws(RowFault) {
    guard !columns.isEmpty else { throw RowFault(expected: "columns", found: "none", advice: "use a SELECT that names them") }
    var seen: Set<String> = []
    for column in columns {
      guard seen.insert(column.name).inserted else {
        throw RowFault(expected: "every column once", found: "'\(column.name)' twice", advice: "name one of them otherwise (AS)")
      }
      if let type = column.type.inexactName {
        throw RowFault(
          expected: "exact values in column '\(column.name)'", found: "type \(type)", advice: "cast it to numeric in the query")
      }
    }
  }

  @unsafe @inline(__always)
  private mutating func append(_ text: UnsafeBufferPointer<UInt8>, at place: Int, isPlain: Bool) throws {
    try buffer.reserve(2 * text.count + 4)
    if place > 0 { buffer.append(UInt8(ascii: ",")) }
    if unsafe isPlain || !Self.needsQuotes(text) {
      // Without quotes the only value of a row would be a blank line, which is no row.
      if text.isEmpty && columns.count == 1 { appendQuoteTwice() }
      unsafe buffer.append(text)
    } else {
      unsafe appendQuoted(text)
    }
  }

  @inline(__always)
  private mutating func endRow() throws {
    try buffer.reserve(1)
    buffer.append(UInt8(ascii: "\n"))
  }

  private mutating func appendQuoteTwice() {
    buffer.append(UInt8(ascii: "\""))
    buffer.append(UInt8(ascii: "\""))
  }

  @unsafe @inline(never)
  private mutating func appendQuoted(_ text: UnsafeBufferPointer<UInt8>) {
    buffer.append(UInt8(ascii: "\""))
    for index in text.indices {
      let byte = unsafe text[index]
      if byte == UInt8(ascii: "\"") { buffer.append(byte) }
      buffer.append(byte)
    }
    buffer.append(UInt8(ascii: "\""))
  }

  @unsafe @inline(__always)
  private static func needsQuotes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    for index in text.indices {
      let byte = unsafe text[index]
      if byte <= UInt8(ascii: ",") && (byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 0x0A || byte == 0x0D) {
        return true
      }
    }
    return false
  }
}
