/// Exact decimals as bytes, without a `String`.
enum DecimalText {
  /// Appends `minorUnits` divided by 10 to the power of `exponent` (0 to 18), all digits: -5 and 2 give `-0.05`.
  static func append(_ minorUnits: Int64, exponent: Int, to bytes: inout [UInt8]) {
    if minorUnits < 0 { bytes.append(UInt8(ascii: "-")) }
    let start = bytes.count
    var rest = minorUnits.magnitude
    var written = 0
    repeat {
      if written == exponent && exponent > 0 { bytes.append(UInt8(ascii: ".")) }
      let (tens, digit) = rest.quotientAndRemainder(dividingBy: 10)
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
      rest = tens
      written += 1
    } while rest > 0 || written <= exponent
    var (low, high) = (start, bytes.count - 1)
    while low < high {
      bytes.swapAt(low, high)
      low += 1
      high -= 1
    }
  }
}
