import SettlementCore

/// How a partner's payable went from the period's opening to its closing, in one currency. Minor units.
///
/// Law: opening + earned − refunded + true-ups + adjustments − paid = closing (SPEC §8).
public struct RollForward: Equatable, Sendable {
  public var currency: Currency
  public var opening: Int64
  public var earned: Int64
  /// What was taken back, as a positive amount.
  public var refunded: Int64
  /// Signed.
  public var trueUps: Int64
  /// Signed.
  public var adjustments: Int64
  /// What was paid out, as a positive amount.
  public var paid: Int64
  /// What the ledger says is owed at the end.
  public var closing: Int64

  public init(
    currency: Currency, opening: Int64, earned: Int64 = 0, refunded: Int64 = 0, trueUps: Int64 = 0, adjustments: Int64 = 0, paid: Int64 = 0,
    closing: Int64
  ) {
    self.currency = currency
    self.opening = opening
    self.earned = earned
    self.refunded = refunded
    self.trueUps = trueUps
    self.adjustments = adjustments
    self.paid = paid
    self.closing = closing
  }

  /// The line of a roll-forward that a posting group counts in.
  public enum Movement: Int, Sendable, CaseIterable {
    case earned, refunded, trueUps, adjustments, paid

    /// order, earn and lapse are earned; unearn, refund and undo are refunded (an undo lowers it).
    ///
    /// `isLate`: its own date lies before the period, because that one was closed when it came. Such a group is an adjustment of what was
    /// stated before, whatever its kind (SPEC §8); only a payout is always what was paid.
    public init(_ kind: GroupKind, isLate: Bool) {
      switch kind {
      case .payout: self = .paid
      case _ where isLate: self = .adjustments
      case .order, .earn, .lapse: self = .earned
      case .unearn, .refund, .undo: self = .refunded
      case .trueUp: self = .trueUps
      case .adjust: self = .adjustments
      }
    }
  }

  /// Counts a change of what is owed; the closing too. Throws `AmountOverflow`.
  public mutating func add(_ amount: Int64, as movement: Movement) throws(AmountOverflow) {
    closing = try closing.adding(amount)
    switch movement {
    case .earned: earned = try earned.adding(amount)
    case .refunded: refunded = try refunded.adding(try amount.times(-1))
    case .trueUps: trueUps = try trueUps.adding(amount)
    case .adjustments: adjustments = try adjustments.adding(amount)
    case .paid: paid = try paid.adding(try amount.times(-1))
    }
  }

  /// What a movement adds to what is owed: refunded and paid take away.
  public func change(_ movement: Movement) -> Int64 {
    switch movement {
    case .earned: earned
    case .refunded: -refunded
    case .trueUps: trueUps
    case .adjustments: adjustments
    case .paid: -paid
    }
  }
}
