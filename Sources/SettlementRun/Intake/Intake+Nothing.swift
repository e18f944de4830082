import Feeds
import LedgerStore
import SettlementCore

extension Intake {
  /// True when the rows say nothing that the ledger had not heard, and are rejected as those of `earlier` runs were: a source read by
  /// watermark repeats rows, in other bytes each time, and so does one that is read once more.
  func bringsNothing(_ pending: Pending, since earlier: [RunRecord], _ ledger: any Ledger) throws(LedgerFailure) -> Bool {
    guard newOrders == 0, newRedemptions == 0, newRefunds == 0, payouts.isEmpty, changed.isEmpty else { return false }
    guard pending.reversals.isEmpty, pending.failures.isEmpty else { return false }
    if rejects.isEmpty { return try areChangesKnown(ledger) }
    var known: Set<[String]> = []
    for run in earlier {
      for row in try ledger.rejects(run: run.number) { known.insert([row.source, row.field, row.expected, row.found]) }
    }
    guard rejects.allSatisfy({ known.contains([$0.source, $0.field, $0.expected, $0.found]) }) else { return false }
    return try areChangesKnown(ledger)
  }

  /// True when every record seen with other content has its finding already.
  private func areChangesKnown(_ ledger: any Ledger) throws(LedgerFailure) -> Bool {
    if changedOrders.isEmpty && changedRedemptions.isEmpty && changedRefunds.isEmpty { return true }
    let open = Set(try ledger.openDiscrepancies().filter { $0.finding.kind == .recordChanged }.map(\.finding.key))
    func areKnown(_ feed: Feed, _ ids: TextColumn) -> Bool { (0..<ids.count).allSatisfy { open.contains("\(feed.rawValue):\(ids[$0])") } }
    let orders = try ledger.orders(numbers: Array(changedOrders)).batch.ids
    let redemptions = try ledger.redemptions(numbers: Array(changedRedemptions)).batch.ids
    let refunds = try ledger.refunds(numbers: Array(changedRefunds)).batch.ids
    return areKnown(.order, orders) && areKnown(.redemption, redemptions) && areKnown(.refund, refunds)
  }
}
