import Foundation
import SettlementCore
import Testing

@testable import RuleFiles

/// `deliver` of a partner's file and `mail` of the configuration.
@Suite struct DeliveryTests {
  private func partner(_ text: String) throws -> PartnerSettings {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("delivery-\(UUID().uuidString).yaml").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try "partner: a\n\(text)".write(toFile: path, atomically: true, encoding: .utf8)
    return try RuleFolder.partner(path: path, configuration: "/srv/shop")
  }

  @Test func everyKeyOfMailIsRead() throws {
    let delivery = try #require(
      try partner(
        "deliver: {mail: {to: [a@x.example, b@x.example], subject: 结算单}, drafts: true, incomplete: true, since: 2026-03-31, "
          + "zip-password: {env: ZIP}}"
      ).delivery)
    guard case .mail(let to, let subject) = delivery.way else {
      Issue.record("\(delivery.way)")
      return
    }
    #expect(to == ["a@x.example", "b@x.example"] && subject == "结算单")
    #expect(delivery.drafts && delivery.incomplete && delivery.since == CalendarDay("2026-03-31"))
    #expect(delivery.zipPassword.map { "\($0)" } == "the environment variable ZIP")
  }

  @Test func aFolderAndAServer() throws {
    let local = try #require(try partner("deliver: {folder: out}").delivery)
    guard case .folder("/srv/shop/out") = local.way else {
      Issue.record("\(local.way)")
      return
    }
    #expect(!local.drafts && !local.incomplete && local.since == nil && local.zipPassword == nil)
    let pin = "SHA256:" + String(repeating: "A", count: 43)
    let remote = try #require(
      try partner("deliver: {sftp: {url: \"sftp://p.example:2222/in\", user: u, key: keys/id, host-key: \"\(pin)\"}}").delivery)
    guard case .sftp(let url, let access) = remote.way else {
      Issue.record("\(remote.way)")
      return
    }
    #expect(url == "sftp://p.example:2222/in/" && access.user == "u" && access.hostKey == pin)
    #expect(access.login == .key(path: "/srv/shop/keys/id", passphrase: nil))
  }

  @Test func nothingIsTheDefault() throws { #expect(try partner("").delivery == nil) }

  @Test func theMailServerIsRead() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("delivery-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let mail = "mail: {server: \"smtps://m.example\", from: q@x.example, user: u, password: {credential: m}, ca: ca.pem}\n"
    try "store: {folder: store}\nledger: {sqlite: l}\n\(mail)".write(toFile: "\(folder)/qingfen.yaml", atomically: true, encoding: .utf8)
    let server = try #require(try Configuration.read(path: "\(folder)/qingfen.yaml").mail)
    #expect(server.url == "smtps://m.example" && server.from == "q@x.example" && server.user == "u")
    #expect(server.authorities == "\(folder)/ca.pem")
  }
}
