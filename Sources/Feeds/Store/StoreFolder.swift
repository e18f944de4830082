import Dispatch
import SettlementCore
import Synchronization

/// The folder in which a store delivers its canonical files (SPEC §11, §12).
public struct StoreFolder: Sendable {
  /// As configured, `store/{date}`: relative to ``root`` unless it begins with a slash.
  public let pattern: String
  /// The folder of the configuration.
  public let root: String

  public init(pattern: String, root: String) {
    self.pattern = pattern
    self.root = root
  }

  /// Reads a day's files on two threads, the redemptions on one and the others on the other; a failing file does not stop the rest.
  ///
  /// `digest` is called once per file with its raw bytes, before they are parsed, on either thread: SHA-256, and whatever else the caller
  /// does with raw bytes. Without `payouts.csv` there are no payouts, and nothing is missing. `times` is the zone of times without offset,
  /// by default `zone`.
  public func read(
    day: CalendarDay, zone: BusinessZone, times: BusinessZone? = nil, currencyOfBundle: [String: Currency],
    digest: @escaping @Sendable ([UInt8]) -> String
  ) -> StoreDay {
    let folder = DayPattern.expand(pattern, day)
    func file(_ name: String) -> SourceFile { SourceFile(name: name, path: "\(folder)/\(name).csv", root: root) }
    let (orders, redemptions, refunds, payouts) = (file("orders"), file("redemptions"), file("refunds"), file("payouts"))
    let readings = Mutex(StoreReadings())
    DispatchQueue.concurrentPerform(iterations: 2) { half in
      if half == 0 {
        let reading = redemptions.read(digest: digest) { (bytes) throws(SourceFailure) in
          let feed = try RedemptionFeed.read(bytes: bytes, file: redemptions.path, zone: zone, times: times)
          return (feed, feed.rows, feed.rejects.count)
        }
        readings.withLock { $0.redemptions = reading }
      } else {
        let others = StoreReadings(
          orders: orders.read(digest: digest) { (bytes) throws(SourceFailure) in
            let feed = try OrderFeed.read(bytes: bytes, file: orders.path, zone: zone, times: times, currencyOfBundle: currencyOfBundle)
            return (feed, feed.rows, feed.rejects.count)
          },
          refunds: refunds.read(digest: digest) { (bytes) throws(SourceFailure) in
            let feed = try RefundFeed.read(bytes: bytes, file: refunds.path, zone: zone, times: times)
            return (feed, feed.rows, feed.rejects.count)
          },
          payouts: payouts.read(digest: digest) { (bytes) throws(SourceFailure) in
            let feed = try PayoutFeed.read(bytes: bytes, file: payouts.path, zone: zone, times: times)
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
