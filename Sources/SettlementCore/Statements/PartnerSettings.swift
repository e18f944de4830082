/// What a partner's file says (`rules/partners/*.yaml`, SPEC §12).
public struct PartnerSettings: Sendable {
  /// What a statement shows as payable while a discrepancy is open; it posts nothing.
  public enum Settle: String, Sendable, CaseIterable {
    case ours, theirs, lower, hold
  }
  /// The language of a report.
  public enum Language: String, Sendable, CaseIterable {
    case zh, en
  }

  /// `[a-z0-9_-]{1,64}`.
  public let partner: String
  public let title: String
  public let period: StatementPeriod
  /// Minor units at four decimals, whatever the currency.
  public let minimumPayout: Int64
  public let settle: Settle
  /// Nil: the configuration's.
  public let language: Language?
  /// Nil: the partner sends no statement and nothing is reconciled.
  public let statement: StatementProfile?

  public init(
    partner: String, title: String, period: StatementPeriod, minimumPayout: Int64 = 0, settle: Settle = .ours, language: Language? = nil,
    statement: StatementProfile? = nil
  ) {
    self.partner = partner
    self.title = title
    self.period = period
    self.minimumPayout = minimumPayout
    self.settle = settle
    self.language = language
    self.statement = statement
  }
}

/// Where a partner's own statement is and what it is matched against (SPEC §7).
public struct StatementProfile: Sendable {
  public enum Matches: String, Sendable, CaseIterable {
    /// One claim per unit.
    case redemptions
    /// A bill: orders positive, refunds negative.
    case orders
  }
  public enum KeyColumn: String, Sendable, CaseIterable {
    case reference
    case orderID = "order_id"
    case item
  }
  /// How far apart two amounts may be: by `absolute` or by `percent` of ours.
  public struct Tolerance: Sendable {
    public enum Side: String, Sendable, CaseIterable {
      case both
      /// Only when they claim less than ours.
      case under
      /// Only when they claim more than ours.
      case over
    }
    /// Decimal text in major units, zero or more; digits beyond the currency are cut (SPEC §7).
    public let absolute: String
    public let percent: Rate
    public let side: Side

    public init(absolute: String = "0", percent: Rate = Rate(0, over: 1)!, side: Side = .both) {
      self.absolute = absolute
      self.percent = percent
      self.side = side
    }
  }

  public let source: StatementSource
  public let matches: Matches
  /// Never empty.
  public let on: [KeyColumn]
  /// Days after its business date in which an unmatched line is in transit.
  public let grace: Int
  public let tolerance: Tolerance

  public init(
    source: StatementSource, matches: Matches, on: [KeyColumn] = [.reference], grace: Int = 2, tolerance: Tolerance = Tolerance()
  ) {
    self.source = source
    self.matches = matches
    self.on = on
    self.grace = grace
    self.tolerance = tolerance
  }

  /// A statement in a local file.
  public init(url: String, matches: Matches, on: [KeyColumn] = [.reference], grace: Int = 2, tolerance: Tolerance = Tolerance()) {
    self.init(source: StatementSource(url: url), matches: matches, on: on, grace: grace, tolerance: tolerance)
  }

  public var url: String { source.url }

  /// True when every business day has a file of its own.
  public var isDaily: Bool { url.contains("{date}") || (url.contains("{yyyy}") && url.contains("{MM}") && url.contains("{dd}")) }
}
