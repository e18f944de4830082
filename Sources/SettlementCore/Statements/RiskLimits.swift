/// From where on a run speaks of a risk. A risk is a hint for people: it posts nothing, blocks nothing and changes no exit code.
public struct RiskLimits: Equatable, Sendable {
  /// So many out of so many more, in a time.
  public struct Share: Equatable, Sendable {
    /// Seconds; days for what grows.
    public var within: Int64
    /// A risk is what is above this part of the whole …
    public var part: Rate
    /// … and is at least so many.
    public var atLeast: Int64

    public init(within: Int64, part: Rate, atLeast: Int64) {
      self.within = within
      self.part = part
      self.atLeast = atLeast
    }

    /// True when `count` of `total` is too much.
    public func isExceeded(_ count: Int64, of total: Int64) -> Bool { count >= atLeast && part.isExceeded(count, of: total) }
  }

  /// What a payment platform lets go to others of one order, how often, and for how long it keeps the money.
  public struct ShareCap: Equatable, Sendable {
    /// Ids of the channels whose money is split by the platform.
    public var channels: [String]
    public var part: Rate
    /// Parties of one order.
    public var receivers: Int64
    /// Splits of one order.
    public var requests: Int64
    /// Days after which what is not split is the shop's.
    public var days: Int64

    public init(channels: [String], part: Rate = Rate(3, over: 10)!, receivers: Int64 = 50, requests: Int64 = 50, days: Int64 = 180) {
      (self.channels, self.part, self.receivers, self.requests, self.days) = (channels, part, receivers, requests, days)
    }
  }

  /// How many redemptions beyond what was bought may be open per partner.
  public var overRedeemed: Int64 = 0
  /// Redemptions of one channel in any ten minutes, of all its redemptions of the day.
  public var burst = Share(within: 600, part: Rate(1, over: 5)!, atLeast: 100)
  /// Refunds of one channel within a day of a redemption of their order, of all its refunds of the run.
  public var refundAfterRedemption = Share(within: 86_400, part: Rate(1, over: 5)!, atLeast: 5)
  /// New open discrepancies of one partner in a week, of those that it had.
  public var growth = Share(within: 7, part: Rate(1, over: 2)!, atLeast: 5)
  /// How many redemptions of one buyer's orders, and how many orders of one buyer, a business day may have.
  public var buyerRedemptions: Int64 = 20
  public var buyerOrders: Int64 = 10
  /// Nil: no channel is capped.
  public var shareCap: ShareCap?

  public init() {}
}

extension Rate {
  /// True when `count` is above this part of `total`; exact.
  public func isExceeded(_ count: Int64, of total: Int64) -> Bool {
    Int128(count) * Int128(denominator) > Int128(total) * Int128(numerator)
  }
}
