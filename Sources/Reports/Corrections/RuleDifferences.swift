import SettlementCore

/// What corrected terms of an agreement make of a period, partner by partner.
public struct RuleDifferences: Sendable {
  /// One order, or ladder, of one partner. Minor units as owed to the partner.
  public struct Row: Equatable, Sendable {
    /// `rule:<bundle>@<effective>:<order>`
    public var reference: String
    public var orderID: String
    public var old: Int64
    public var difference: Int64

    public init(reference: String, orderID: String, old: Int64, difference: Int64) {
      self.reference = reference
      self.orderID = orderID
      self.old = old
      self.difference = difference
    }
  }

  public struct Partner: Sendable {
    public var id: String
    public var title: String
    public var days: ClosedRange<CalendarDay>
    /// Those that differ, by reference.
    public var rows: [Row]

    public init(id: String, title: String, days: ClosedRange<CalendarDay>, rows: [Row]) {
      self.id = id
      self.title = title
      self.days = days
      self.rows = rows
    }

    /// Of the rows' differences; nil when it does not fit 64 bits.
    public var sum: Int64? { Int64(exactly: rows.reduce(Int128(0)) { $0 + Int128($1.difference) }) }
  }

  public var period: String
  public var agreement: String
  public var title: String
  /// The effective dates of the versions that are corrected.
  public var versions: [CalendarDay]
  public var currency: Currency
  public var partners: [Partner]

  public init(
    period: String, agreement: String, title: String, versions: [CalendarDay], currency: Currency, partners: [Partner]
  ) {
    self.period = period
    self.agreement = agreement
    self.title = title
    self.versions = versions
    self.currency = currency
    self.partners = partners
  }
}
