import SettlementCore
import Tables

/// Pulls one list of a REST interface, all of it or nothing.
///
/// Rows and pages are counted against what the interface announces. A list that changes while it is read (another total, fewer or more rows
/// than announced, a page that comes twice) is pulled once more from its start, and then has failed. A single row that two pages have is
/// passed on twice: a record that is seen again has no effect (SPEC §4).
public struct PagedPull: Sendable {
  private let list: PagedList
  private let base: String
  private let limits: PagingLimits

  /// `zone` is that of times without offset. A list with a watermark needs one in `words`. Throws ``SourceFailure`` as ``PagedList`` does.
  public init(
    _ list: StoreList, of store: HTTPStore, words: PullWords, zone: BusinessZone, limits: PagingLimits = PagingLimits()
  ) throws(SourceFailure) {
    precondition(list.watermark == nil || words[.watermark] != nil, "a list with a watermark, pulled without one")
    base = store.url + words.expand(list.path)
    self.list = try PagedList(list, file: URLText.withoutQuery(base), zone: zone)
    self.limits = limits
  }

  /// Fetches page after page on the caller's thread.
  ///
  /// Throws ``SourceFailure`` when the list has failed, and whatever else `fetch` throws; pages fetched before are dropped.
  public func pull(_ fetch: (PageRequest) throws -> Page) throws -> PulledPages {
    do {
      return try attempt(fetch)
    } catch is ListChanged {
      do {
        return try attempt(fetch)
      } catch let change as ListChanged {
        throw change.failure
      }
    }
  }

  private func attempt(_ fetch: (PageRequest) throws -> Page) throws -> PulledPages {
    var course = try PageCourse(list, base: base)
    var renderer = list.renderer()
    var ledger = RowCount(list)
    var bytes: [UInt8] = []
    var document = JSONDocument()
    while let request = course.request {
      guard request.number <= limits.pages else { throw tooMuch("pages", "at most \(limits.pages) pages") }
      let page = try fetch(request)
      guard bytes.count + page.body.count < limits.bytes else { throw tooMuch("bytes", "at most \(limits.bytes) bytes in all pages") }
      bytes += page.body
      bytes.append(UInt8(ascii: "\n"))
      do {
        try document.read(bytes: page.body, file: PagePlaces.name(request.feed, page: request.number))
      } catch {
        throw SourceFailure(error, source: request.feed.rawValue)
      }
      let rows = try list.rows(of: document, page: request.number)
      try ledger.take(document, rowsAt: rows, page: request.number)
      renderer.take(document, rowsAt: rows)
      try course.advance(document, rows: ledger.lastCount, total: ledger.total, links: page.links)
    }
    try ledger.finish()
    return PulledPages(bytes: bytes, rendered: try renderer.finish())
  }

  private func tooMuch(_ field: String, _ expected: String) -> SourceFailure {
    SourceFailure(
      kind: .incomplete, source: list.list.feed.rawValue, file: list.file, field: field, expected: expected, found: "more",
      advice: "narrow the list, such as by a watermark or the day")
  }
}

/// A whole list.
public struct PulledPages: Sendable {
  /// The pages as they came, each followed by LF: what is archived. ``PagedList/render(archived:)`` reads it again.
  public let bytes: [UInt8]
  public let rendered: RenderedPages
}
