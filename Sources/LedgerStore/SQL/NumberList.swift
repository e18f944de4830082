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

  /// The text of a list.
  static func text(_ list: ArraySlice<Int64>) -> TextColumn {
    var texts = TextColumn()
    for (place, number) in list.enumerated() { extend(&texts, with: number, isFirst: place == 0) }
    texts.endRow()
    return texts
  }

  /// Adds the numbers of a list's text, the only row of a column.
  static func append(_ texts: TextColumn, to numbers: inout [Int64]) throws {
    var number: Int64 = 0
    for byte in texts.bytes {
      if byte == comma {
        numbers.append(number)
        number = 0
      } else if byte >= zero, byte <= zero + 9, number < 1 << 58 {
        number = number * 10 + Int64(byte - zero)
      } else {
        throw UnexpectedValue(expected: "a list of numbers", found: texts[0])
      }
    }
    numbers.append(number)
  }

  private static let comma = UInt8(ascii: ",")
  private static let zero = UInt8(ascii: "0")
}
