import Foundation
import SettlementCore
import Testing

@testable import RuleFiles

@Suite struct ConfigurationTests {
  private func read(_ text: String, in folder: String = "shop") throws -> (configuration: Configuration, folder: String) {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("configuration-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: root) }
    try FileManager.default.createDirectory(atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
    try text.write(toFile: "\(root)/\(folder)/qingfen.yaml", atomically: true, encoding: .utf8)
    return (try Configuration.read(path: "\(root)/\(folder)/qingfen.yaml"), "\(root)/\(folder)")
  }

  @Test func readsTheExampleOfTheContract() throws {
    let (read, folder) = try read(
      """
      zone: Asia/Tokyo
      rules: rules                          # folder with agreements/*.yaml and partners/*.yaml
      store: {folder: "store/{date}"}       # or postgres: {...}, or http: {...}; payouts.csv stands in the same folder
      ledger: {sqlite: output/ledger.sqlite}   # or postgres: {...}
      output: /srv/output
      archive: raw
      lang: en
      max-rejected: "1/3"
      """)
    #expect(read.zone == "Asia/Tokyo" && read.language == .en && read.maximumRejected == Rate(1, over: 3))
    #expect(read.rules == "\(folder)/rules" && read.store.folderPath == "\(folder)/store/{date}" && read.folder == folder)
    #expect(read.ledger.name == "\(folder)/output/ledger.sqlite" && read.output == "/srv/output" && read.archive == "\(folder)/raw")
    #expect(read.resolve("statements/a.csv") == "\(folder)/statements/a.csv" && read.resolve("/a.csv") == "/a.csv")
  }

  @Test func readsALedgerInPostgreSQL() throws {
    let (read, folder) = try read(
      """
      store: {folder: store}
      output: out
      ledger:
        postgres: {host: db.finance.example, database: finance, user: qingfen_writer, password: {env: LEDGER}, ca: ca.pem, schema: ledger_2}
      """)
    guard case .postgres(let access, let schema) = read.ledger else { return #expect(Bool(false), "\(read.ledger)") }
    #expect(access.host == "db.finance.example" && access.port == 5432 && access.user == "qingfen_writer" && schema == "ledger_2")
    #expect(access.password == .environment("LEDGER") && access.authorities == "\(folder)/ca.pem")
    #expect(access.timeouts.statement == .seconds(3600))
    #expect(read.ledger.name == "postgres:db.finance.example:5432/finance#ledger_2" && read.lock == "\(folder)/out/ledger.lock")
    let (other, _) = try self.read("store: {folder: store}\nledger: {postgres: {host: db, database: d, user: u}}\n")
    #expect(other.ledger.name == "postgres:db:5432/d#qingfen")
  }

  @Test func hasDefaults() throws {
    let (read, folder) = try read("store: {folder: 'store/{yyyy}/{MM}/{dd}'}\nledger: {sqlite: l.sqlite}\n")
    #expect(read.zone == "Asia/Shanghai" && read.language == .zh && read.maximumRejected == Rate(1, over: 1000))
    #expect(read.rules == "\(folder)/rules" && read.output == "\(folder)/output" && read.archive == "\(folder)/archive")
  }

  @Test func readsTheLimitsOfRisks() throws {
    let store = "store: {folder: s}\nledger: {sqlite: l.sqlite}\n"
    #expect(try read(store).configuration.risk == RiskLimits())
    let (read, _) = try read(
      store + """
        risk:
          over-redeemed: 2
          burst: {within: 30m, percent: "25"}
          refund-after-redemption: {at-least: 9}
          growth: {days: 14}
          share-cap: {channels: [wechat-mini, douyin], days: 30}
          buyer: {redemptions: 7}

        """)
    var limits = RiskLimits()
    limits.overRedeemed = 2
    (limits.burst.within, limits.burst.part) = (1800, Rate(1, over: 4)!)
    limits.refundAfterRedemption.atLeast = 9
    limits.growth.within = 14
    limits.buyerRedemptions = 7
    limits.shareCap = .init(channels: ["wechat-mini", "douyin"], days: 30)
    #expect(read.risk == limits && limits.shareCap?.part == Rate(3, over: 10) && limits.shareCap?.receivers == 50)
  }

  @Test func namesAreRelativeToTheFile() {
    #expect(Configuration.resolve("rules", in: ".") == "rules")
    #expect(Configuration.resolve("rules", in: "/") == "/rules")
    #expect(Configuration.resolve("../rules", in: "a/b") == "a/b/../rules")
    #expect(Configuration.resolve("/rules", in: "a") == "/rules")
  }

  @Test func saysThatTheFileIsMissing() {
    #expect {
      try Configuration.read(path: "/nowhere/at/all/qingfen.yaml")
    } throws: { error in
      "\(error)" == "qingfen.yaml: expected a readable file, found nothing: check its name and its rights"
    }
  }
}
