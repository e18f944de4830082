import SettlementCore

/// Reads `http:` of the store.
///
/// Defaults: `ca` the system's, no `auth`, no limit of requests, `zone` the configuration's.
struct HTTPStoreReader {
  private let reader: MappingReader
  private let folder: String
  private let zone: String

  init?(_ store: MappingReader, in folder: String, zone: String) {
    let feeds = StoreFeed.allCases
    let keys = ["url", "ca", "auth", "requests-per-second", "zone"] + feeds.map(\.rawValue)
    let required = ["url"] + feeds.filter(\.isRequired).map(\.rawValue)
    guard let reader = store.mapping("http", "http", keys: keys, required: required) else { return nil }
    self.reader = reader
    self.folder = folder
    self.zone = zone
  }

  func read() -> HTTPStore? {
    let url = url()
    let authorities = reader.path("ca", in: folder)
    let authentication = AuthenticationReader(reader, in: folder)?.read()
    let limit = reader.number("requests-per-second", 1...1000)
    let zone = reader.zone("zone") ?? zone
    let lists = StoreFeed.allCases.compactMap { StoreListReader(reader, $0)?.read() }
    return url.map {
      HTTPStore(
        url: $0, authorities: authorities, authentication: authentication, requestsPerSecond: limit.map { Int($0) }, zone: zone,
        lists: lists)
    }
  }

  private func url() -> String? {
    let example = "https://api.shop.example/v2"
    guard let text = reader.text("url"), let url = reader.url("url", text, schemes: ["https"], example: example) else { return nil }
    if url.path.contains(where: { "?{}".contains($0) }) {
      reader.refuse("url", expected: "a URL without query and pattern", advice: "write them in the paths of the feeds")
    }
    return text.hasSuffix("/") ? String(text.dropLast()) : text
  }
}
