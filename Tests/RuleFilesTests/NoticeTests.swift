import Foundation
import SettlementCore
import Testing

@testable import RuleFiles

/// `metrics` and `notify` of the configuration.
@Suite struct NoticeTests {
  private func read(_ text: String) throws -> Configuration {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("notices-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: root) }
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    let path = "\(root)/qingfen.yaml"
    try "store: {folder: store}\nledger: {sqlite: l.sqlite}\n\(text)".write(toFile: path, atomically: true, encoding: .utf8)
    return try Configuration.read(path: path)
  }

  private func problems(_ text: String) -> [String] {
    do {
      _ = try read(text)
      return []
    } catch let problems as RuleProblems {
      return "\(problems)".split(separator: "\n").map { String($0.dropFirst("qingfen.yaml:".count)) }
    } catch {
      return ["\(error)"]
    }
  }

  @Test func everyKeyIsRead() throws {
    let configuration = try read(
      """
      metrics: /srv/q.prom
      notify:
        - {webhook: {env: ROBOT}, style: wecom, ca: /srv/ca.pem, on: always}
        - {webhook: {credential: hook}}
        - mail: {server: "smtps://mail.example:465", from: a@x.example, to: [b@x.example, c@x.example], user: u, password: {env: P}}
      """)
    #expect(configuration.metrics == "/srv/q.prom")
    #expect(configuration.notices.map(\.on) == [.always, .trouble, .trouble])
    guard case .webhook(let robot) = configuration.notices[0].way, case .webhook(let plain) = configuration.notices[1].way,
      case .mail(let mail, let to) = configuration.notices[2].way
    else {
      Issue.record("\(configuration.notices)")
      return
    }
    #expect(robot.style == .wecom && robot.authorities == "/srv/ca.pem" && "\(robot.url)" == "the environment variable ROBOT")
    #expect(plain.style == .json && plain.authorities == nil)
    #expect(mail.url == "smtps://mail.example:465" && mail.from == "a@x.example" && to == ["b@x.example", "c@x.example"])
    #expect(mail.user == "u" && mail.password != nil)
  }

  @Test func nothingIsTheDefault() throws {
    let configuration = try read("")
    #expect(configuration.metrics == nil && configuration.notices.isEmpty)
  }

  @Test func everyMistakeIsNamedAndNoSecretShown() {
    let found = problems(
      """
      notify:
        - {webhook: "https://robot.example/canary"}
        - {on: always}
        - {webhook: {env: A}, mail: {server: "smtp://m.example", from: a@x.example, to: [b@x.example]}}
        - {mail: {server: "http://m.example", from: nobody, to: [b], user: u}, style: json}
        - {webhook: {env: A}, style: slack, on: never}
      """)
    #expect(
      found == [
        "4:15: expected {env: NAME} or {credential: NAME} for webhook, found a text that is not shown here: write where it is found; a secret is never written in a file",
        "5:5: expected exactly one of webhook, mail in a notice, found none: add one",
        "6:5: expected exactly one of webhook, mail in a notice, found 'webhook, mail': keep one",
        "7:12: expected the key password beside user, found none: add it",
        "7:21: expected a URL of smtps://, smtp:// with a host and printable ASCII, found 'http://m.example': write smtps://smtp.shop.example:465",
        "7:47: expected an address such as qingfen@shop.example, found 'nobody': write one",
        "7:59: expected addresses such as finance@shop.example, found a list: mend b",
        "7:74: expected no key style beside mail, found 'style': remove it",
        "8:32: expected json, wecom or feishu, found a text that is not shown here: write one of them",
        "8:43: expected trouble or always, found a text that is not shown here: write one of them",
      ])
  }
}
