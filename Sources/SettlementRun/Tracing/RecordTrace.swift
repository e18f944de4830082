import LedgerStore
import SettlementCore

/// Finds the input row behind a fact of the ledger.
struct RecordTrace {
  private let reading: LedgerReading
  private let inputs: InputTrace

  init(_ reading: LedgerReading) {
    self.reading = reading
    inputs = InputTrace(reading)
  }

  /// The row with which a record was seen first.
  func first(_ id: String, in feed: StoreFeed, seenRun: Int32) throws -> InputAnswer {
    try inputs.record(id, in: feed, of: reading.record(seenRun))
  }

  /// The row that said first that a redemption is reversed, or a refund has failed: in the run in which that counts, or one before it.
  func ending(_ id: String, in feed: StoreFeed, seenRun: Int32, countsIn run: Int32) throws -> InputAnswer {
    var found = InputAnswer.absent
    for earlier in (seenRun...max(seenRun, run)).reversed() {
      let answer = try inputs.record(id, in: feed, of: reading.record(earlier), isReversedOrFailed: true)
      switch answer {
      case .found: found = answer
      case .lost: if case .absent = found { found = answer }
      case .absent: if case .found = found { return found }
      }
    }
    return found
  }

  /// The row of an order, a redemption or a refund of the ledger by its id; nil when the ledger does not know it.
  func known(_ id: String, _ feed: StoreFeed) throws -> InputAnswer? {
    let ids = TextColumn([id])
    let ledger = reading.ledger
    let seen: Int32? =
      switch feed {
      case .orders: try ledger.orders(withIDs: ids, rows: [0]).seenRun.first
      case .redemptions: try ledger.redemptions(withIDs: ids, rows: [0]).seenRun.first
      case .refunds: try ledger.refunds(withIDs: ids, rows: [0]).seenRun.first
      case .payouts: try ledger.payouts(withIDs: ids, rows: [0]).records.first?.seenRun
      }
    return try seen.map { try first(id, in: feed, seenRun: $0) }
  }
}
