/// What a store delivered for one business day.
///
/// A feed is nil when its file failed; why stands in ``failures``. Payouts are also nil when there is no such file.
public struct StoreDay: Sendable {
  public init() {}

  public internal(set) var orders: OrderFeed?
  public internal(set) var redemptions: RedemptionFeed?
  public internal(set) var refunds: RefundFeed?
  public internal(set) var payouts: PayoutFeed?
  /// The files whose bytes could be read: orders, redemptions, refunds, payouts.
  public internal(set) var sources: [SourceRecord] = []
  /// In the order of the files.
  public internal(set) var failures: [SourceFailure] = []

  /// Of the feeds that came in pages.
  var places: [PagePlaces] = []

  /// Every listed reject, file after file, by line.
  public var rejects: [Reject] {
    let files = [orders?.rejects, redemptions?.rejects, refunds?.rejects, payouts?.rejects]
    return files.compactMap { $0?.listed }.flatMap { $0 }
  }
}
