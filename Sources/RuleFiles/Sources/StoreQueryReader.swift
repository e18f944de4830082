import SettlementCore

/// Reads one feed of a PostgreSQL store.
struct StoreQueryReader {
  private let feed: StoreFeed
  private let reader: MappingReader
  private let folder: String

  /// Nil when the feed has no query.
  init?(_ postgres: MappingReader, _ feed: StoreFeed, in folder: String) {
    let keys = ["query", "parameters", "watermark"]
    guard let reader = postgres.mapping(feed.rawValue, "a query", keys: keys, required: ["query"]) else { return nil }
    self.feed = feed
    self.reader = reader
    self.folder = folder
  }

  func read() -> StoreQuery? {
    let named = named()
    let parameters = named.compactMap(parameter)
    let watermark = WatermarkReader(reader, isAsked: parameters.contains(.watermark))?.read()
    guard let text = text() else { return nil }
    check(QueryText(text), named.count)
    return StoreQuery(feed: feed, text: text, parameters: parameters, watermark: watermark)
  }

  private static let known = PullParameter.allCases.map(\.rawValue).joined(separator: ", ")

  private func named() -> [RuleValue] { reader.list("parameters", of: "parameters (\(Self.known))") ?? [] }

  private func parameter(_ value: RuleValue) -> PullParameter? {
    if case .text(let name, _) = value.kind, let parameter = PullParameter(rawValue: name) { return parameter }
    reader.problems.add(at: value.position, expected: "one of \(Self.known)", found: value.found, advice: "write one of them")
    return nil
  }

  private func text() -> String? {
    guard case .mapping? = reader.value("query")?.kind else { return reader.text("query") }
    guard let file = reader.mapping("query", "a query", keys: ["file"], required: ["file"]), let path = file.path("file", in: folder) else {
      return nil
    }
    return RuleFile.text(path: path, at: file.position(of: "file"), reader.problems)
  }

  private func check(_ query: QueryText, _ parameters: Int) {
    let position = reader.position(of: "query")
    if !["SELECT", "WITH"].contains(query.firstWord.uppercased()) {
      let expected = "a query that begins with SELECT or WITH"
      reader.problems.add(at: position, expected: expected, found: quoted(query.firstWord), advice: "write a query that only reads")
    }
    let wanted = (0..<parameters).map { $0 + 1 }
    if query.parameters.sorted() != wanted {
      reader.problems.add(
        at: position, expected: "\(Self.list(wanted)) in the query, as parameters names \(parameters)",
        found: Self.list(query.parameters.sorted()), advice: "name one parameter for each number")
    }
  }

  private static func list(_ numbers: [Int]) -> String {
    numbers.isEmpty ? "no $1" : numbers.map { "$\($0)" }.joined(separator: ", ")
  }
}
