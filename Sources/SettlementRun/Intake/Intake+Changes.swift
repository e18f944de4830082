import DurableFiles
import SettlementCore

/// What changed records were seen as, so that a person's word on one change does not silence the next (SPEC §7, `record-changed`).
extension Intake {
  mutating func noteContent(of batch: OrderBatch, _ row: Int) {
    let channel = batch.channel[row] < 0 ? "" : rules.parties[batch.channel[row]]
    let amounts = "\(batch.currency[row].code) \(batch.paid[row]) \(batch.list[row]) \(batch.fee[row])"
    note("order:" + batch.ids[row], "\(rules.bundles[batch.bundle[row]]) \(channel) \(batch.quantity[row]) \(amounts) \(batch.paidAt[row])")
  }

  mutating func noteContent(of batch: RedemptionBatch, _ row: Int, status: String) {
    let entitlement = rules.entitlements[batch.entitlement[row]]
    note(
      "redemption:" + batch.ids[row],
      "\(batch.orderIDs[row]) \(entitlement) \(batch.redeemedAt[row]) \(status) \(batch.reversedAt[row])")
  }

  mutating func noteContent(of batch: RefundBatch, _ row: Int, status: String) {
    let entitlement = batch.entitlement[row] < 0 ? "" : rules.entitlements[batch.entitlement[row]]
    let amount = "\(batch.amount[row]) \(batch.exponent[row])"
    note(
      "refund:" + batch.ids[row],
      "\(batch.orderIDs[row]) \(amount) \(entitlement) \(batch.units[row]) \(batch.refundedAt[row]) \(status)")
  }

  private mutating func note(_ key: String, _ content: String) { changedTo[key, default: []].insert(content) }

  /// Tells one change of a record from another, by the discrepancy's key; empty when this run has seen none.
  func cause(ofKey key: String) -> String {
    guard let contents = changedTo[key] else { return "" }
    let order = contents.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return Digest.sha256(of: Array(order.joined(separator: "\n").utf8))
  }
}
