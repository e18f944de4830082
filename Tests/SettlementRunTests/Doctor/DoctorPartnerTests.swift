import Foundation
import SettlementCore
import Testing

@testable import SettlementRun

/// Partners on real servers, asked by `doctor`.
@Suite(.enabled(if: Fact.areThere)) struct DoctorPartnerTests {
  private func ask(_ statement: String, _ secrets: [String: String] = [:]) throws -> (exit: ExitCode, lines: [String]) {
    let shop = try ExaminedShop()
    shop.secrets = secrets
    try shop.state(statement)
    return shop.lines(about: "partner video")
  }

  // MARK: SFTP

  private func sftp(_ file: String, port: String = "port", pin: String? = nil, key: String = "client") throws -> String {
    "url: \"sftp://127.0.0.1:\(try Fact.one("ssh.\(port)"))\(Fact.folder)/sftp/\(file)\", user: root, key: \(Fact.folder)/ssh/\(key), "
      + "host-key: \"\(try pin ?? Fact.one("ssh.pin"))\""
  }

  private let goodKey = "ok       partner video: PEERS/ssh/client is an Ed25519 key"

  @Test func aStatementOnSFTP() throws {
    let file = try Fact.publish("reference\n", in: "sftp")
    let (exit, lines) = try ask(sftp(file))
    #expect(exit == .allMatched)
    #expect(lines == [goodKey, "ok       partner video: the statement is at sftp://127.0.0.1:PORTPEERS/sftp/RUN/bill.csv"])
    #expect(
      try ask(sftp("none-{date}.csv")).lines == [
        goodKey, "ok       partner video: nothing there yet: sftp://127.0.0.1:PORTPEERS/sftp/none-2026-03-01.csv",
      ])
  }

  @Test func aWrongPin() throws {
    let (exit, lines) = try ask(sftp("bill.csv", port: "changed"))
    #expect(exit == .sourcesUnreachable)
    #expect(
      lines == [
        goodKey,
        "problem  partner video: sftp://127.0.0.1:PORTPEERS/sftp/bill.csv: expected the host key \(try Fact.one("ssh.pin")), found another host key; "
          + "nothing was sent; ask the partner, on another way, whether it changed its key",
      ])
  }

  @Test func aKeyThatIsNotLetIn() throws {
    let (exit, lines) = try ask(sftp("bill.csv", key: "stranger"))
    #expect(exit == .sourcesUnreachable)
    #expect(
      lines.last
        == "problem  partner video: sftp://127.0.0.1:PORTPEERS/sftp/bill.csv: expected to be let in, found user or credentials not accepted; "
        + "check the credentials of this source; they are not tried again")
  }

  @Test func anRSAKeyThatSSHKeygenMade() throws {
    let shop = try ExaminedShop()
    let made = Process()
    made.executableURL = URL(filePath: "/usr/bin/ssh-keygen")
    made.arguments = ["-q", "-t", "rsa", "-N", "", "-f", "\(shop.path)/rsa"]
    try made.run()
    made.waitUntilExit()
    try shop.state(sftp("bill.csv").replacing("\(Fact.folder)/ssh/client", with: "rsa"))
    let (exit, lines) = shop.lines(about: "partner video")
    #expect(exit == .configurationInvalid)
    #expect(
      lines == [
        "problem  partner video: HERE/rsa is an RSA key, which libssh2 1.10 cannot log in with; "
          + "make an Ed25519 key: ssh-keygen -t ed25519",
        "warning  partner video: not asked, for a file of it cannot be used; mend that, then run doctor again",
      ])
  }

  // MARK: HTTPS

  private func https(_ path: String, server: String = "port", more: String = "") throws -> String {
    "url: \"https://127.0.0.1:\(try Fact.one("https.\(server)"))/\(path)\", ca: \(Fact.folder)/tls/ca.pem\(more)"
  }

  /// What is said of the file of authorities, which is made anew for every start of the peers.
  private func withoutAuthority(_ lines: [String]) -> [String] { lines.filter { !$0.contains("the file of authorities PEERS/tls/ca.pem") } }

  @Test func aLargeFileIsBrokenOff() throws {
    // The server sends 1000 bytes and then nothing more: only who breaks off ends.
    let file = try Fact.publish(String(repeating: "reference\n", count: 1000), in: "www")
    let (exit, lines) = try ask(https("act/hang-body-1000/\(file)"))
    #expect(exit == .allMatched)
    #expect(
      withoutAuthority(lines) == ["ok       partner video: the statement is at https://127.0.0.1:PORT/act/hang-body-1000/RUN/bill.csv"])
  }

  @Test func theServersClockIsCompared() throws {
    let shop = try ExaminedShop()
    try shop.state(https("files/none.csv"))
    let (_, lines) = shop.examine()
    #expect(withoutAuthority(lines).contains("ok       partner video: nothing there yet: https://127.0.0.1:PORT/files/none.csv"))
    try shop.state(https("files/\(Fact.publish("reference\n", in: "www"))"))
    #expect(shop.lines(about: "clock").lines == ["ok       clock: within a minute of that of partner video"])
  }

  @Test func aLoginPage() throws {
    let file = try Fact.publish("<html>Login</html>\n", in: "www")
    let (exit, lines) = try ask(https("act/typed:text+html/\(file)"))
    #expect(exit == .sourcesUnreachable)
    #expect(
      withoutAuthority(lines) == [
        "problem  partner video: https://127.0.0.1:PORT/act/typed:text+html/RUN/bill.csv: expected a file, found a web page, "
          + "such as a login page; open the URL with the credentials of this source and see what it says"
      ])
  }

  @Test func anExpiredCertificate() throws {
    let (exit, lines) = try ask(https("files/bill.csv", server: "expired"))
    #expect(exit == .sourcesUnreachable)
    #expect(
      withoutAuthority(lines) == [
        "problem  partner video: https://127.0.0.1:PORT/files/bill.csv: expected a certificate for 127.0.0.1 by a trusted authority, "
          + "valid today, found one that has expired; nothing was sent; check the file of authorities, the host's name and this "
          + "machine's date, and ask the partner"
      ])
  }

  @Test func aBillInTwoSteps() throws {
    let asked =
      ", auth: {bearer: {env: TOKEN}}, ask: {link: /download_url, hash: /hash_value, hash-type: /hash_type, "
      + "empty: {at: /code, is: [NO_BILL_EXIST]}, waiting: {at: /code, is: [BILL_CREATING]}}"
    func line(_ plan: String) throws -> String? {
      let path = "bills/\(plan)/\(UUID().uuidString.prefix(8))/ask"
      return try withoutAuthority(ask(https(path, more: asked), ["TOKEN": "token-canary"]).lines).last
    }
    let place = "https://127.0.0.1:PORT/bills"
    #expect(try line("good") == "ok       partner video: \(place)/good/RUN/ask says where the bill is")
    #expect(try line("empty") == "ok       partner video: \(place)/empty/RUN/ask says that there is no bill")
    #expect(try line("creating") == "ok       partner video: \(place)/creating/RUN/ask says that the bill is not ready: BILL_CREATING")
    #expect(
      try line("elsewhere")
        == "problem  partner video: \(place)/elsewhere/RUN/ask: expected a link of https to 127.0.0.1, found one to localhost; "
        + "nothing is fetched from elsewhere: if the host is right, add it to link-hosts")
  }

  // MARK: FTPS

  @Test func aWrongPassword() throws {
    let file = try Fact.publish("reference\n", in: "ftp")
    let statement =
      "url: \"ftpes://127.0.0.1:\(try Fact.one("ftps.port"))/\(file)\", user: anonymous, password: {env: FTP}, ca: \(Fact.folder)/tls/ca.pem"
    #expect(
      withoutAuthority(try ask(statement, ["FTP": "ftp-canary"]).lines) == [
        "ok       partner video: the statement is at ftpes://127.0.0.1:PORT/RUN/bill.csv"
      ])
    let (exit, lines) = try ask(statement, ["FTP": "wrong-canary"])
    #expect(exit == .sourcesUnreachable)
    #expect(
      withoutAuthority(lines) == [
        "problem  partner video: ftpes://127.0.0.1:PORT/RUN/bill.csv: expected to be let in, found user or credentials not accepted; "
          + "check the credentials of this source; they are not tried again"
      ])
  }
}
