import Foundation
import SettlementCore

/// Reads the document of a configuration file.
struct ConfigurationReader {
  private let reader: MappingReader
  private let folder: String

  init?(_ document: RuleValue, folder: String, _ problems: FileProblems) {
    let keys = [
      "zone", "rules", "store", "ledger", "output", "archive", "lang", "max-rejected", "codes", "transfers", "metrics", "notify",
      "payer", "mail", "risk",
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
    let mail = mail()
    guard let store, let ledger else { return nil }
    return Configuration(
      zone: zone, rules: rules, store: store, ledger: ledger, output: output, archive: archive, language: language,
      maximumRejected: rejected, codeKey: codeKey, transfers: transfers, metrics: metrics, notices: notices, payer: payer,
      mail: mail, risk: RiskReader(reader).read(), folder: folder)
  }

  /// `ca`: the system's authorities unless given.
  private func mail() -> MailServer? {
    let keys = MailServerReader.keys + ["ca"]
    guard let mail = reader.mapping("mail", "mail", keys: keys, required: MailServerReader.required, isSecret: true) else { return nil }
    return MailServerReader(mail).read(authorities: mail.path("ca", in: folder))
  }

  private func path(_ key: String, or standard: String) -> String {
    reader.path(key, in: folder) ?? Configuration.resolve(standard, in: folder)
  }

  /// `statement-timeout: 1h` and `schema: qingfen` unless given.
  private func ledger() -> LedgerSource? {
    guard let ledger = reader.mapping("ledger", "the ledger", keys: ["sqlite", "postgres"]) else { return nil }
    switch ledger.one(of: ["sqlite", "postgres"]) {
    case "sqlite": return ledger.path("sqlite", in: folder).map { .sqlite($0) }
    case "postgres":
      let keys = PostgresAccessReader.keys + ["schema"]
      guard let postgres = ledger.mapping("postgres", "postgres", keys: keys, required: PostgresAccessReader.required) else { return nil }
      let access = PostgresAccessReader(postgres, in: folder).read(statement: .seconds(3600), idle: .seconds(86_400))
      let schema = schema(postgres)
      guard let access, let schema else { return nil }
      return .postgres(access, schema: schema)
    default: return nil
    }
  }

  private func schema(_ postgres: MappingReader) -> String? {
    if !postgres.has("schema") { return "qingfen" }
    guard let name = postgres.text("schema") else { return nil }
    if name.wholeMatch(of: /[a-z_][a-z0-9_]{0,62}/) != nil, !name.hasPrefix("pg_") { return name }
    postgres.refuse("schema", expected: "a-z, 0-9 and _, not beginning with a digit or pg_", advice: "write such as qingfen")
    return nil
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
