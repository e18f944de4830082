import SettlementCore
import Transfer

/// Pulls the store's feeds from its database or its REST interface.
public struct RemoteStore: Sendable {
  private let store: StoreSource
  private let maker: RequestMaker
  private let session: TransferSession

  public init(_ store: StoreSource, _ maker: RequestMaker, session: TransferSession = TransferSession()) {
    self.store = store
    self.maker = maker
    self.session = session
  }

  /// Pulls every feed into its sink: of a database all or none, of an interface each by itself. `marks` are the largest watermarks of earlier
  /// pulls. Throws what a sink throws: this machine has failed, not the store.
  public func pull(
    day: CalendarDay, zone: BusinessZone, marks: [StoreFeed: String], into sink: (StoreFeed) -> InputSink
  ) throws -> [StoreFeed: Result<PulledSource, SourceFailure>] {
    switch store {
    case .folder: preconditionFailure("a folder is no remote store")
    case .postgres(let store): try rows(store, day, zone, marks, sink)
    case .http(let store): try pages(store, day, zone, marks, sink)
    }
  }

  private func rows(
    _ store: PostgresStore, _ day: CalendarDay, _ zone: BusinessZone, _ marks: [StoreFeed: String], _ sink: (StoreFeed) -> InputSink
  ) throws -> [StoreFeed: Result<PulledSource, SourceFailure>] {
    do {
      let pull = try PostgresPull(store, secrets: maker.secrets, pauseSeconds: maker.pauseSeconds)
      return try pull.pull(day: day, zone: zone, marks: marks, into: sink).mapValues { .success($0) }
    } catch let failure as SourceFailure {
      let broken = StoreFeed(rawValue: failure.source) ?? .orders
      return Dictionary(
        uniqueKeysWithValues: store.queries.map { ($0.feed, .failure($0.feed == broken ? failure.of(broken) : dropped($0.feed, failure))) })
    }
  }

  private func dropped(_ feed: StoreFeed, _ failure: SourceFailure) -> SourceFailure {
    SourceFailure(
      kind: failure.kind, source: feed.rawValue, file: failure.file, field: "snapshot", expected: "all feeds of one moment",
      found: "a pull that failed", advice: "nothing of it counts; the next run pulls again")
  }

  private func pages(
    _ store: HTTPStore, _ day: CalendarDay, _ zone: BusinessZone, _ marks: [StoreFeed: String], _ sink: (StoreFeed) -> InputSink
  ) throws -> [StoreFeed: Result<PulledSource, SourceFailure>] {
    let throttle = RequestThrottle(requestsPerSecond: store.requestsPerSecond)
    var results: [StoreFeed: Result<PulledSource, SourceFailure>] = [:]
    for list in store.lists {
      do {
        let fetcher = PageFetcher(session: session, template: try maker.page(of: store), throttle: throttle)
        let pulled = try pull(list, of: store, day, zone, marks).pull(fetcher.fetch)
        try sink(list.feed).write(pulled.bytes.span)
        results[list.feed] = .success(
          PulledSource(
            path: pulled.rendered.places.file, completeness: list.total == nil ? "last page" : "announced total",
            watermark: pulled.rendered.watermark))
      } catch let failure as SourceFailure {
        results[list.feed] = .failure(failure.of(list.feed))
      } catch let failure as TransferFailure {
        throw failure.cause ?? failure
      }
    }
    return results
  }

  private func pull(
    _ list: StoreList, of store: HTTPStore, _ day: CalendarDay, _ zone: BusinessZone, _ marks: [StoreFeed: String]
  ) throws(SourceFailure) -> PagedPull {
    var begin: String?
    if let watermark = list.watermark {
      begin = try WatermarkText.begin(watermark, seen: marks[list.feed], source: list.feed.rawValue, zone: zone)
    }
    return try PagedPull(list, of: store, words: PullWords(day: day, zone: zone, watermark: begin), zone: zone)
  }

  /// The first page of a list of an interface, for `doctor`. Throws a ``SourceFailure``, or `TransferFailure` when this machine failed.
  public func firstPage(
    _ list: StoreList, of store: HTTPStore, day: CalendarDay, zone: BusinessZone, marks: [StoreFeed: String]
  ) throws -> FirstPage {
    let throttle = RequestThrottle(requestsPerSecond: store.requestsPerSecond)
    let fetcher = PageFetcher(session: session, template: try maker.page(of: store), throttle: throttle)
    return try pull(list, of: store, day, zone, marks).firstPage(fetcher.fetch)
  }
}

extension SourceFailure {
  /// The same of a feed: what happens before any query, such as connecting, is told of the first one.
  fileprivate func of(_ feed: StoreFeed) -> SourceFailure {
    SourceFailure(
      kind: kind, source: feed.rawValue, file: file, line: line, field: field, expected: expected, found: found, advice: advice)
  }
}
