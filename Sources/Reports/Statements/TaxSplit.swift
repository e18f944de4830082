import SettlementCore

/// Parts amounts that hold a tax: without it, and the tax.
///
/// Without tax = round(amount · 100 / (100 + rate)), half away from zero, line by line; the tax is the rest. Totals are sums of lines, so they
/// agree with the lines to the fen; a total parted anew may differ from them.
struct TaxSplit {
  let rate: Rate

  /// Minor units; no amount grows by it.
  func withoutTax(_ amount: Int64) -> Int64 {
    let part = divide(Int128(amount) * Int128(rate.denominator), by: Int128(rate.denominator) + Int128(rate.numerator), .halfUp)
    return Int64(part)
  }

  /// A payment settles what was taxed before: it has no tax of its own.
  static func isTaxed(_ kind: GroupKind) -> Bool { kind != .payout }
}

extension PartnerStatement {
  var taxSplit: TaxSplit? { partner.tax.map(TaxSplit.init) }
}
