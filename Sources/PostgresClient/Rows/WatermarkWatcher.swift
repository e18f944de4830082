/// Finds the largest value of a column that only grows: a whole number, or a time.
struct WatermarkWatcher {
  private let name: String
  private var column = 0
  private var isInteger = false
  private var largestInteger: Int64?
  /// Times of one type and four-digit years compare as their bytes do, with and without fraction: `+` comes before `.`.
  private var largestTime: [UInt8] = []

  init(_ name: String) { self.name = name }

  var largest: String? {
    if let largestInteger { return String(largestInteger) }
    return largestTime.isEmpty ? nil : String(decoding: largestTime, as: UTF8.self)
  }

  mutating func begin(_ columns: [PostgresColumn]) throws(RowFault) {
    guard let place = columns.firstIndex(where: { $0.name == name }) else {
      throw RowFault(expected: "the watermark column '\(name)'", found: "no such column", advice: "add it to the query")
    }
    let type = columns[place].type
    guard type.isInteger || type.isTimestamp else {
      throw RowFault(
        expected: "a whole number or a timestamp in watermark column '\(name)'", found: "another type",
        advice: "use a column that only grows, cast to bigint or timestamptz")
    }
    (column, isInteger) = (place, type.isInteger)
  }

  @inline(__always)
  mutating func consume(_ row: borrowing PostgresRow) throws(RowFault) {
    if row.isNull(column) { throw fault("NULL") }
    try row.withBytes(column) { text throws(RowFault) in
      if isInteger { try see(integer: text) } else { try see(time: text) }
    }
  }

  @inline(__always)
  private mutating func see(integer text: Span<UInt8>) throws(RowFault) {
    let isNegative = text.count > 1 && text[0] == UInt8(ascii: "-")
    var value: Int64 = 0
    for place in (isNegative ? 1 : 0)..<text.count {
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let digit = Int64(text[place] &- 0x30)
      let (next, carry) = tens.subtractingReportingOverflow(digit)
      guard digit <= 9, !overflow, !carry else { throw fault("no whole number of 64 bits") }
      value = next
    }
    if !isNegative {
      guard value != .min else { throw fault("no whole number of 64 bits") }
      value = -value
    }
    largestInteger = max(largestInteger ?? value, value)
  }

  @inline(__always)
  private mutating func see(time text: Span<UInt8>) throws(RowFault) {
    guard text.count >= 19, text[4] == UInt8(ascii: "-"), text[text.count - 1] != UInt8(ascii: "C") else {
      throw fault("infinity, or a year outside 1 to 9999")
    }
    if isLarger(text) { largestTime = (0..<text.count).map { text[$0] } }
  }

  @inline(__always)
  private func isLarger(_ text: Span<UInt8>) -> Bool {
    for place in 0..<min(text.count, largestTime.count) where text[place] != largestTime[place] {
      return text[place] > largestTime[place]
    }
    return text.count > largestTime.count
  }

  private func fault(_ found: String) -> RowFault {
    RowFault(
      expected: "a value in every row of watermark column '\(name)'", found: found,
      advice: "use a column that is never empty and only grows")
  }
}
