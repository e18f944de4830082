import Reports

/// The few figures of a run that a person wants to see at its end.
public struct RunSummaryFigures: Sendable {
  public let orders, redemptions, refunds, groups, waiting: Int64
  /// Kind, state, how many: in the order of the manifest.
  public let discrepancies: [(kind: String, state: String, count: Int64)]
  public let rejected: Int64

  init(_ summary: RunSummary) {
    orders = summary.counts.orders
    redemptions = summary.counts.redemptions
    refunds = summary.counts.refunds
    groups = summary.counts.groups
    waiting = summary.counts.waiting
    discrepancies = summary.discrepancies.map { ($0.kind, $0.state, $0.count) }
    rejected = summary.sources.reduce(0) { $0 + $1.rejected }
  }
}
