import SettlementCore

/// What one run moved on one account for one day by one kind of group.
///
/// The day is the business date; of the payable of a partner with days of its own (SPEC §2), the partner's day.
public struct Movement: Hashable, Sendable {
  public var run: Int32
  public var currency: Currency
  public var account: Account
  public var day: CalendarDay
  public var kind: GroupKind
  /// Debit +, credit −.
  public var amount: Int64
  /// How many lines of postings it sums.
  public var lines: Int64

  public init(run: Int32, currency: Currency, account: Account, day: CalendarDay, kind: GroupKind, amount: Int64, lines: Int64) {
    self.run = run
    self.currency = currency
    self.account = account
    self.day = day
    self.kind = kind
    self.amount = amount
    self.lines = lines
  }
}

/// What an account holds after a run.
public struct AccountBalance: Hashable, Sendable {
  public var run: Int32
  public var currency: Currency
  public var account: Account
  public var amount: Int64

  public init(run: Int32, currency: Currency, account: Account, amount: Int64) {
    self.run = run
    self.currency = currency
    self.account = account
    self.amount = amount
  }
}

/// An adjust of one statement line within tolerance (SPEC §7).
public struct AdjustRecord: Hashable, Sendable {
  public var run: Int32
  public var partner: String
  /// The discrepancy's key.
  public var key: String
  public var orderID: String
  public var currency: Currency
  public var amount: Int64

  public init(run: Int32, partner: String, key: String, orderID: String, currency: Currency, amount: Int64) {
    self.run = run
    self.partner = partner
    self.key = key
    self.orderID = orderID
    self.currency = currency
    self.amount = amount
  }
}

/// An adjust that corrects what a partner was owed for a closed period by other terms of an agreement (SPEC §8).
public struct CorrectionRecord: Hashable, Sendable {
  /// Any in a new run.
  public var run: Int32
  public var partner: String
  /// The adjust's: `rule:<bundle>@<effective>:<order>`.
  public var key: String
  /// The last day of the closed period.
  public var lastDay: CalendarDay
  /// What was owed for the order in that period before the adjust, in minor units.
  public var owed: Int64
  /// SHA-256 of the file with the corrected terms, in hex.
  public var digest: String

  public init(run: Int32 = 0, partner: String, key: String, lastDay: CalendarDay, owed: Int64, digest: String) {
    self.run = run
    self.partner = partner
    self.key = key
    self.lastDay = lastDay
    self.owed = owed
    self.digest = digest
  }
}
