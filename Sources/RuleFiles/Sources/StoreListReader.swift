import SettlementCore

/// Reads one feed of a REST store.
struct StoreListReader {
  private let feed: StoreFeed
  private let reader: MappingReader

  /// Nil when the feed has no list.
  init?(_ http: MappingReader, _ feed: StoreFeed) {
    let keys = ["path", "rows", "columns", "pages", "total", "watermark"]
    guard let reader = http.mapping(feed.rawValue, "a list", keys: keys, required: ["path"]) else { return nil }
    self.feed = feed
    self.reader = reader
  }

  func read() -> StoreList? {
    let path = path()
    let rows = reader.pointer("rows") ?? ""
    let columns = columns()
    let pages = PagesReader(reader)?.read() ?? .single
    let total = reader.pointer("total")
    let watermark = path.flatMap { WatermarkReader(reader, isAsked: $0.contains("{watermark}"))?.read() }
    return path.map { StoreList(feed: feed, path: $0, rows: rows, columns: columns, pages: pages, total: total, watermark: watermark) }
  }

  private func path() -> String? {
    guard let path = reader.text("path") else { return nil }
    if path.wholeMatch(of: /\/(?!\/)[!-~]*/) == nil || path.contains("#") {
      let expected = "a path that begins with one slash, in printable ASCII"
      reader.refuse("path", expected: expected, advice: "write such as /orders?since={watermark}")
      return path
    }
    if let problem = Placeholders.problem(in: path, known: PullParameter.allCases.map(\.rawValue)) {
      reader.refuse("path", expected: problem.expected, advice: problem.advice)
    }
    _ = reader.hidesSecrets("path", path[...])
    return path
  }

  private func columns() -> [String: String] {
    guard let columns = reader.mapping("columns", "columns of \(feed.rawValue)", keys: feed.columns) else { return [:] }
    return feed.columns.reduce(into: [:]) { $0[$1] = columns.pointer($1) }
  }
}
