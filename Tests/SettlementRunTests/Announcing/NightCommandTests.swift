import Foundation
import Testing

/// What a scheduler sees of `qingfen run`: figures in a file, one JSON object per line, notices that never change how it ends.
@Suite struct NightCommandTests {
  private func folder(_ more: String) throws -> CaseFolder {
    let folder = try CaseFolder("worked-example")
    let path = folder.path + "/qingfen.yaml"
    try folder.write(try String(contentsOfFile: path, encoding: .utf8) + more, to: "qingfen.yaml")
    return folder
  }

  private func metrics(_ folder: CaseFolder) -> String {
    String(decoding: FileManager.default.contents(atPath: folder.path + "/qingfen.prom") ?? Data(), as: UTF8.self)
  }

  @Test func figuresAreWrittenHoweverItEnds() throws {
    let folder = try folder("metrics: qingfen.prom\n")
    #expect(try BuiltCommand.run("run", "--date", "2026-03-01", in: folder).code == 0)
    #expect(metrics(folder).contains("qingfen_exit_code 0\n"))
    let mode = try FileManager.default.attributesOfItem(atPath: folder.path + "/qingfen.prom")[.posixPermissions] as? NSNumber
    #expect(mode?.intValue == 0o644)
    try folder.write("bundle: [\n", to: "rules/agreements/broken.yaml")
    #expect(try BuiltCommand.run("run", "--date", "2026-03-02", in: folder).code == 10)
    #expect(metrics(folder).contains("qingfen_exit_code 10\n"))
  }

  @Test func whatCannotBeToldChangesNothing() throws {
    let folder = try folder(
      """
      metrics: nowhere/qingfen.prom
      notify:
        - {webhook: {env: QINGFEN_NO_SUCH_HOOK}, on: always}
        - {webhook: {env: QINGFEN_DEAD_HOOK}, style: wecom, on: always}
        - {mail: {server: "smtps://127.0.0.1:1", from: a@shop.example, to: [b@shop.example]}, on: always}
        - {webhook: {env: QINGFEN_NO_SUCH_HOOK}}

      """)
    let process = try BuiltCommand.start(
      ["run", "--date", "2026-03-01"], in: folder.path, environment: ["QINGFEN_DEAD_HOOK": "https://127.0.0.1:1/secret-canary"])
    let result = try BuiltCommand.end(process, in: folder.path)
    #expect(result.code == 0)
    #expect(
      result.messages.map { $0.split(separator: ":").prefix(2).joined(separator: ":") } == [
        "metrics: nowhere/qingfen.prom could not be written",
        "notify: notify", "notify: cannot send to the webhook of the environment variable QINGFEN_DEAD_HOOK", "notify: smtps",
      ])
    #expect(!result.errors.contains("canary"))
  }

  @Test func logLinesAreJSON() throws {
    let folder = try folder("")
    try FileManager.default.removeItem(atPath: folder.path + "/store/2026-03-02/refunds.csv")
    let result = try BuiltCommand.run("run", "--from", "2026-03-01", "--to", "2026-03-02", "--log-format", "json", in: folder)
    #expect(result.code == 3)
    let lines = try result.errors.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: String])
    }
    #expect(lines.count >= 8)
    for line in lines { #expect(line["time"]?.hasSuffix("Z") == true && line["level"] != nil && line["message"] != nil) }
    #expect(lines.contains { $0["run"] == "2026-03-01-001" && $0["exit"] == "0" && $0["level"] == "info" })
    #expect(lines.contains { $0["day"] == "2026-03-02" && $0["level"] == "error" && $0["message"]?.contains("refunds.csv") == true })
    #expect(lines.contains { $0["message"] == "2026-03-01: settling" })
  }
}

