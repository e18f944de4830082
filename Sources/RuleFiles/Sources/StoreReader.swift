import SettlementCore

/// Reads `store:` of the configuration.
struct StoreReader {
  private static let forms = ["folder", "postgres", "http"]

  private let reader: MappingReader
  private let folder: String
  private let zone: String

  /// `zone` is the configuration's.
  init?(_ configuration: MappingReader, in folder: String, zone: String) {
    guard let reader = configuration.mapping("store", "the store", keys: Self.forms + ["zone"]) else { return nil }
    self.reader = reader
    self.folder = folder
    self.zone = zone
  }

  /// Nil when a problem was found.
  func read() -> StoreSource? {
    let form = reader.one(of: Self.forms)
    if form != "folder" { reader.refuseKeys(["zone"], expected: "beside folder", advice: "write it among the keys of the store's kind") }
    return switch form {
    case "folder": path().map { .folder(FolderStore(path: $0, zone: reader.zone("zone") ?? zone)) }
    case "postgres": PostgresStoreReader(reader, in: folder, zone: zone)?.read().map { .postgres($0) }
    case "http": HTTPStoreReader(reader, in: folder, zone: zone)?.read().map { .http($0) }
    default: nil
    }
  }

  private func path() -> String? {
    guard let path = reader.text("folder") else { return nil }
    if let problem = DatePattern.problem(in: path) { reader.refuse("folder", expected: problem.expected, advice: problem.advice) }
    return Configuration.resolve(path, in: folder)
  }
}
