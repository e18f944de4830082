/// How far a ladder has been climbed: n net units and a, the net sum of their base parts in minor units (SPEC §5).
public struct LadderMeasure: Hashable, Sendable {
  public var units: Int64
  public var amount: Int64

  public init(units: Int64 = 0, amount: Int64 = 0) {
    self.units = units
    self.amount = amount
  }
}

extension Tariff {
  /// T(measure): what the whole measure is worth, rounded once. Minor units. Throws `AmountOverflow` beyond 128 or 64 bits.
  public func total(_ at: LadderMeasure, _ rounding: Rounding) throws(AmountOverflow) -> Int64 {
    let position = measure == .units ? at.units : at.amount
    guard position > 0 else { return 0 }
    var sum = ExactSum()
    var flats: Int64 = 0
    var lower: Int64 = 0
    for (place, tier) in tiers.enumerated() {
      guard position > lower else { break }
      let isReached = tier.upTo.map { position <= $0 } ?? true
      let inside = mode == .volume ? (isReached ? position : 0) : min(position, tier.upTo ?? position) - lower
      if mode == .graduated || isReached { flats = try flats.adding(tier.flat) }
      if inside > 0 { try add(inside, of: at, in: tiers[place].price, to: &sum) }
      lower = tier.upTo ?? position
    }
    return try sum.rounded(rounding).adding(flats)
  }

  private func add(_ inside: Int64, of at: LadderMeasure, in price: Tier.Price, to sum: inout ExactSum) throws(AmountOverflow) {
    switch price {
    case .fixed(let price): try sum.add(Int128(price) * Int128(inside), over: 1)
    case .percent(let rate) where measure == .amount: try sum.add(Int128(rate.numerator) * Int128(inside), over: Int128(rate.denominator))
    case .percent(let rate):
      let (product, overflow) = (Int128(rate.numerator) * Int128(at.amount)).multipliedReportingOverflow(by: Int128(inside))
      if overflow { throw AmountOverflow() }
      try sum.add(product, over: Int128(rate.denominator) * Int128(at.units))
    }
  }

  /// The price of one earning that climbs from `before` by `step` (SPEC §5). Graduated by amount: the difference of two totals; otherwise the
  /// price, without flat, of the tier that holds the position reached.
  public func price(of step: LadderMeasure, after before: LadderMeasure, _ rounding: Rounding) throws(AmountOverflow) -> Int64 {
    let reached = LadderMeasure(units: before.units + step.units, amount: try before.amount.adding(step.amount))
    if mode == .graduated && measure == .amount { return try total(reached, rounding) - total(before, rounding) }
    switch tier(holding: measure == .units ? reached.units : reached.amount).price {
    case .fixed(let price): return try price.times(step.units)
    case .percent(let rate): return try rate.part(of: step.amount, rounding)
    }
  }

  /// The tier that holds a position: bounds are inclusive, and the first holds zero too.
  public func tier(holding position: Int64) -> Tier { tiers.first { $0.upTo.map { position <= $0 } ?? true } ?? tiers[tiers.count - 1] }
}

/// A sum of fractions that stays exact until it is rounded once.
private struct ExactSum {
  private var numerator: Int128 = 0
  private var denominator: Int128 = 1

  mutating func add(_ top: Int128, over bottom: Int128) throws(AmountOverflow) {
    let divisor = Rate.greatestCommonDivisor(denominator, bottom)
    let (left, a) = numerator.multipliedReportingOverflow(by: bottom / divisor)
    let (right, b) = top.multipliedReportingOverflow(by: denominator / divisor)
    let (sum, c) = left.addingReportingOverflow(right)
    let (common, d) = denominator.multipliedReportingOverflow(by: bottom / divisor)
    if a || b || c || d { throw AmountOverflow() }
    let reduce = Rate.greatestCommonDivisor(sum.magnitude, common.magnitude)
    (numerator, denominator) = (sum / Int128(reduce), common / Int128(reduce))
  }

  func rounded(_ rounding: Rounding) throws(AmountOverflow) -> Int64 {
    guard let narrow = Int64(exactly: divide(numerator, by: denominator, rounding)) else { throw AmountOverflow() }
    return narrow
  }
}
