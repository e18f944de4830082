import SettlementCore

/// The head of one posting group as `postings.csv` prints it before and behind every line of the group (SPEC §6).
public struct PostingGroup: Sendable {
  /// Run id, `D-NNN`.
  public var run: String
  /// The event's own day; D for lapse, undo, true-up and adjust.
  public var businessDate: CalendarDay
  /// Number in the ledger, from 1.
  public var number: Int64
  public var kind: GroupKind
  /// From outside: guarded against spreadsheets (SPEC §10).
  public var orderID: ReportText
  /// Record id, entitlement, `<entitlement or ->@<period>` or a discrepancy's key; from outside as well.
  public var reference: ReportText
  public var currency: Currency
  /// The bundle; empty for adjust and payout.
  public var agreement: String
  /// The effective date of the version; nil for adjust and payout.
  public var version: CalendarDay?
  /// The group that this one takes back; 0: none.
  public var corrects: Int64

  public init(
    run: String, businessDate: CalendarDay, number: Int64, kind: GroupKind, orderID: ReportText, reference: ReportText, currency: Currency,
    agreement: String = "", version: CalendarDay? = nil, corrects: Int64 = 0
  ) {
    self.run = run
    self.businessDate = businessDate
    self.number = number
    self.kind = kind
    self.orderID = orderID
    self.reference = reference
    self.currency = currency
    self.agreement = agreement
    self.version = version
    self.corrects = corrects
  }
}
