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
  /// The lists whose pages the inputs hold; none when they are CSV files.
  private let lists: [StoreFeed: StoreList]

  public init(orders: SourceInput, redemptions: SourceInput, refunds: SourceInput, payouts: SourceInput?, lists: [StoreList] = []) {
    self.orders = orders
    self.redemptions = redemptions
    self.refunds = refunds
    self.payouts = payouts
    self.lists = Dictionary(uniqueKeysWithValues: lists.map { ($0.feed, $0) })
  }

  /// Reads the feeds on two threads, the redemptions on one and the others on the other; a failing feed does not stop the rest.
  ///
  /// Where no payouts are delivered there are none, and nothing is missing.
  public func read(zone: BusinessZone, currencyOfBundle: [String: Currency]) -> StoreDay {
    let readings = Mutex(StoreReadings())
    DispatchQueue.concurrentPerform(iterations: 2) { half in
      if half == 0 {
        let reading = self.redemptions(zone)
        readings.withLock { $0.redemptions = reading }
      } else {
        let others = StoreReadings(orders: self.orders(zone, currencyOfBundle), refunds: self.refunds(zone), payouts: self.payouts(zone))
        readings.withLock { ($0.orders, $0.refunds, $0.payouts) = (others.orders, others.refunds, others.payouts) }
      }
    }
    return readings.withLock { $0.day }
  }

  private func orders(_ zone: BusinessZone, _ currencies: [String: Currency]) -> SourceReading<OrderFeed> {
    orders.read { (bytes) throws(SourceFailure) in
      let feed =
        if let pages = try pages(.orders, orders, bytes, zone) {
          try pages.orders(zone: zone, currencyOfBundle: currencies)
        } else {
          try OrderFeed.read(bytes: bytes, file: orders.path, zone: zone, currencyOfBundle: currencies)
        }
      return (feed, feed.rows, feed.rejects.count)
    }
  }

  private func redemptions(_ zone: BusinessZone) -> SourceReading<RedemptionFeed> {
    redemptions.read { (bytes) throws(SourceFailure) in
      let feed =
        if let pages = try pages(.redemptions, redemptions, bytes, zone) {
          try pages.redemptions(zone: zone)
        } else {
          try RedemptionFeed.read(bytes: bytes, file: redemptions.path, zone: zone)
        }
      return (feed, feed.rows, feed.rejects.count)
    }
  }

  private func refunds(_ zone: BusinessZone) -> SourceReading<RefundFeed> {
    refunds.read { (bytes) throws(SourceFailure) in
      let feed =
        if let pages = try pages(.refunds, refunds, bytes, zone) {
          try pages.refunds(zone: zone)
        } else {
          try RefundFeed.read(bytes: bytes, file: refunds.path, zone: zone)
        }
      return (feed, feed.rows, feed.rejects.count)
    }
  }

  private func payouts(_ zone: BusinessZone) -> SourceReading<PayoutFeed>? {
    payouts?.read { (bytes) throws(SourceFailure) in
      let feed =
        if let pages = try pages(.payouts, payouts!, bytes, zone) {
          try pages.payouts(zone: zone)
        } else {
          try PayoutFeed.read(bytes: bytes, file: payouts!.path, zone: zone)
        }
      return (feed, feed.rows, feed.rejects.count)
    }
  }

  /// The pages that an input of a REST interface holds; nil for a CSV file.
  private func pages(
    _ feed: StoreFeed, _ input: SourceInput, _ bytes: [UInt8], _ zone: BusinessZone
  ) throws(SourceFailure) -> RenderedPages? {
    guard let list = lists[feed] else { return nil }
    return try PagedList(list, file: input.path, zone: zone).render(archived: bytes)
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
