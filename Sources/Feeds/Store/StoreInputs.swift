import Dispatch
import SettlementCore
import Synchronization

/// Where the feeds of a store come from on one day.
public struct StoreInputs: Sendable {
  public let orders: SourceInput
  public let redemptions: SourceInput
  public let refunds: SourceInput
  /// Nil: the store has no such feed.
  public let payouts: SourceInput?

  public init(orders: SourceInput, redemptions: SourceInput, refunds: SourceInput, payouts: SourceInput?) {
    self.orders = orders
    self.redemptions = redemptions
    self.refunds = refunds
    self.payouts = payouts
  }

  /// Reads the feeds on two threads, the redemptions on one and the others on the other; a failing feed does not stop the rest.
  ///
  /// Where no payouts are delivered there are none, and nothing is missing.
  public func read(zone: BusinessZone, currencyOfBundle: [String: Currency]) -> StoreDay {
    let readings = Mutex(StoreReadings())
    DispatchQueue.concurrentPerform(iterations: 2) { half in
      if half == 0 {
        let reading = redemptions.read { (bytes) throws(SourceFailure) in
          let feed = try RedemptionFeed.read(bytes: bytes, file: redemptions.path, zone: zone)
          return (feed, feed.rows, feed.rejects.count)
        }
        readings.withLock { $0.redemptions = reading }
      } else {
        let others = StoreReadings(
          orders: orders.read { (bytes) throws(SourceFailure) in
            let feed = try OrderFeed.read(bytes: bytes, file: orders.path, zone: zone, currencyOfBundle: currencyOfBundle)
            return (feed, feed.rows, feed.rejects.count)
          },
          refunds: refunds.read { (bytes) throws(SourceFailure) in
            let feed = try RefundFeed.read(bytes: bytes, file: refunds.path, zone: zone)
            return (feed, feed.rows, feed.rejects.count)
          },
          payouts: payouts?.read { (bytes) throws(SourceFailure) in
            let feed = try PayoutFeed.read(bytes: bytes, file: payouts!.path, zone: zone)
            return (feed, feed.rows, feed.rejects.count)
          })
        readings.withLock { ($0.orders, $0.refunds, $0.payouts) = (others.orders, others.refunds, others.payouts) }
      }
    }
    return readings.withLock { $0.day }
  }
}

/// What the two threads bring together.
private struct StoreReadings: Sendable {
  var orders: SourceReading<OrderFeed>?
  var redemptions: SourceReading<RedemptionFeed>?
  var refunds: SourceReading<RefundFeed>?
  var payouts: SourceReading<PayoutFeed>?

  var day: StoreDay {
    let isWithoutPayouts = payouts?.failure?.kind == .missing
    var day = StoreDay()
    day.orders = orders?.feed
    day.redemptions = redemptions?.feed
    day.refunds = refunds?.feed
    day.payouts = payouts?.feed
    day.sources = [orders?.record, redemptions?.record, refunds?.record, payouts?.record].compactMap { $0 }
    day.failures = [orders?.failure, redemptions?.failure, refunds?.failure, isWithoutPayouts ? nil : payouts?.failure].compactMap { $0 }
    return day
  }
}
