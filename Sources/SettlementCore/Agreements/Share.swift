/// One line of an agreement: who gets what of an order (分成). The platform's remainder is no share here; every order has one.
public struct Share: Sendable {
  /// Who is paid.
  public enum Payee: Hashable, Sendable {
    case party(String)
    /// The order's channel; the platform, when the order has none.
    case channel
  }
  /// What a share gives up on a refund (SPEC §4).
  public enum Gives: String, Sendable, CaseIterable {
    case all, held, cancelled
  }
  /// Where the money of a lapsed unit goes.
  public enum OnExpiry: String, Sendable, CaseIterable {
    case remainder, payee
  }

  /// The `to:` of the platform itself.
  public static let platform = "platform"

  public let to: Payee
  /// Nil: the share is earned when the order is posted.
  public let entitlement: String?
  /// Units of the entitlement in one bundle, 1 or more.
  public let units: Int64
  public let amount: ShareAmount
  /// Bounds of a fixed or percent share's amount for the order, minor units.
  public let minimum: Int64?
  public let maximum: Int64?
  /// Days after the business date of paid_at on which a unit can still be redeemed; nil: for ever.
  public let expiresAfter: Int?
  public let onExpiry: OnExpiry
  public let gives: Gives
  /// Place of the line in the file's list, from 0 (the remainder line counts).
  public let place: Int

  public init(
    to: Payee, entitlement: String?, units: Int64 = 1, amount: ShareAmount, minimum: Int64? = nil, maximum: Int64? = nil,
    expiresAfter: Int? = nil, onExpiry: OnExpiry = .remainder, gives: Gives? = nil, place: Int
  ) {
    self.to = to
    self.entitlement = entitlement
    self.units = units
    self.amount = amount
    self.minimum = minimum
    self.maximum = maximum
    self.expiresAfter = expiresAfter
    self.onExpiry = onExpiry
    self.gives = gives ?? Self.defaultGives(entitlement: entitlement, amount: amount)
    self.place = place
  }

  /// `cancelled` for fixed entitlement shares and tiers by units, `held` for other entitlement shares, `all` without entitlement (SPEC §3).
  public static func defaultGives(entitlement: String?, amount: ShareAmount) -> Gives {
    guard entitlement != nil else { return .all }
    switch amount {
    case .fixed: return .cancelled
    case .tiered(let tariff): return tariff.measure == .units ? .cancelled : .held
    case .percent: return .held
    }
  }
}

/// How much a share gets.
public enum ShareAmount: Sendable {
  /// What a percentage is taken of.
  public enum Whole: String, Sendable, CaseIterable {
    /// The base B of the order.
    case base
    /// What the shares above have left of B, at least 0.
    case rest
  }
  /// Minor units per unit (per bundle without entitlement).
  case fixed(Int64)
  case percent(Rate, of: Whole)
  case tiered(Tariff)
}
