/// Exact decimal text ↔ minor units (SPEC §2). Nothing is ever rounded, and no separator but one point is understood.
public enum MoneyText {
  /// Why a text is no amount.
  public enum Problem: Error, Equatable {
    /// Not a plain decimal number: empty, an exponent, a separator, a space, NaN.
    case notANumber
    /// A digit other than zero beyond the currency's decimals.
    case tooPrecise
    /// More than 64 bits of minor units.
    case overflow

    /// What was expected instead, for a reject's message.
    public func expected(exponent: Int) -> String {
      switch self {
      case .notANumber: "a plain decimal number such as \(MoneyText.print(19900, exponent: exponent))"
      case .tooPrecise: exponent == 0 ? "a whole number" : "at most \(exponent) decimals"
      case .overflow: "an amount that fits 64 bits of minor units"
      }
    }
  }

  /// Minor units of the decimal in `bytes[start..<end]`.
  ///
  /// Accepts `-`, digits, and a point with digits on both sides; zeros beyond the exponent do no harm.
  @inlinable
  public static func parse(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, exponent: Int) throws(Problem) -> Int64 {
    var place = start
    var negative = false
    if place < end, bytes[place] == 0x2D {
      negative = true
      place += 1
    }
    guard place < end else { throw .notANumber }
    var value: Int64 = 0  // negated, so that Int64.min can be read
    var decimals = -1
    var overflow = false
    var tooPrecise = false
    var digits = 0
    while place < end {
      let byte = bytes[place]
      place += 1
      if byte == 0x2E {
        guard decimals < 0, digits > 0, place < end else { throw .notANumber }
        decimals = 0
        continue
      }
      let digit = byte &- 0x30
      guard digit <= 9 else { throw .notANumber }
      digits += 1
      if decimals >= 0 {
        decimals += 1
        if decimals > exponent {
          if digit != 0 { tooPrecise = true }
          continue
        }
      }
      let (tens, first) = value.multipliedReportingOverflow(by: 10)
      let (sum, second) = tens.subtractingReportingOverflow(Int64(digit))
      if first || second { overflow = true }
      value = sum
    }
    if overflow { throw .overflow }
    if tooPrecise { throw .tooPrecise }
    var missing = exponent - max(decimals, 0)
    while missing > 0 {
      let (tens, wraps) = value.multipliedReportingOverflow(by: 10)
      if wraps { throw .overflow }
      value = tens
      missing -= 1
    }
    if negative { return value }
    guard value != .min else { throw .overflow }
    return -value
  }

  /// Minor units of a decimal text.
  public static func parse(_ text: String, exponent: Int) throws(Problem) -> Int64 {
    let bytes = Array(text.utf8)
    return try parse(bytes.span, 0, bytes.count, exponent: exponent)
  }

  /// The decimal with exactly the exponent's decimals, `-0.05`.
  public static func print(_ minorUnits: Int64, exponent: Int) -> String {
    var digits = String(minorUnits.magnitude)
    if exponent > 0 {
      if digits.utf8.count <= exponent { digits = String(repeating: "0", count: exponent + 1 - digits.utf8.count) + digits }
      digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -exponent))
    }
    return minorUnits < 0 ? "-" + digits : digits
  }
}
