import SettlementCore

/// What makes a discrepancy the same one in every run (SPEC §7).
public struct DiscrepancyIdentity: Hashable, Sendable {
  /// The share's party, or `-`.
  public var partner: String
  /// As SPEC §7 writes it: `missing-at-partner`.
  public var kind: String
  /// `redemption:<id>`, `order:<id>`, `<type>:<reference>` ….
  public var key: String

  public init(partner: String, kind: String, key: String) {
    self.partner = partner
    self.kind = kind
    self.key = key
  }
}

/// One version of a discrepancy: what a run that changed it left.
public struct DiscrepancyRow: Hashable, Sendable {
  public enum State: String, Sendable, CaseIterable {
    case inTransit = "in-transit"
    case open, resolved
  }
  public var identity: DiscrepancyIdentity
  public var run: Int32
  public var state: State
  /// The business day of the run that first showed it.
  public var firstSeen: CalendarDay
  /// Minor units of `currency`; nil: empty.
  public var ours: Int64?
  public var theirs: Int64?
  /// `unknown`: empty.
  public var currency: Currency
  public var businessDate: CalendarDay
  public var orderID: String
  /// `store`, `partner` or `channel`.
  public var leg: String
  /// Whose statement it was found on, or `store`: as the leg, which may have moved on to the book that is wrong.
  public var book: String
  public var detail: String

  public init(
    identity: DiscrepancyIdentity, run: Int32, state: State, firstSeen: CalendarDay, ours: Int64?, theirs: Int64?, currency: Currency,
    businessDate: CalendarDay, orderID: String, leg: String, book: String? = nil, detail: String
  ) {
    self.identity = identity
    self.run = run
    self.state = state
    self.firstSeen = firstSeen
    self.ours = ours
    self.theirs = theirs
    self.currency = currency
    self.businessDate = businessDate
    self.orderID = orderID
    self.leg = leg
    self.book = book ?? leg
    self.detail = detail
  }
}
