import SettlementCore
import Tables

/// The rows of a list's pages as a canonical CSV file.
public struct RenderedPages: Sendable {
  /// Columns of SPEC §11, one line per row; see ``PagePlaces``.
  public let csv: [UInt8]
  public let places: PagePlaces
  /// Rows that no CSV could hold; their lines are those of the rendering.
  let rejects: Rejects
  /// The largest value of the watermark's column, if there is one and any row had it: a whole number, or a time with offset.
  public let watermark: String?

  /// Rows of all pages.
  public var rows: Int { places.rows }
}

/// A feed of the store, whose rejects may come from before its own reader.
protocol StoreRows {
  var rejects: Rejects { get set }
  var places: PagePlaces? { get set }
  var rows: Int { get set }
}

extension OrderFeed: StoreRows {}
extension RedemptionFeed: StoreRows {}
extension RefundFeed: StoreRows {}
extension PayoutFeed: StoreRows {}

extension RenderedPages {
  /// Reads the rendering as an `orders.csv`; so do the others. Rejects name page and row, ``OrderFeed/line`` is the line of the rendering.
  public func orders(zone: BusinessZone, currencyOfBundle: [String: Currency]) throws(SourceFailure) -> OrderFeed {
    completed(try OrderFeed.read(bytes: csv, file: places.file, zone: zone, currencyOfBundle: currencyOfBundle))
  }

  public func redemptions(zone: BusinessZone) throws(SourceFailure) -> RedemptionFeed {
    completed(try RedemptionFeed.read(bytes: csv, file: places.file, zone: zone))
  }

  public func refunds(zone: BusinessZone) throws(SourceFailure) -> RefundFeed {
    completed(try RefundFeed.read(bytes: csv, file: places.file, zone: zone))
  }

  public func payouts(zone: BusinessZone) throws(SourceFailure) -> PayoutFeed {
    completed(try PayoutFeed.read(bytes: csv, file: places.file, zone: zone))
  }

  private func completed<Feed: StoreRows>(_ feed: consuming Feed) -> Feed {
    for reject in rejects.listed { feed.rejects.append(reject) }
    feed.rejects.count += rejects.count - rejects.listed.count
    feed.rejects.sort()
    feed.rejects.listed = feed.rejects.listed.map(places.placed)
    feed.rows += rejects.count
    feed.places = places
    return feed
  }
}
