import SettlementCore

/// The fees of an order and of its line on a bill, where they differ (SPEC §7): minor units of the order's currency.
public struct FeeDifference: Sendable, Equatable {
  public let ours: Int64
  public let theirs: Int64
  /// Resolved: within tolerance, and posted once.
  public let state: Finding.State
}

extension StatementProfile.Tolerance {
  /// Nil when the fees agree, or when one side has none: our refunds have no fee of their own.
  ///
  /// The line's fee is rounded once, from its own digits to the currency. Throws `AmountOverflow` when that leaves 64 bits.
  func feeDifference(_ claims: ClaimTable, _ claim: Int, _ lines: LineTable, _ line: Int) throws(AmountOverflow) -> FeeDifference? {
    if claims.fee.isEmpty || lines.fee.isEmpty { return nil }
    let (ours, exact) = (claims.fee[claim], lines.fee[line])
    let currency = claims.currency[claim]
    guard ours != ClaimTable.noFee, exact != ClaimTable.noFee, lines.currency[line] == .unknown || lines.currency[line] == currency else {
      return nil
    }
    let theirs = try Self.rounded(exact, digits: Int(lines.feeDigits[line]), to: currency, claims.feeRounding[claim])
    if ours == theirs { return nil }
    return FeeDifference(ours: ours, theirs: theirs, state: allows(ours: ours, theirs: theirs, currency) ? .resolved : .open)
  }

  private static func rounded(_ fee: Int64, digits: Int, to currency: Currency, _ rounding: Rounding) throws(AmountOverflow) -> Int64 {
    var (factor, divisor) = (Int128(1), Int128(1))
    for _ in 0..<max(0, digits - currency.exponent) { divisor *= 10 }
    for _ in 0..<max(0, currency.exponent - digits) { factor *= 10 }
    guard let minor = Int64(exactly: divide(Int128(fee) * factor, by: divisor, rounding)) else { throw AmountOverflow() }
    return minor
  }
}
