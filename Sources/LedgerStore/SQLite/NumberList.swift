import SettlementCore

/// Record numbers in one text, `4,17,23`: what an order or a day has, in one row instead of an index entry each.
///
/// People read it with `json_each('[' || numbers || ']')`.
enum NumberList {
  /// Adds a number to the text that a column has not ended yet.
  static func extend(_ texts: inout TextColumn, with number: Int64, isFirst: Bool) {
    if !isFirst { texts.extend(comma) }
    var divisor: Int64 = 1
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      texts.extend(zero + UInt8(truncatingIfNeeded: number / divisor % 10))
      divisor /= 10
    }
  }

  /// Adds the numbers of the text in a column of a row.
  static func append(_ row: Prepared, _ column: Int32, to numbers: inout [Int64]) throws {
    var texts = TextColumn()
    row.append(column, to: &texts)
    var number: Int64 = 0
    for byte in texts.bytes {
      if byte == comma {
        numbers.append(number)
        number = 0
      } else if byte >= zero, byte <= zero + 9, number < 1 << 58 {
        number = number * 10 + Int64(byte - zero)
      } else {
        throw row.surprise("a list of numbers", texts[0])
      }
    }
    numbers.append(number)
  }

  private static let comma = UInt8(ascii: ",")
  private static let zero = UInt8(ascii: "0")
}
