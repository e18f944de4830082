import Foundation
import SettlementCore

/// Reads the document of a configuration file.
struct ConfigurationReader {
  private let reader: MappingReader
  private let folder: String

  init?(_ document: RuleValue, folder: String, _ problems: FileProblems) {
    let keys = ["zone", "rules", "store", "ledger", "output", "archive", "lang", "max-rejected"]
    guard let reader = MappingReader(document, "the configuration", keys: keys, required: ["store", "ledger"], problems) else { return nil }
    self.reader = reader
    self.folder = folder
  }

  /// Nil when a problem was found.
  func read() -> Configuration? {
    let zone = zone()
    let rules = path("rules", or: "rules")
    let output = path("output", or: "output")
    let archive = path("archive", or: "archive")
    let store = storeFolder()
    let ledger = ledger()
    let language = reader.choice("lang", PartnerSettings.Language.self) ?? .zh
    let rejected = reader.rate("max-rejected") ?? Rate(text: "0.1")!
    guard let store, let ledger else { return nil }
    return Configuration(
      zone: zone, rules: rules, storeFolder: store, ledger: ledger, output: output, archive: archive, language: language,
      maximumRejected: rejected, folder: folder)
  }

  private func zone() -> String {
    let zone = reader.text("zone") ?? "Asia/Shanghai"
    if TimeZone(identifier: zone) == nil {
      reader.refuse("zone", expected: "a zone of the time zone database", advice: "write one such as Asia/Shanghai")
    }
    return zone
  }

  private func path(_ key: String, or standard: String) -> String {
    checkedPath(reader, key) ?? Configuration.resolve(standard, in: folder)
  }

  private func checkedPath(_ reader: MappingReader, _ key: String) -> String? {
    guard let path = reader.text(key) else { return nil }
    if path.contains(where: { $0 == "{" || $0 == "}" }) {
      reader.refuse(key, expected: "a path without a pattern", advice: "write one path for all days")
    }
    return Configuration.resolve(path, in: folder)
  }

  private func storeFolder() -> String? {
    guard
      let store = source("store", kept: "folder", others: ["postgres", "http"], "a folder, as this build reads the store from files only")
    else {
      return nil
    }
    guard let path = store.text("folder") else { return nil }
    if let problem = DatePattern.problem(in: path) { store.refuse("folder", expected: problem.expected, advice: problem.advice) }
    return Configuration.resolve(path, in: folder)
  }

  private func ledger() -> String? {
    source("ledger", kept: "sqlite", others: ["postgres"], "an SQLite file, as this build keeps the ledger nowhere else").flatMap {
      checkedPath($0, "sqlite")
    }
  }

  /// A mapping whose one key says what kind of source it is; the kinds of other builds are refused by name.
  private func source(_ key: String, kept: String, others: [String], _ expected: String) -> MappingReader? {
    if let value = reader.value(key), case .mapping(let entries) = value.kind, let other = entries.first(where: { others.contains($0.key) })
    {
      reader.problems.add(at: other.position, expected: expected, found: quoted(other.key), advice: "write \(key): {\(kept): …}")
      return nil
    }
    return reader.mapping(key, "the \(key)", keys: [kept], required: [kept])
  }
}
