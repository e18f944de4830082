/// What one event of an order moves on a ladder (SPEC §5).
public struct LadderMove: Sendable {
  public enum Kind: UInt8, Sendable {
    /// An earning: the party is owed its price.
    case earn
    /// A redemption taken back, with the price that it earned.
    case unearn
    /// A refund takes from, or its undo gives back to, a share without entitlement: the amount itself.
    case give
  }
  public let kind: Kind
  /// Index of the share among its terms' lines.
  public let share: Int32
  public let party: Int32
  /// The business date that decides the tier period.
  public let day: CalendarDay
  /// The caller's number of the redemption, −1 for a share without entitlement.
  public let redemption: Int32
  /// What the measure gains: units and base, minor units.
  public let units: Int64
  public let base: Int64
  /// What the order's share moved on payable, minor units: the amount it held, not the price.
  public let amount: Int64
}