/// Notices to real servers.
@Suite(.enabled(if: Peers.areThere)) struct NoticePeerTests {
  private func settle(_ notices: String, _ environment: [String: String]) throws -> BuiltCommand.Result {
    let folder = try CaseFolder("worked-example")
    let path = folder.path + "/qingfen.yaml"
    let text = try String(contentsOfFile: path, encoding: .utf8) + "notify:\n" + notices
    try folder.write(text.replacingOccurrences(of: "CA", with: "\(Peers.folder)/tls/ca.pem"), to: "qingfen.yaml")
    let process = try BuiltCommand.start(["run", "--date", "2026-03-01"], in: folder.path, environment: environment)
    return try BuiltCommand.end(process, in: folder.path)
  }

  private func publish(_ answer: String) throws -> String {
    let name = "hook-\(UUID().uuidString.prefix(8)).json"
    try Data(answer.utf8).write(to: Peers.url("www", name))
    return "files/\(name)"
  }

  @Test func aRobotIsTold() throws {
    let (taken, refused) = (try publish(#"{"errcode":0}"#), try publish(#"{"errcode":93000}"#))
    let server = "https://127.0.0.1:\(try Peers.fact("https.port"))"
    let result = try settle(
      "  - {webhook: {env: TAKEN}, style: wecom, ca: CA, on: always}\n  - {webhook: {env: REFUSED}, style: wecom, ca: CA, on: always}\n",
      ["TAKEN": "\(server)/\(taken)?key=canary", "REFUSED": "\(server)/\(refused)?key=canary"])
    #expect(result.code == 0)
    #expect(result.messages == ["notify: the webhook of the environment variable REFUSED: the receiver refused it with code 93000"])
    let asked = try self.asked(taken)
    #expect(asked.count == 1 && asked[0]["method"] == "POST" && asked[0]["content_type"] == "application/json")
    #expect(asked[0]["body"]?.contains("Qingfen 2026-03-01: all matched") == true)
  }

  /// What the HTTPS peer was asked of a path.
  private func asked(_ path: String) throws -> [[String: String]] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = [
      "-c",
      "import ssl,sys,urllib.request as u;print(u.urlopen(sys.argv[1],context=ssl.create_default_context(cafile=sys.argv[2])).read().decode())",
      "https://127.0.0.1:\(try Peers.fact("https.port"))/requests/\(path)", "\(Peers.folder)/tls/ca.pem",
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let rows = try #require(try JSONSerialization.jsonObject(with: bytes) as? [[String: Any]])
    return rows.map { $0.mapValues { "\($0)" } }
  }

  @Test func aMailIsSent() throws {
    let address = "finance-\(UUID().uuidString.prefix(8).lowercased())@shop.example"
    let server = "smtps://127.0.0.1:\(try Peers.fact("smtp.port"))"
    func notice(_ to: String, _ user: String = "qingfen") -> String {
      "  - {mail: {server: \"\(server)\", from: qingfen@shop.example, to: [\(to)], user: \(user), password: {env: WORD}}, ca: CA, on: always}\n"
    }
    let result = try settle(notice("\(address), boss@shop.example") + notice("full@shop.example"), ["WORD": "password-canary"])
    #expect(result.code == 0)
    #expect(result.messages.count == 1 && result.messages[0].hasPrefix("notify: \(server): not sent: "))
    let kept = try Data(contentsOf: Peers.url("mail", "\(address).json"))
    let mail = try #require(try JSONSerialization.jsonObject(with: kept) as? [String: Any])
    #expect(mail["from"] as? String == "qingfen@shop.example")
    #expect(mail["to"] as? [String] == [address, "boss@shop.example"])
    let parts = try #require(mail["message"] as? String).components(separatedBy: "\r\n\r\n")
    #expect(parts[0].contains("Subject: =?utf-8?B?\(Data("Qingfen 2026-03-01: all matched".utf8).base64EncodedString())?="))
    let body = try #require(Data(base64Encoded: parts[1].replacingOccurrences(of: "\r\n", with: "")))
    #expect(
      String(decoding: body, as: UTF8.self) == "Qingfen 2026-03-01: all matched\n2026-03-01-001: 1 orders, 0 redemptions, 0 refunds\n")
    let wrong = try settle(notice(address), ["WORD": "wrong-canary"])
    #expect(wrong.messages == ["notify: \(server): not sent: Login denied"] && !wrong.errors.contains("canary"))
  }
}
