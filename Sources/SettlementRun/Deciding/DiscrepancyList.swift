import LedgerStore
import Reports
import RuleFiles
import SettlementCore

/// `qingfen discrepancies list`: what stands in the ledger now, as a table with totals, in English.
public struct DiscrepancyList {
  /// Which discrepancies are shown.
  public struct Filter: Sendable {
    public var partner: String?
    public var kind: DiscrepancyKind?
    /// Nil: those that are not resolved.
    public var state: Finding.State?
    /// Only those first seen more than so many days before the newest run's day.
    public var olderThan: Int?

    public init(partner: String? = nil, kind: DiscrepancyKind? = nil, state: Finding.State? = nil, olderThan: Int? = nil) {
      self.partner = partner
      self.kind = kind
      self.state = state
      self.olderThan = olderThan
    }

    fileprivate func shows(_ discrepancy: Discrepancy, on today: CalendarDay) -> Bool {
      let finding = discrepancy.finding
      return (partner == nil || finding.partner == partner) && (kind == nil || finding.kind == kind)
        && (state == nil || finding.state == state)
        && discrepancy.age(on: today) > Int64(olderThan ?? -1)
    }
  }

  /// Throws `LedgerFailure` when there is no ledger or it is held.
  public static func text(_ filter: Filter, _ configuration: Configuration) throws -> String {
    let ledger = try LedgerOpening.reading(configuration)
    guard let newest = try ledger.state().runs.last else { return "the ledger has no run yet\n" }
    let rows = filter.state == .resolved ? try ledger.resolvedDiscrepancies() : try ledger.openDiscrepancies()
    let pending = Dictionary(try ledger.pendingDecisions().map { ($0.identity, $0) }, uniquingKeysWith: { _, later in later })
    let shown = rows.filter { filter.shows($0.discrepancy, on: newest.day) }
    if shown.isEmpty { return "no discrepancy of this kind after run \(newest.id)\n" }
    var table = AlignedTable([
      ("partner", .left), ("kind", .left), ("key", .left), ("order", .left), ("state", .left), ("age", .right), ("ours", .right),
      ("theirs", .right), ("difference", .right), ("currency", .left), ("decided, waits for a run", .left),
    ])
    for row in shown { table.append(cells(row, newest.day, pending[row.identity])) }
    let lines = table.lines(indent: "") + [""] + totals(shown) + ["as of run \(newest.id)"]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func cells(_ row: DiscrepancyRow, _ today: CalendarDay, _ pending: DecisionRecord?) -> [String] {
    let finding = row.finding
    func amount(_ amount: Int64?) -> String { amount.map { MoneyText.print($0, exponent: DecisionWords.exponent(row.currency)) } ?? "" }
    let isKnown = row.currency != .unknown
    return [
      finding.partner, finding.kind.rawValue, AlignedTable.printable(finding.key), AlignedTable.printable(finding.orderID),
      finding.state.rawValue,
      "\(row.discrepancy.age(on: today))", isKnown ? amount(finding.ours) : "", isKnown ? amount(finding.theirs) : "",
      isKnown ? finding.difference.map { signed($0, row.currency) } ?? "" : "", row.currency.code,
      pending.map { "\($0.decision.rawValue) by \(AlignedTable.printable($0.by))" } ?? "",
    ]
  }

  /// With its sign: `+0.50`, `-0.50`, `0.00`.
  static func signed(_ amount: Int64, _ currency: Currency) -> String {
    (amount > 0 ? "+" : "") + MoneyText.print(amount, exponent: DecisionWords.exponent(currency))
  }

  /// How many, and the differences by currency.
  private static func totals(_ rows: [DiscrepancyRow]) -> [String] {
    let states = Finding.State.allCases.compactMap { state -> String? in
      let count = rows.count { $0.finding.state == state }
      return count > 0 ? "\(count) \(state.rawValue)" : nil
    }
    var sums: [Currency: (ours: Int128, theirs: Int128)] = [:]
    for row in rows where row.currency != .unknown && (row.ours != nil || row.theirs != nil) {
      sums[row.currency, default: (0, 0)].ours += Int128(row.ours ?? 0)
      sums[row.currency, default: (0, 0)].theirs += Int128(row.theirs ?? 0)
    }
    let amounts = sums.sorted { $0.key.code < $1.key.code }.map { currency, sum in
      func text(_ sum: Int128, _ print: (Int64) -> String) -> String { Int64(exactly: sum).map(print) ?? "beyond 64 bits" }
      func plain(_ sum: Int128) -> String { text(sum) { MoneyText.print($0, exponent: DecisionWords.exponent(currency)) } }
      return "\(currency.code): ours \(plain(sum.ours)), theirs \(plain(sum.theirs)), "
        + "difference \(text(sum.theirs - sum.ours) { signed($0, currency) })"
    }
    return ["\(rows.count) in all: \(states.joined(separator: ", "))"] + amounts
  }
}
