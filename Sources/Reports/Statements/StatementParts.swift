import SettlementCore

/// A ladder of one of the partner's shares, as it stood after the run of the statement (SPEC §5).
public struct StatementLadder: Sendable {
  public var agreement: String
  /// The version's effective date.
  public var version: CalendarDay
  public var currency: Currency
  /// Empty: the share has none.
  public var entitlement: String
  /// `2026-03`, `2026-Q1`, `2026` or `lifetime`.
  public var period: String
  public var tariff: Tariff
  public var ladder: Ladder
  /// What the lines of the statement trued it up by, minor units.
  public var trueUps: Int64

  public init(
    agreement: String, version: CalendarDay, currency: Currency, entitlement: String, period: String, tariff: Tariff, ladder: Ladder,
    trueUps: Int64
  ) {
    self.agreement = agreement
    self.version = version
    self.currency = currency
    self.entitlement = entitlement
    self.period = period
    self.tariff = tariff
    self.ladder = ladder
    self.trueUps = trueUps
  }

  /// Units, or minor units with `by: amount`.
  public var position: Int64 { tariff.measure == .units ? ladder.measure.units : ladder.measure.amount }

  /// Place of the tier that holds the position.
  public var tier: Int { tariff.tiers.firstIndex { $0.upTo.map { position <= $0 } ?? true } ?? tariff.tiers.count - 1 }

  /// What is left of that tier; nil in the last one. The first measure beyond it enters the next.
  public var leftInTier: Int64? { tariff.tiers[tier].upTo.map { $0 - position } }
}

/// What a line that takes back rests on: how its order was split (SPEC §4).
public struct RefundOrigin: Equatable, Sendable {
  /// Business date of the order.
  public var day: CalendarDay
  /// What was split, and the partner's part of it at the split. Minor units.
  public var base: Int64
  public var share: Int64
  /// Number of the group that the line takes back; nil: it takes from the order, not from one group.
  public var group: Int64?

  public init(day: CalendarDay, base: Int64, share: Int64, group: Int64?) {
    self.day = day
    self.base = base
    self.share = share
    self.group = group
  }
}

/// A decision of people that posted an adjust of the statement.
public struct AdjustDecision: Equatable, Sendable {
  /// Id of the run that posted it, and the discrepancy's key: the line's reference.
  public var run: String
  public var key: String
  public var kind: DiscrepancyKind
  public var decision: Decision
  public var reason: String
  public var by: String

  public init(run: String, key: String, kind: DiscrepancyKind, decision: Decision, reason: String, by: String) {
    self.run = run
    self.key = key
    self.kind = kind
    self.decision = decision
    self.reason = reason
    self.by = by
  }
}

/// A file or query that a run of the statement read: of the shop, or of this partner.
public struct StatementInput: Equatable, Sendable {
  public var run: String
  public var source: String
  public var file: String
  /// Nil for the shop's own: how much it sells is none of a partner's business.
  public var rows: Int64?
  /// Hex.
  public var sha256: String

  public init(run: String, source: String, file: String, rows: Int64?, sha256: String) {
    self.run = run
    self.source = source
    self.file = file
    self.rows = rows
    self.sha256 = sha256
  }
}

/// One sentence of an agreement in words: what it is about, and what holds.
public struct RuleClause: Hashable, Sendable {
  public var topic: String
  public var text: String

  public init(_ topic: String, _ text: String) {
    self.topic = topic
    self.text = text
  }
}
