import SettlementCore

/// What the runs of one period came to, looked at from several sides. Amounts are minor units of the row's currency.
public struct PeriodAnalysis: Sendable {
  /// Sums of what the runs posted. Reversals, failed refunds and taken-back lapses count against what they undo.
  public struct Figures: Equatable, Sendable {
    public var orders: Int64 = 0
    public var paid: Int64 = 0
    public var refunds: Int64 = 0
    public var refunded: Int64 = 0
    /// Units of entitlements that were sold, and units that were redeemed.
    public var sold: Int64 = 0
    public var redeemed: Int64 = 0
    /// What was locked for units that lapsed.
    public var lapsed: Int64 = 0
    /// What others earned, and what the platform did.
    public var earned: Int64 = 0
    public var revenue: Int64 = 0

    public init() {}
  }

  /// One bundle, channel, entitlement or month of sale, in one currency.
  public struct Row: Sendable {
    public var name: String
    public var title: String
    public var currency: Currency
    public var figures: Figures

    public init(name: String, title: String, currency: Currency, figures: Figures) {
      (self.name, self.title, self.currency, self.figures) = (name, title, currency, figures)
    }
  }

  /// What a party is owed, by the movements of its payable: owed +.
  public struct PartnerRow: Sendable {
    public var partner: String
    public var title: String
    public var currency: Currency
    /// By kind of movement, and what stood at the end.
    public var moves: [RollForward.Movement: Int64]
    public var closing: Int64
    /// Open discrepancies after the last run.
    public var open: Int64

    /// What stood before the period: a balance of the ledger, whatever the way to it.
    var opening: Int64 { Int64(moves.values.reduce(Int128(closing)) { $0 - Int128($1) }) }

    public init(
      partner: String, title: String, currency: Currency, moves: [RollForward.Movement: Int64], closing: Int64, open: Int64
    ) {
      (self.partner, self.title, self.currency) = (partner, title, currency)
      (self.moves, self.closing, self.open) = (moves, closing, open)
    }
  }

  /// Where a ladder will stand at the end of its tier period, if it goes on as it has.
  public struct Forecast: Sendable {
    public var agreement: String
    public var entitlement: String
    public var party: String
    public var period: String
    public var currency: Currency
    public var isByUnits: Bool
    /// Days of the tier period that have run, and those to come.
    public var days: Int64
    public var daysLeft: Int64
    /// Units or minor units, now and at the end; nil: no higher tier.
    public var position: Int64
    public var expected: Int64
    public var leftInTier: Int64?
    /// From 1.
    public var tier: Int
    public var expectedTier: Int
    /// What the tariff gives now and at the end, and at the end if it had no higher tier.
    public var earned: Int64
    public var expectedEarned: Int64
    public var withoutNextTier: Int64

    public init(
      agreement: String, entitlement: String, party: String, period: String, currency: Currency, isByUnits: Bool, days: Int64,
      daysLeft: Int64,
      position: Int64, expected: Int64, leftInTier: Int64?, tier: Int, expectedTier: Int, earned: Int64, expectedEarned: Int64,
      withoutNextTier: Int64
    ) {
      (self.agreement, self.entitlement, self.party, self.period) = (agreement, entitlement, party, period)
      (self.currency, self.isByUnits, self.days, self.daysLeft) = (currency, isByUnits, days, daysLeft)
      (self.position, self.expected, self.leftInTier, self.tier, self.expectedTier) = (position, expected, leftInTier, tier, expectedTier)
      (self.earned, self.expectedEarned, self.withoutNextTier) = (earned, expectedEarned, withoutNextTier)
    }
  }

  public var period: String
  /// First and last.
  public var runs: (first: String, last: String)
  public var bundles: [Row] = []
  public var channels: [Row] = []
  /// Titles are those of the party that delivers it.
  public var entitlements: [Row] = []
  /// By month of sale, `2026-02`.
  public var cohorts: [Row] = []
  public var partners: [PartnerRow] = []
  public var forecasts: [Forecast] = []
  /// All bundles together first, then each; none when no order of the period came with a buyer.
  public var repurchases: [Repurchase] = []
  /// As the runs told them.
  public var risks: [(run: String, risk: RunSummary.Risk)] = []

  public init(period: String, runs: (first: String, last: String)) { (self.period, self.runs) = (period, runs) }
}

extension PeriodAnalysis.Figures {
  /// Adds others, figure by figure. Throws `AmountOverflow`.
  public mutating func add(_ other: Self) throws(AmountOverflow) {
    orders = try orders.adding(other.orders)
    paid = try paid.adding(other.paid)
    refunds = try refunds.adding(other.refunds)
    refunded = try refunded.adding(other.refunded)
    sold = try sold.adding(other.sold)
    redeemed = try redeemed.adding(other.redeemed)
    lapsed = try lapsed.adding(other.lapsed)
    earned = try earned.adding(other.earned)
    revenue = try revenue.adding(other.revenue)
  }

  /// In hundredths of a percent: of what was paid, what was refunded; of units sold, those redeemed; of what is earned, the platform's.
  public var refundRate: Int64? { Self.percent(refunded, of: paid) }
  public var redemptionRate: Int64? { Self.percent(redeemed, of: sold) }
  public var margin: Int64? { (try? revenue.adding(earned)).flatMap { Self.percent(revenue, of: $0) } }

  /// Hundredths of a percent, rounded half away from zero; nil of nothing.
  public static func percent(_ part: Int64, of whole: Int64) -> Int64? {
    guard whole > 0 else { return nil }
    let twice = Int128(part) * 20_000
    let rounded = (twice + (part < 0 ? -Int128(whole) : Int128(whole))) / (2 * Int128(whole))
    return Int64(exactly: rounded)
  }
}
