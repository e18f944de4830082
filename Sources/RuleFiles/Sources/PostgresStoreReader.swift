import SettlementCore

/// Reads `postgres:` of the store.
///
/// Defaults beside those of ``PostgresAccessReader``: `statement-timeout: 10m`, `idle-timeout: 1m`, `zone` the configuration's.
struct PostgresStoreReader {
  private let reader: MappingReader
  private let folder: String
  private let zone: String

  init?(_ store: MappingReader, in folder: String, zone: String) {
    let required = PostgresAccessReader.required + StoreFeed.allCases.filter(\.isRequired).map(\.rawValue)
    let keys = PostgresAccessReader.keys + ["idle-timeout", "zone"] + StoreFeed.allCases.map(\.rawValue)
    guard let reader = store.mapping("postgres", "postgres", keys: keys, required: required) else { return nil }
    self.reader = reader
    self.folder = folder
    self.zone = zone
  }

  func read() -> PostgresStore? {
    let idle = reader.duration("idle-timeout") ?? .seconds(60)
    let access = PostgresAccessReader(reader, in: folder).read(statement: .seconds(600), idle: idle)
    let zone = reader.zone("zone") ?? zone
    let queries = StoreFeed.allCases.compactMap { StoreQueryReader(reader, $0, in: folder)?.read() }
    return access.map { PostgresStore($0, zone: zone, queries: queries) }
  }
}
