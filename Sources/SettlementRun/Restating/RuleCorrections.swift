import LedgerStore
import SettlementCore

/// What a run is to post because a closed period is corrected by other terms of an agreement (SPEC §8).
struct RuleCorrections: Sendable {
  /// One partner's order.
  struct Entry: Sendable {
    let partner: String
    let key: String
    let orderID: String
    let currency: Currency
    let lastDay: CalendarDay
    /// What is owed now and what is to be added, in minor units; never zero.
    let owed: Int64
    let amount: Int64
  }

  let entries: [Entry]
  /// SHA-256 of the file with the corrected terms, in hex.
  let digest: String

  func adjusts(run: Int32) -> [AdjustRecord] {
    entries.map {
      AdjustRecord(run: run, partner: $0.partner, key: $0.key, orderID: $0.orderID, currency: $0.currency, amount: $0.amount)
    }
  }

  var records: [CorrectionRecord] {
    entries.map { CorrectionRecord(partner: $0.partner, key: $0.key, lastDay: $0.lastDay, owed: $0.owed, digest: digest) }
  }
}
