import Foundation
import SettlementCore

/// Reads the document of a configuration file.
struct ConfigurationReader {
  private let reader: MappingReader
  private let folder: String

  init?(_ document: RuleValue, folder: String, _ problems: FileProblems) {
    let keys = [
      "zone", "rules", "store", "ledger", "output", "archive", "lang", "max-rejected", "codes", "transfers", "metrics", "notify",
      "payer",
    ]
    guard let reader = MappingReader(document, "the configuration", keys: keys, required: ["store", "ledger"], problems) else { return nil }
    self.reader = reader
    self.folder = folder
  }

  /// Nil when a problem was found.
  func read() -> Configuration? {
    let zone = reader.zone("zone") ?? "Asia/Shanghai"
    let rules = path("rules", or: "rules")
    let output = path("output", or: "output")
    let archive = path("archive", or: "archive")
    let store = StoreReader(reader, in: folder, zone: zone)?.read()
    let ledger = ledger()
    let language = reader.choice("lang", PartnerSettings.Language.self) ?? .zh
    let rejected = reader.rate("max-rejected") ?? Rate(text: "0.1")!
    let codeKey = reader.mapping("codes", "codes", keys: ["key"], required: ["key"], isSecret: true)?.secret("key")
    let transfers = transfers()
    let metrics = reader.path("metrics", in: folder)
    let notices = NoticeReader(in: folder, reader.problems).read(reader.list("notify", of: "notices") ?? [])
    let payer = reader.bankAccount("payer", "a payer")
    guard let store, let ledger else { return nil }
    return Configuration(
      zone: zone, rules: rules, store: store, ledger: ledger, output: output, archive: archive, language: language,
      maximumRejected: rejected, codeKey: codeKey, transfers: transfers, metrics: metrics, notices: notices, payer: payer,
      folder: folder)
  }

  private func path(_ key: String, or standard: String) -> String {
    reader.path(key, in: folder) ?? Configuration.resolve(standard, in: folder)
  }

  private func ledger() -> String? {
    if case .mapping(let entries)? = reader.value("ledger")?.kind, let other = entries.first(where: { $0.key == "postgres" }) {
      reader.problems.add(
        at: other.position, expected: "an SQLite file, as this build keeps the ledger nowhere else", found: quoted(other.key),
        advice: "write ledger: {sqlite: …}")
      return nil
    }
    return reader.mapping("ledger", "the ledger", keys: ["sqlite"], required: ["sqlite"])?.path("sqlite", in: folder)
  }

  private func transfers() -> TransferSettings {
    let standard = TransferSettings()
    guard let reader = reader.mapping("transfers", "transfers", keys: ["at-once", "attempts", "wait"]) else { return standard }
    let atOnce = reader.number("at-once", 1...64)
    let attempts = reader.number("attempts", 1...100)
    let wait = reader.duration("wait")
    return TransferSettings(
      atOnce: atOnce.map { Int($0) } ?? standard.atOnce, attempts: attempts.map { Int($0) } ?? standard.attempts,
      wait: wait ?? standard.wait)
  }
}
