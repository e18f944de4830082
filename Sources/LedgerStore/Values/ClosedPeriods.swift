import SettlementCore

/// A period of one partner that was closed, and the statement that was issued for it (SPEC §8). Final: such a row never changes.
public struct ClosedPeriod: Hashable, Sendable {
  /// What stood in the way of closing, and who closed all the same.
  public struct Force: Hashable, Sendable {
    /// What was missing or open, in words.
    public var obstacles: String
    public var reason: String
    public var by: String

    public init(obstacles: String, reason: String, by: String) {
      self.obstacles = obstacles
      self.reason = reason
      self.by = by
    }
  }

  /// Why a later version replaces an earlier one.
  public struct Restatement: Hashable, Sendable {
    /// The number of the version that it replaces.
    public var replaces: String
    public var reason: String
    public var by: String
    /// The last day that was closed of the partner when it was made.
    public var closedThrough: CalendarDay
    /// Of the file of changed lines, in hex.
    public var changesSHA256: String
    /// How many lines have changed.
    public var changes: Int64

    public init(
      replaces: String, reason: String, by: String, closedThrough: CalendarDay, changesSHA256: String = "", changes: Int64 = 0
    ) {
      self.replaces = replaces
      self.reason = reason
      self.by = by
      self.closedThrough = closedThrough
      self.changesSHA256 = changesSHA256
      self.changes = changes
    }
  }

  public var partner: String
  /// Its name: `2026-03`.
  public var period: String
  public var days: ClosedRange<CalendarDay>
  /// 1 for R1.
  public var version: Int
  /// The number of the statement: `QF-eleme-2026-03-R1`.
  public var statement: String
  /// The newest run when it was closed: the lines of later runs are not in it.
  public var run: Int32
  /// Of the issued workbook, in hex.
  public var sha256: String
  /// How many lines the statement shows.
  public var lines: Int64
  /// Nil: nothing stood in the way.
  public var force: Force?
  /// Nil: the first version.
  public var restatement: Restatement?
  /// One per currency, by code. Those of a later version are those of the first: what has changed counts in a later period.
  public var accounts: [ClosedAccount]

  public init(
    partner: String, period: String, days: ClosedRange<CalendarDay>, version: Int = 1, statement: String, run: Int32, sha256: String,
    lines: Int64, force: Force? = nil, restatement: Restatement? = nil, accounts: [ClosedAccount]
  ) {
    self.partner = partner
    self.period = period
    self.days = days
    self.version = version
    self.statement = statement
    self.run = run
    self.sha256 = sha256
    self.lines = lines
    self.force = force
    self.restatement = restatement
    self.accounts = accounts
  }
}

/// How the payable of a closed period went in one currency. Minor units.
///
/// Laws: opening + earned − refunded + trueUps + adjustments − paid = closing = due + carriedForward; due ≥ 0.
public struct ClosedAccount: Hashable, Sendable {
  public var currency: Currency
  public var opening: Int64
  public var earned: Int64
  /// What was taken back, as a positive amount.
  public var refunded: Int64
  public var trueUps: Int64
  public var adjustments: Int64
  /// What was paid out, as a positive amount.
  public var paid: Int64
  public var closing: Int64
  /// What the statement says is payable now.
  public var due: Int64
  /// What of the closing balance is not payable now; negative when more than the balance is.
  public var carriedForward: Int64

  public init(
    currency: Currency, opening: Int64, earned: Int64, refunded: Int64, trueUps: Int64, adjustments: Int64, paid: Int64, closing: Int64,
    due: Int64, carriedForward: Int64
  ) {
    self.currency = currency
    self.opening = opening
    self.earned = earned
    self.refunded = refunded
    self.trueUps = trueUps
    self.adjustments = adjustments
    self.paid = paid
    self.closing = closing
    self.due = due
    self.carriedForward = carriedForward
  }
}
