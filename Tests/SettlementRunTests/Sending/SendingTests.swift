import DurableFiles
import Foundation
import GRDB
import LedgerStore
import RuleFiles
import SettlementCore
import Testing

@testable import SettlementRun

/// `qingfen deliver`: each statement goes out once, and nothing that should stay here.
@Suite struct SendingTests {
  /// March is closed for both partners; `deliver` as in the file of alpha.
  private static func closedMarch(_ deliver: String) throws -> Workplace {
    let workplace = try ClosingShop.open()
    try workplace.write("partner: alpha\ntitle: 甲方\nperiod: month\n\(deliver)", to: "rules/partners/alpha.yaml")
    try workplace.write("", to: "out/.keep")
    try ClosingShop.runMarch(workplace)
    try ClosingShop.closeMarch(workplace)
    return workplace
  }

  private static func send(
    _ workplace: Workplace, partner: String? = nil, period: String? = nil, environment: [String: String] = [:],
    stage: @escaping (String) throws -> Void = { _ in }
  ) throws -> [String] {
    try StatementSending.send(
      partner: partner, period: period, try ClosingShop.configuration(workplace), Secrets(environment: environment), stage: stage
    ).map { "\($0.statement) \($0.what)" }
  }

  private static func out(_ workplace: Workplace) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: workplace.folder.path + "/out").filter { $0 != ".keep" }.sorted()
  }

  private static func deliveries(_ workplace: Workplace) throws -> [DeliveryRecord] {
    try LedgerReading(try ClosingShop.configuration(workplace)).ledger.deliveries()
  }

  @Test func aStatementGoesOutOnce() throws {
    let workplace = try Self.closedMarch("deliver: {folder: out}\n")
    #expect(try Self.send(workplace) == ["QF-alpha-2026-03-R1 sent"])
    let issued = workplace.folder.path + "/output/statements/alpha/alpha-2026-03-R1.xlsx"
    let got = workplace.folder.path + "/out/alpha-2026-03-R1.xlsx"
    #expect(try Data(contentsOf: URL(fileURLWithPath: got)) == Data(contentsOf: URL(fileURLWithPath: issued)))
    let records = try Self.deliveries(workplace)
    let sha256 = try Digest.sha256(ofFile: issued).sha256
    #expect(records.map(\.statement) == ["QF-alpha-2026-03-R1"] && records[0].sha256 == sha256)
    #expect(records[0].way == "folder" && records[0].recipient == workplace.folder.path + "/out" && records[0].run == 2)
    // Even when it was taken away there.
    try FileManager.default.removeItem(atPath: got)
    #expect(try Self.send(workplace) == ["QF-alpha-2026-03-R1 wasSent"])
    #expect(try Self.out(workplace).isEmpty && Self.deliveries(workplace) == records)
  }

  /// Nothing goes out, and nothing is recorded, while nobody knows what is on the disk.
  @Test func aSuspectLedgerSendsNothing() throws {
    let workplace = try Self.closedMarch("deliver: {folder: out}\n")
    let mark = SuspectMark(try ClosingShop.configuration(workplace))
    try Data("a failed fsync\n".utf8).write(to: URL(fileURLWithPath: mark.path))
    #expect(throws: SuspectLedger.self) { try Self.send(workplace) }
    #expect(try Self.out(workplace).isEmpty)
    try mark.clear()
    #expect(try Self.send(workplace) == ["QF-alpha-2026-03-R1 sent"])
  }

  /// Deliveries are a chain of their own.
  @Test func aChangedDeliveryIsFound() throws {
    let workplace = try Self.closedMarch("deliver: {folder: out}\n")
    _ = try Self.send(workplace)
    let configuration = try ClosingShop.configuration(workplace)
    let head = try Verification.verify(configuration).head
    try DatabaseQueue(path: workplace.output.appendingPathComponent("ledger.sqlite").path).write {
      try $0.execute(sql: "UPDATE deliveries SET recipient = 'somebody else'")
    }
    let fault = #expect(throws: IntegrityFault.self) { _ = try Verification.verify(configuration) }
    #expect("\(fault!)".contains("table deliveries, row 1 (QF-alpha-2026-03-R1)"))
    #expect(try LedgerReading(configuration).ledger.journal().last?.head == head, "sending has no part in the heads that statements print")
  }

  /// Between the taking and the record: the same file once more, then it counts.
  @Test func whatWasCutOffIsHandedOverAgain() throws {
    struct Cut: Error {}
    let workplace = try Self.closedMarch("deliver: {folder: out}\n")
    #expect(throws: Cut.self) { try Self.send(workplace) { _ in throw Cut() } }
    #expect(try Self.out(workplace) == ["alpha-2026-03-R1.xlsx"])
    #expect(try Self.deliveries(workplace).isEmpty)
    #expect(try Self.send(workplace) == ["QF-alpha-2026-03-R1 sent"])
    #expect(try Self.out(workplace) == ["alpha-2026-03-R1.xlsx"] && Self.deliveries(workplace).count == 1)
  }

  @Test func draftsGoOutOnlyWhenTheRuleSaysSo() throws {
    let quiet = try Self.closedMarch("deliver: {folder: out}\n")
    try quiet.run("2026-04-01")
    #expect(try Self.send(quiet) == ["QF-alpha-2026-03-R1 sent"])
    let workplace = try Self.closedMarch("deliver: {folder: out, drafts: true, since: 2026-04-01}\n")
    try workplace.run("2026-04-01")
    #expect(try Self.send(workplace) == ["alpha-2026-04-draft sent"])
    #expect(try Self.out(workplace) == ["alpha-2026-04-draft.xlsx"], "the platform's own draft goes to nobody")
    #expect(workplace.text("output/2026-04-01/statements/platform/platform-2026-04-draft.xlsx") != nil)
    #expect(try Self.send(workplace) == ["alpha-2026-04-draft wasSent"])
    #expect(try Self.send(workplace, period: "2026-05").isEmpty)
  }

  @Test func whatWasForcedStaysHere() throws {
    let folder = try CaseFolder("close-refused-forced")
    let partner = try folder.read("rules/partners/alpha.yaml")
    try folder.write(partner + "deliver: {folder: out}\n", to: "rules/partners/alpha.yaml")
    try folder.write("", to: "out/.keep")
    for day in ["2026-03-01", "2026-03-02"] { _ = try BuiltCommand.run("run", "--date", day, in: folder) }
    _ = try BuiltCommand.run("close", "--period", "2026-03-01", "--force", "--reason", "agreed", "--by", "李雷", in: folder)
    let held = try BuiltCommand.run("deliver", in: folder)
    let lack = "it was closed by force: 1 open discrepancy up to 2026-03-01, differences of 1.00 CNY in sum"
    let advice = "the partner's file says incomplete: true where it should go all the same"
    #expect(held.code == 0 && held.output.isEmpty)
    #expect(held.messages == ["QF-alpha-2026-03-01-R1: not delivered: \(lack); \(advice)"])
    try folder.write(partner + "deliver: {folder: out, incomplete: true}\n", to: "rules/partners/alpha.yaml")
    let sent = try BuiltCommand.run("deliver", in: folder)
    #expect(sent.code == 0 && sent.output == "QF-alpha-2026-03-01-R1: delivered, folder out\n")
  }

  /// beta's folder is not there: alpha gets its statement all the same, and beta with the next try.
  @Test func onePartnersFailureIsItsOwn() throws {
    let workplace = try Self.closedMarch("deliver: {folder: out}\n")
    try workplace.write("partner: beta\ntitle: 乙方\nperiod: month\ndeliver: {folder: nowhere}\n", to: "rules/partners/beta.yaml")
    let (path, advice) = (workplace.folder.path, "make it, or correct deliver in the partner\\'s file")
    let results = try StatementSending.send(try ClosingShop.configuration(workplace))
    #expect(StatementSending.exit(results) == .sourcesUnreachable)
    #expect(
      results.map { "\($0.statement) \($0.what)" } == [
        "QF-alpha-2026-03-R1 sent",
        "QF-beta-2026-03-R1 failed(\"expected the folder \(path)/nowhere, found none: \(advice)\")",
      ])
    try workplace.write("", to: "nowhere/.keep")
    #expect(try Self.send(workplace) == ["QF-alpha-2026-03-R1 wasSent", "QF-beta-2026-03-R1 sent"])
  }

  @Test func aChangedWorkbookNeverGoesOut() throws {
    let workplace = try Self.closedMarch("deliver: {folder: out}\n")
    let path = workplace.folder.appendingPathComponent("output/statements/alpha/alpha-2026-03-R1.xlsx")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path.path)
    try Data("other".utf8).write(to: path)
    let results = try StatementSending.send(try ClosingShop.configuration(workplace))
    guard case .failed(let text) = results[0].what else {
      Issue.record("\(results)")
      return
    }
    #expect(text.hasPrefix("statement QF-alpha-2026-03-R1: expected \(path.path) with SHA-256 "))
    #expect(try Self.out(workplace).isEmpty && Self.deliveries(workplace).isEmpty)
  }

  @Test func aSealedZipAndNoPasswordNoZip() throws {
    let workplace = try Self.closedMarch("deliver: {folder: out, zip-password: {env: QINGFEN_ZIP}}\n")
    let failed = try Self.send(workplace)
    #expect(failed.count == 1 && failed[0].hasPrefix("QF-alpha-2026-03-R1 failed(") && failed[0].contains("QINGFEN_ZIP"))
    #expect(try Self.out(workplace).isEmpty)
    #expect(try Self.send(workplace, environment: ["QINGFEN_ZIP": "zip-canary"]) == ["QF-alpha-2026-03-R1 sent"])
    #expect(try Self.out(workplace) == ["alpha-2026-03-R1.zip"])
    let bytes = try Data(contentsOf: workplace.folder.appendingPathComponent("out/alpha-2026-03-R1.zip"))
    #expect(bytes.starts(with: [0x50, 0x4B]) && bytes.range(of: Data("zip-canary".utf8)) == nil)
  }

  @Test func closingDeliversByItselfAndIsNeverFailedByIt() throws {
    let workplace = try ClosingShop.open()
    try workplace.write("partner: alpha\ntitle: 甲方\nperiod: month\ndeliver: {folder: out}\n", to: "rules/partners/alpha.yaml")
    try ClosingShop.runMarch(workplace)
    func command(_ arguments: String...) throws -> BuiltCommand.Result {
      try BuiltCommand.end(try BuiltCommand.start(arguments, in: workplace.folder.path), in: workplace.folder.path)
    }
    let closed = try command("close", "--period", "2026-03")
    #expect(closed.code == 0)
    #expect(closed.messages.contains { $0.hasPrefix("QF-alpha-2026-03-R1: not delivered, folder ") && $0.contains("found none") })
    #expect(try command("deliver").code == 12)
    try workplace.write("", to: "out/.keep")
    let run = try command("run", "--date", "2026-04-01")
    #expect(run.code == 0 && run.messages.contains { $0.hasPrefix("QF-alpha-2026-03-R1: delivered, folder ") })
    let again = try command("deliver")
    #expect(again.code == 0 && again.output == "QF-alpha-2026-03-R1: delivered before, nothing done\n")
    #expect(try command("deliver", "--partner", "beta").code == 64)
    #expect(try command("deliver", "--partner", "nobody").code == 64)
  }

  @Test func aCheckupLooksAtIt() throws {
    let workplace = try Self.closedMarch("deliver: {mail: {to: [a@x.example]}, zip-password: {env: QINGFEN_NO_ZIP}}\n")
    try workplace.write("partner: beta\ndeliver: {folder: nowhere}\n", to: "rules/partners/beta.yaml")
    var found: [String] = []
    _ = Doctor.examine(
      path: workplace.folder.path + "/qingfen.yaml", day: { _ in CalendarDay("2026-04-02")! }, secrets: Secrets(environment: [:])
    ) { found.append("\($0)") }
    #expect(found.contains("problem  delivery to alpha: the configuration has no mail; write mail: {server: …, from: …}"))
    #expect(
      found.contains { $0.hasPrefix("problem  secret of delivery to alpha: the environment variable QINGFEN_NO_ZIP: expected a secret") })
    #expect(found.contains { $0.hasPrefix("problem  delivery to beta: no folder ") })
  }
}

