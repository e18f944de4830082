import SettlementCore
import Tables

/// What the first page of a list shows.
public struct FirstPage: Sendable {
  public let rows: Int
  /// Required columns, the watermark's among them, that the first row has not.
  public let lacking: [String]
  /// The server's time, in seconds since 1970, if it told one.
  public let serverTime: Int64?
}

extension PagedPull {
  /// Fetches the first page and looks whether rows, total, the way to the next page and the columns are where the configuration says.
  ///
  /// Throws ``SourceFailure``, and whatever else `fetch` throws.
  public func firstPage(_ fetch: (PageRequest) throws -> Page) throws -> FirstPage {
    var course = try PageCourse(list, base: base)
    let page = try fetch(course.request!)
    var document = JSONDocument()
    do {
      try document.read(bytes: page.body, file: PagePlaces.name(list.list.feed, page: 1))
    } catch {
      throw SourceFailure(error, source: list.list.feed.rawValue)
    }
    let rows = document.elements(of: try list.rows(of: document, page: 1))
    try course.advance(document, rows: rows.count, total: try list.total(of: document, page: 1), links: page.links)
    return FirstPage(rows: rows.count, lacking: rows.first.map { lacking(in: document, row: $0) } ?? [], serverTime: page.serverTime)
  }

  private func lacking(in document: JSONDocument, row: Int) -> [String] {
    let required = list.list.feed.requiredColumns
    let columns = list.layout.columns.filter { required.contains($0.name) && document.find($0.pointer, from: row) == nil }.map(\.name)
    guard let watermark = list.layout.watermark, document.find(watermark, from: row) == nil else { return columns }
    return columns + [list.list.watermark!.column].filter { !columns.contains($0) }
  }
}
