import SettlementCore

extension StatementProfile.Tolerance {
  /// True when theirs may stand for ours: |theirs − ours| ≤ absolute, or ≤ percent of |ours|, on the side that is tolerated (SPEC §7).
  ///
  /// Both in minor units of `currency`; digits of `absolute` beyond the currency are cut.
  public func allows(ours: Int64, theirs: Int64, _ currency: Currency) -> Bool {
    let difference = Int128(theirs) - Int128(ours)
    if difference == 0 { return true }
    if side == .under && difference > 0 || side == .over && difference < 0 { return false }
    if difference.magnitude <= Self.cut(absolute, currency).magnitude { return true }
    return difference.magnitude * UInt128(percent.denominator) <= Int128(ours).magnitude * UInt128(percent.numerator)
  }

  /// A decimal text in minor units, its digits beyond the currency's cut.
  private static func cut(_ text: String, _ currency: Currency) -> Int64 {
    var kept = text
    if let point = text.firstIndex(of: ".") {
      let decimals = text[text.index(after: point)...].prefix(currency.exponent)
      kept = decimals.isEmpty ? String(text[..<point]) : text[...point] + String(decimals)
    }
    return (try? MoneyText.parse(kept, exponent: currency.exponent)) ?? 0
  }
}