/// To real servers.
@Suite(.enabled(if: Peers.areThere)) struct SendingPeerTests {
  private struct Mail: Decodable {
    let from: String
    let to: [String]
    let message: String
  }

  private static func closedMarch(_ deliver: String, _ configuration: String = "") throws -> Workplace {
    let workplace = try ClosingShop.open()
    try workplace.write("partner: alpha\ntitle: 甲方\nperiod: month\nlang: zh\n\(deliver)", to: "rules/partners/alpha.yaml")
    try workplace.write((workplace.text("qingfen.yaml") ?? "") + configuration, to: "qingfen.yaml")
    try ClosingShop.runMarch(workplace)
    try ClosingShop.closeMarch(workplace)
    return workplace
  }

  private static func what(_ workplace: Workplace, stage: @escaping (String) throws -> Void = { _ in }) throws -> [String] {
    let secrets = Secrets(environment: try Peers.secrets().merging(["QINGFEN_ZIP": "zip-canary"]) { $1 })
    return try StatementSending.send(try ClosingShop.configuration(workplace), secrets, stage: stage).map { "\($0.what)" }
  }

  /// The server has it twice with one Message-ID when the record was cut off; the mail has the file whole, and no password.
  @Test func byMail() throws {
    struct Cut: Error {}
    let to = "finance-\(UInt32.random(in: 0...UInt32.max))@partner.example"
    let server =
      "mail: {server: \"smtps://127.0.0.1:\(try Peers.fact("smtp.port"))\", from: q@shop.example, user: qingfen, "
      + "password: {env: QINGFEN_PASSWORD}, ca: \(Peers.folder)/tls/ca.pem}\n"
    let workplace = try Self.closedMarch("deliver: {mail: {to: [\(to)]}}\n", server)
    func mail() throws -> Mail {
      try JSONDecoder().decode(Mail.self, from: Data(contentsOf: URL(fileURLWithPath: "\(Peers.folder)/mail/\(to).json")))
    }
    func id() throws -> String? { try mail().message.components(separatedBy: "\r\n").first { $0.hasPrefix("Message-ID: ") } }
    #expect(throws: Cut.self) { try Self.what(workplace) { _ in throw Cut() } }
    let first = try id()
    #expect(try Self.what(workplace) == ["sent"])
    #expect(try id() == first && first != nil)
    let message = try mail().message
    #expect(try mail().from == "q@shop.example" && mail().to == [to])
    let issued = try Data(contentsOf: workplace.folder.appendingPathComponent("output/statements/alpha/alpha-2026-03-R1.xlsx"))
    let flat = message.replacingOccurrences(of: "\r\n", with: "")
    #expect(flat.contains(issued.base64EncodedString()) && message.contains("filename=\"alpha-2026-03-R1.xlsx\""))
    #expect(message.contains("=?utf-8?B?\(Data("甲方结算单 QF-alpha-2026-03-R1".utf8).base64EncodedString())?="))
    #expect(try Self.what(workplace) == ["wasSent"])
  }

  @Test func aMailThatIsRefusedIsTriedAgain() throws {
    let server =
      "mail: {server: \"smtps://127.0.0.1:\(try Peers.fact("smtp.port"))\", from: q@shop.example, user: qingfen, "
      + "password: {env: QINGFEN_PASSWORD}, ca: \(Peers.folder)/tls/ca.pem}\n"
    let workplace = try Self.closedMarch("deliver: {mail: {to: [full@partner.example]}}\n", server)
    let refused = try Self.what(workplace)
    #expect(refused.count == 1 && refused[0].hasPrefix("failed(\"smtps://127.0.0.1:"))
    #expect(try Self.what(workplace) == refused)
  }

  @Test func bySFTPInASealedZip() throws {
    let folder = "\(Peers.folder)/sftp/in-\(UInt32.random(in: 0...UInt32.max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let url = "sftp://127.0.0.1:\(try Peers.fact("ssh.port"))\(folder)"
    let workplace = try Self.closedMarch(
      "deliver: {sftp: {url: \"\(url)\", user: root, key: \(Peers.folder)/ssh/client, host-key: \"\(try Peers.fact("ssh.pin"))\"}, "
        + "zip-password: {env: QINGFEN_ZIP}}\n")
    #expect(try Self.what(workplace) == ["sent"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["alpha-2026-03-R1.zip"])
    #expect(try Self.what(workplace) == ["wasSent"])
    let record = try LedgerReading(try ClosingShop.configuration(workplace)).ledger.deliveries()
    #expect(record.map(\.recipient) == [url + "/"] && record.map(\.way) == ["sftp"])
  }
}
