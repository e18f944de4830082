/// A tiered price (阶梯): what a running measure is worth in all, T(measure) (SPEC §5).
public struct Tariff: Sendable {
  public enum Measure: String, Sendable, CaseIterable {
    /// n, net redeemed units.
    case units
    /// a, the net sum of their base parts, minor units.
    case amount
  }
  public enum Mode: String, Sendable, CaseIterable {
    /// Each tier is filled with what falls into it.
    case graduated
    /// The whole measure is priced by the tier it has reached.
    case volume
  }

  public let measure: Measure
  public let mode: Mode
  public let per: TierPeriod
  /// Ascending; only the last has no upper bound; all of one price kind.
  public let tiers: [Tier]

  public init(measure: Measure, mode: Mode, per: TierPeriod, tiers: [Tier]) {
    self.measure = measure
    self.mode = mode
    self.per = per
    self.tiers = tiers
  }
}

/// One step of a tariff.
public struct Tier: Sendable {
  public enum Price: Sendable {
    case percent(Rate)
    /// Minor units per unit.
    case fixed(Int64)
  }
  /// The last measure inside, in units or minor units; nil: no upper bound.
  public let upTo: Int64?
  public let price: Price
  /// Counts once when the tier is entered (volume: only the tier reached). Minor units.
  public let flat: Int64

  public init(upTo: Int64?, price: Price, flat: Int64 = 0) {
    self.upTo = upTo
    self.price = price
    self.flat = flat
  }
}
