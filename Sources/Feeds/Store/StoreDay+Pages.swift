import SettlementCore

extension StoreDay {
  /// What was pulled of the store's REST interface; a list that was not asked for is absent, one that failed is among the failures.
  ///
  /// `digest` is called once per list with its raw pages, in the order of the feeds, before their values are read.
  public init(
    pages: [StoreFeed: Result<PulledPages, SourceFailure>], zone: BusinessZone, currencyOfBundle: [String: Currency],
    digest: ([UInt8]) -> String
  ) {
    self.init()
    orders = take(pages[.orders], digest) { (rendered) throws(SourceFailure) in
      try rendered.orders(zone: zone, currencyOfBundle: currencyOfBundle)
    }
    redemptions = take(pages[.redemptions], digest) { (rendered) throws(SourceFailure) in try rendered.redemptions(zone: zone) }
    refunds = take(pages[.refunds], digest) { (rendered) throws(SourceFailure) in try rendered.refunds(zone: zone) }
    payouts = take(pages[.payouts], digest) { (rendered) throws(SourceFailure) in try rendered.payouts(zone: zone) }
  }

  /// A reject that was made from a line of a feed, by its page and row if pages is what the feed came in.
  public func placed(_ reject: Reject) -> Reject { places.reduce(reject) { $1.placed($0) } }

  private mutating func take<Feed: StoreRows>(
    _ pulled: Result<PulledPages, SourceFailure>?, _ digest: ([UInt8]) -> String,
    _ read: (RenderedPages) throws(SourceFailure) -> Feed
  ) -> Feed? {
    guard let pulled else { return nil }
    do throws(SourceFailure) {
      let pages = try pulled.get()
      let sha256 = digest(pages.bytes)
      let places = pages.rendered.places
      let feed = Result { () throws(SourceFailure) in try read(pages.rendered) }
      let (rows, rejected) = if case .success(let feed) = feed { (feed.rows, feed.rejects.count) } else { (0, 0) }
      sources.append(
        SourceRecord(
          name: places.feed.rawValue, path: places.file, bytes: pages.bytes.count, sha256: sha256, rows: rows, rejected: rejected))
      self.places.append(places)
      return try feed.get()
    } catch {
      failures.append(error)
      return nil
    }
  }
}
