/// The running measure of one tiered share of one party in one tier period (阶梯, SPEC §5).
///
/// Law: after `settle`, what the ladder has earned, refunds and true-ups included, equals T(measure).
public struct Ladder: Sendable {
  public private(set) var measure: LadderMeasure
  /// Minor units.
  public private(set) var earned: Int64

  public init(measure: LadderMeasure = LadderMeasure(), earned: Int64 = 0) {
    self.measure = measure
    self.earned = earned
  }

  /// Climbs by one earning and returns its price, which the party is owed.
  public mutating func earn(units: Int64, base: Int64, by tariff: Tariff, _ rounding: Rounding) throws(AmountOverflow) -> Int64 {
    let price = try tariff.price(of: LadderMeasure(units: units, amount: base), after: measure, rounding)
    try move(units: units, base: base, earned: price)
    return price
  }

  /// Moves by a reversal (minus its price), a refund (minus what was taken) or the undo of one.
  public mutating func move(units: Int64, base: Int64, earned amount: Int64) throws(AmountOverflow) {
    measure.units = try measure.units.adding(units)
    measure.amount = try measure.amount.adding(base)
    earned = try earned.adding(amount)
    assert(measure.units >= 0 && measure.amount >= 0, "a ladder never stands below its foot")
  }

  /// Brings what was earned to T(measure); returns the difference, which the true-up posts.
  public mutating func settle(by tariff: Tariff, _ rounding: Rounding) throws(AmountOverflow) -> Int64 {
    let difference = try tariff.total(measure, rounding) - earned
    earned += difference
    return difference
  }
}

/// Which ladder: ordered by agreement, version, place, party and period as SPEC §4 orders the true-ups (names as bytes).
public struct LadderKey: Hashable, Sendable {
  /// Number of the terms.
  public let terms: Int32
  /// Index of the share among its terms' lines.
  public let share: Int32
  public let party: Int32
  public let period: Int32

  public init(terms: Int32, share: Int32, party: Int32, period: Int32) {
    self.terms = terms
    self.share = share
    self.party = party
    self.period = period
  }
}
