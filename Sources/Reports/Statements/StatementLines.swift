import SettlementCore

/// The lines of a statement in columns: what each posting group changed in what is owed to the partner.
public struct StatementLines: Sendable {
  /// The line's own business date, in days since 1970-01-01.
  public private(set) var businessDay: [Int32] = []
  /// Local business time in seconds since 1970-01-01 00:00:00 local; `withoutTime` when the event has none.
  public private(set) var localSeconds: [Int64] = []
  /// Number of the posting group.
  public private(set) var group: [Int64] = []
  /// Place in the statement's `runs`.
  public private(set) var run: [Int32] = []
  public private(set) var kind: [GroupKind] = []
  public private(set) var orderID = TextColumn()
  public private(set) var reference = TextColumn()
  /// Place in the statement's `entitlements`; −1: none.
  public private(set) var entitlement: [Int32] = []
  /// Place in the statement's `rules`; −1: none.
  public private(set) var rule: [Int32] = []
  /// Minor units as owed to the partner: + earned, − taken back or paid.
  public private(set) var amount: [Int64] = []
  public private(set) var currency: [Currency] = []

  /// Stands for an event without a time of day.
  public static let withoutTime = Int64.min

  public init() {}

  public var count: Int { amount.count }

  public mutating func reserve(rows: Int, bytesOfText: Int) {
    businessDay.reserveCapacity(rows)
    localSeconds.reserveCapacity(rows)
    group.reserveCapacity(rows)
    run.reserveCapacity(rows)
    kind.reserveCapacity(rows)
    orderID.reserve(rows: rows, bytes: bytesOfText)
    reference.reserve(rows: rows, bytes: bytesOfText)
    entitlement.reserveCapacity(rows)
    rule.reserveCapacity(rows)
    amount.reserveCapacity(rows)
    currency.reserveCapacity(rows)
  }

  /// Appends a line; lines are printed in the order they are appended: by group number.
  public mutating func append(
    businessDay: CalendarDay, localSeconds: Int64 = StatementLines.withoutTime, group: Int64, run: Int32, kind: GroupKind,
    orderID: ReportText, reference: ReportText, entitlement: Int32 = -1, rule: Int32 = -1, amount: Int64, currency: Currency
  ) {
    self.businessDay.append(businessDay.number)
    self.localSeconds.append(localSeconds)
    self.group.append(group)
    self.run.append(run)
    self.kind.append(kind)
    Self.append(orderID, to: &self.orderID)
    Self.append(reference, to: &self.reference)
    self.entitlement.append(entitlement)
    self.rule.append(rule)
    self.amount.append(amount)
    self.currency.append(currency)
  }

  /// The runs that lines are of, ascending, as `run` counted them; from now on it counts these.
  public mutating func keepRuns() -> [Int32] {
    let kept = Set(run).sorted()
    let places = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, Int32($0)) })
    if kept.count != Int(kept.last ?? -1) + 1 { for line in run.indices { run[line] = places[run[line]]! } }
    return kept
  }

  private static func append(_ text: ReportText, to column: inout TextColumn) {
    switch text {
    case .none: column.append("")
    case .row(let row, let other): column.append(row, of: other)
    case .text(let text): column.append(text)
    }
  }
}
