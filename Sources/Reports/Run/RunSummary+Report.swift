import SettlementCore

extension RunSummary {
  /// One group of accounts over a run: opening and moves sum to closing, and each column of all groups sums to zero.
  ///
  /// Signed as in the ledger: debit +, credit −.
  public struct MoneyRow: Codable, Equatable, Sendable {
    public struct Move: Codable, Equatable, Sendable {
      /// As `postings.csv` writes it.
      public var kind: String
      public var amount: String
    }
    public var currency: String
    /// `custody`, `held`, `payable`, `revenue` …; the accounts of all parties together.
    public var group: String
    public var opening: String
    /// By kind of posting group, those that moved something.
    public var moves: [Move]
    public var closing: String

    /// Minor units. Throws `AmountOverflow` when the opening does not fit.
    public init(currency: Currency, group: String, moves: [(kind: GroupKind, amount: Int64)], closing: Int64) throws(AmountOverflow) {
      var opening = closing
      for move in moves { opening = try opening.adding(try move.amount.times(-1)) }
      self.currency = currency.code
      self.group = group
      self.opening = Money(opening, currency).decimal
      self.moves = moves.map { Move(kind: $0.kind.name, amount: Money($0.amount, currency).decimal) }
      self.closing = Money(closing, currency).decimal
    }
  }

  /// A partner of the rules after the run.
  public struct Partner: Codable, Equatable, Sendable {
    /// What we owe it in one currency: owed +.
    public struct Account: Codable, Equatable, Sendable {
      public var currency: String
      /// Locked for it, not owed yet.
      public var held: String
      /// Owed before the run, what the run changed, owed after it.
      public var opening: String
      public var change: String
      public var closing: String

      /// Minor units. Throws `AmountOverflow` when the opening does not fit.
      public init(currency: Currency, held: Int64, change: Int64, closing: Int64) throws(AmountOverflow) {
        self.currency = currency.code
        self.held = Money(held, currency).decimal
        opening = Money(try closing.adding(try change.times(-1)), currency).decimal
        self.change = Money(change, currency).decimal
        self.closing = Money(closing, currency).decimal
      }
    }
    public var partner: String
    public var title: String
    /// True when it sends statements.
    public var isReconciled: Bool
    public var accounts: [Account]
    public var open: Int64
    public var inTransit: Int64

    public init(partner: String, title: String, isReconciled: Bool, accounts: [Account], open: Int64, inTransit: Int64) {
      self.partner = partner
      self.title = title
      self.isReconciled = isReconciled
      self.accounts = accounts
      self.open = open
      self.inTransit = inTransit
    }
  }

  /// Discrepancies of one kind, state and currency.
  public struct Difference: Codable, Equatable, Sendable {
    public struct Age: Codable, Equatable, Sendable {
      /// Days since it was first seen: `0-1`, `2-7`, `8-30`, `31+`.
      public var days: String
      public var count: Int64
    }
    public var kind: String
    public var state: String
    /// Empty: without amounts.
    public var currency: String
    public var count: Int64
    /// Those that have some, the youngest first.
    public var ages: [Age]
    /// Sums over its rows; empty without currency, and when they do not fit 64 bits.
    public var ours: String
    public var theirs: String
    public var difference: String
    /// Sum of the differences without their signs.
    public var absolute: String
  }

  /// One discrepancy that is not resolved, among the largest.
  public struct Largest: Codable, Equatable, Sendable {
    public var partner: String
    public var kind: String
    public var key: String
    public var orderID: String
    public var ours: String
    public var theirs: String
    public var difference: String
    public var currency: String
    public var businessDate: String
    public var ageDays: Int64
    public var state: String
    public var leg: String
    /// The row of `discrepancies.xlsx` in which it stands, on the sheet of its kind.
    public var row: Int64
  }

  /// Open discrepancies for which the same is to be done.
  public struct Task: Codable, Equatable, Sendable {
    public var kind: String
    /// The book that is said to be wrong, and the one in which they were found.
    public var leg: String
    public var book: String
    /// What their keys begin with, as far as it matters: `reversed`, `group`, `fee`, else empty.
    public var about: String
    /// Whose lines they are, as far as it matters: `ours`, `theirs`, else `both`.
    public var sides: String
    public var count: Int64
  }

  /// Something that is to be looked at: a count that is above a limit of the configuration.
  public struct Risk: Codable, Equatable, Sendable {
    public enum Kind: String, Codable, Sendable {
      case overRedeemed = "over-redeemed"
      case burst
      case refundAfterRedemption = "refund-after-redemption"
      case shareCap = "share-cap"
      case heldLong = "held-long"
      case splitRequests = "split-requests"
      case growth
      case buyerRedemptions = "buyer-redemptions"
      case buyerOrders = "buyer-orders"
    }
    public var kind: Kind
    /// A partner's or a channel's id, or what stands for a buyer.
    public var about: String
    public var count: Int64
    /// Of how many; nil where there is no whole.
    public var total: Int64?
    /// How many buyers are above the limit; nil where it is not about one.
    public var buyers: Int64?
    /// The limit as a part of the whole, `20%` or `1/3`; nil where there is none.
    public var percent: String?
    /// The limit as a count.
    public var limit: Int64
    /// `10m`, `24h`, `7d`; nil where time plays no part.
    public var within: String?
    /// When it began, local `HH:MM`; nil where time plays no part.
    public var from: String?

    public init(
      kind: Kind, about: String, count: Int64, total: Int64? = nil, buyers: Int64? = nil, percent: Rate? = nil, limit: Int64,
      within: String? = nil, from: String? = nil
    ) {
      self.kind = kind
      self.about = about
      self.count = count
      self.total = total
      self.buyers = buyers
      self.percent = percent?.description
      self.limit = limit
      self.within = within
      self.from = from
    }
  }

  /// What the runs of one business day came to.
  public struct TrendDay: Codable, Equatable, Sendable {
    public struct Paid: Codable, Equatable, Sendable {
      public var currency: String
      public var amount: String

      public init(currency: Currency, amount: Int64) {
        self.currency = currency.code
        self.amount = Money(amount, currency).decimal
      }
    }
    public var day: String
    /// Orders that came, and what was paid for those that were split, by currency.
    public var orders: Int64
    public var paid: [Paid]
    /// Discrepancies after the day's last run.
    public var open: Int64
    public var inTransit: Int64

    public init(day: CalendarDay, orders: Int64, paid: [Paid], open: Int64, inTransit: Int64) {
      self.day = day.description
      self.orders = orders
      self.paid = paid
      self.open = open
      self.inTransit = inTransit
    }
  }
}
