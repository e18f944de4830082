import SettlementCore

/// What a later version of an issued statement says otherwise than the version before it (SPEC §8).
///
/// Its balances stay those of the first version, on which the next period rests: what has changed counts in later periods.
public struct StatementChanges: Sendable {
  /// Why a line has changed.
  public enum Cause: Equatable, Sendable {
    /// A posting that came after the statement was issued; its kind says what it is.
    case late
    /// A line of the partner's statement that is within tolerance.
    case tolerated
    /// A line of a statement that the partner has issued anew: the file.
    case reissued(file: String)
    case decided(Decision, reason: String, by: String)
    /// Other terms of an agreement's version.
    case correctedRule(agreement: String, effective: String)
  }

  /// One changed line. Amounts are minor units as owed to the partner.
  public struct Line: Equatable, Sendable {
    public var kind: GroupKind
    public var orderID: String
    /// That of its posting group: the record's id, or of an adjust the discrepancy's key.
    public var reference: String
    /// The line's own date; of an adjust that of what it adjusts.
    public var businessDay: CalendarDay
    public var old: Int64
    public var new: Int64
    public var currency: Currency
    public var cause: Cause
    /// The run that posted the difference, and its posting group.
    public var run: String
    public var group: Int64
    /// The period whose statement counts the difference.
    public var countedIn: Counted

    public init(
      kind: GroupKind, orderID: String, reference: String, businessDay: CalendarDay, old: Int64, new: Int64, currency: Currency,
      cause: Cause, run: String, group: Int64, countedIn: Counted
    ) {
      self.kind = kind
      self.orderID = orderID
      self.reference = reference
      self.businessDay = businessDay
      self.old = old
      self.new = new
      self.currency = currency
      self.cause = cause
      self.run = run
      self.group = group
      self.countedIn = countedIn
    }

    /// new − old
    public var difference: Int64 { new - old }
  }

  /// A period in whose statement differences count.
  public struct Counted: Hashable, Sendable {
    public var period: String
    /// It was closed itself when this version was made.
    public var isClosed: Bool

    public init(period: String, isClosed: Bool) {
      self.period = period
      self.isClosed = isClosed
    }
  }

  /// The balance of one currency as it was issued, and where all differences since count, those of versions before included.
  public struct Balance: Equatable, Sendable {
    public var currency: Currency
    public var closing: Int64
    public var due: Int64
    public var carriedForward: Int64
    /// In the order of the periods.
    public var stated: [Stated]

    public init(currency: Currency, closing: Int64, due: Int64, carriedForward: Int64, stated: [Stated] = []) {
      self.currency = currency
      self.closing = closing
      self.due = due
      self.carriedForward = carriedForward
      self.stated = stated
    }
  }

  /// The differences that one period counts.
  public struct Stated: Equatable, Sendable {
    public var period: Counted
    public var amount: Int64

    public init(_ period: Counted, _ amount: Int64) {
      self.period = period
      self.amount = amount
    }
  }

  /// The number of the version that this one replaces.
  public var replaces: String
  public var reason: String
  public var by: String
  /// By group.
  public var lines: [Line]
  /// By currency code.
  public var balances: [Balance]

  public init(replaces: String, reason: String, by: String, lines: [Line], balances: [Balance]) {
    self.replaces = replaces
    self.reason = reason
    self.by = by
    self.lines = lines
    self.balances = balances
  }

  func balance(_ currency: Currency) -> Balance? { balances.first { $0.currency == currency } }
}

extension StatementChanges.Line {
  /// One word for the cause, as the file of changes prints it.
  public var causeWord: String {
    switch cause {
    case .late: lateWord
    case .tolerated: "tolerated"
    case .reissued: "reissued-statement"
    case .decided: "resolved-discrepancy"
    case .correctedRule: "corrected-rule"
    }
  }

  private var lateWord: String {
    switch kind {
    case .order: "late-order"
    case .earn: "late-redemption"
    case .unearn: "late-reversal"
    case .refund: "late-refund"
    case .undo: "late-undo"
    case .lapse: "late-lapse"
    case .trueUp: "late-true-up"
    case .adjust, .payout: "late"
    }
  }

  /// What there is to say about the cause; empty: nothing.
  public var causeDetail: String {
    switch cause {
    case .late, .tolerated: ""
    case .reissued(let file): file
    case .decided(let decision, let reason, let by): "\(decision.rawValue) by \(by): \(reason)"
    case .correctedRule(let agreement, let effective): "\(agreement) \(effective)"
    }
  }
}
