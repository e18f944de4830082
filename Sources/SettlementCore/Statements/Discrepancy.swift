/// The kinds of finding that need an explanation (SPEC §7).
public enum DiscrepancyKind: String, Sendable, CaseIterable {
  case missingAtPartner = "missing-at-partner"
  case missingAtStore = "missing-at-store"
  case amount, status, item, currency, duplicate
  case refundNotReversed = "refund-not-reversed"
  case controlTotal = "control-total"
  case redeemedAfterRefund = "redeemed-after-refund"
  case overRedeemed = "over-redeemed"
  case overRefund = "over-refund"
  case unknownOrder = "unknown-order"
  case noAgreement = "no-agreement"
  case splitExceedsBase = "split-exceeds-base"
  case recordChanged = "record-changed"
}

/// A finding of one run, before it is compared with what earlier runs found.
public struct Finding: Sendable {
  /// One of the three books that are compared.
  public enum Leg: String, Sendable, CaseIterable {
    case store, partner, channel
  }
  /// What a discrepancy is at the end of a run.
  public enum State: String, Sendable, CaseIterable {
    case inTransit = "in-transit"
    case open, resolved
  }

  /// The partner's id, or `-`.
  public var partner: String
  public var kind: DiscrepancyKind
  /// `redemption:<id>`, `refund:<id>`, `order:<id>`, `<type>:<reference>`, `fee:<reference>` or `group:<what its rows have in common>`.
  public var key: String
  public var orderID: String
  /// Minor units; nil: empty.
  public var ours: Int64?
  public var theirs: Int64?
  /// `unknown` prints as empty.
  public var currency: Currency
  public var businessDate: CalendarDay
  /// The book that is said to be wrong: ``book``, until the third book speaks against the store.
  public var leg: Leg
  /// The book in which it was found: the store's own, a partner's statement or a channel's bill.
  public let book: Leg
  public var state: State
  /// Free text for people.
  public var detail: String

  public init(
    partner: String, kind: DiscrepancyKind, key: String, orderID: String, ours: Int64?, theirs: Int64?, currency: Currency,
    businessDate: CalendarDay, leg: Leg, book: Leg? = nil, state: State, detail: String
  ) {
    self.partner = partner
    self.kind = kind
    self.key = key
    self.orderID = orderID
    self.ours = ours
    self.theirs = theirs
    self.currency = currency
    self.businessDate = businessDate
    self.leg = leg
    self.book = book ?? leg
    self.state = state
    self.detail = detail
  }

  /// theirs − ours, an empty side counting 0; nil when both are empty (SPEC §7). Nil too when it does not fit 64 bits.
  public var difference: Int64? {
    if ours == nil && theirs == nil { return nil }
    let (difference, overflow) = (theirs ?? 0).subtractingReportingOverflow(ours ?? 0)
    return overflow ? nil : difference
  }

  /// True when ours and theirs are rows, not money: a control total without currency.
  public var isCount: Bool { kind == .controlTotal && currency == .unknown }

  /// What makes it the same finding in every run.
  public var identity: DiscrepancyIdentity { DiscrepancyIdentity(partner: partner, kind: kind, key: key) }
}

/// (partner, kind, key): stable across runs (SPEC §7).
public struct DiscrepancyIdentity: Hashable, Sendable {
  public let partner: String
  public let kind: DiscrepancyKind
  public let key: String

  public init(partner: String, kind: DiscrepancyKind, key: String) {
    self.partner = partner
    self.kind = kind
    self.key = key
  }
}

/// A finding with its history.
public struct Discrepancy: Sendable {
  public var finding: Finding
  /// Business day of the run that first showed it.
  public var firstSeen: CalendarDay

  public init(finding: Finding, firstSeen: CalendarDay) {
    self.finding = finding
    self.firstSeen = firstSeen
  }
}
