import Foundation
import Testing

@testable import Transfer

@Suite(.enabled(if: Peers.areThere)) struct FTPSTests {
  private let file = content(300_000)

  private func request(_ path: String, scheme: String = "ftpes", server: String = "port", password: String = "ftp-canary") throws
    -> FileRequest
  {
    FileRequest(
      url: "\(scheme)://127.0.0.1:\(try Peers.fact("ftps.\(server)"))/\(path)",
      authentication: .password(user: "anonymous", Secret(password)), trust: Trust(authorityFile: Peers.tls("ca")))
  }

  /// vsftpd demands that data connections reuse the TLS session.
  @Test(arguments: [("ftpes", "port"), ("ftps", "implicit")]) func filesArrive(scheme: String, server: String) throws {
    let session = TransferSession()
    for _ in 0..<3 {
      let answer = try session.fetch(try request(try Peers.publish(file, in: "ftp"), scheme: scheme, server: server))
      #expect(answer.bytes == file)
      #expect(answer.receipt.completeness == .length && answer.receipt.modified == 1_772_000_000)
    }
    #expect(try session.fetch(try request(try Peers.publish([], in: "ftp"), scheme: scheme, server: server)).bytes == [])
  }

  @Test func wrongPasswordsAreNotTriedAgain() throws {
    let result = failure(try request("x", password: "wrong-canary"))
    #expect(result.kind == .refused && result.attempts == 1)
    #expect(
      result.text == "cannot fetch URL: expected to be let in, found user or credentials not accepted; "
        + "check the credentials of this source; they are not tried again")
  }

  @Test func noSuchFile() throws {
    let result = failure(try request("none/x.csv"))
    #expect(result.kind == .missing && result.attempts == 1)
    #expect(result.text == "cannot fetch URL: expected the file, found none of that name; it is not there yet, or the URL is wrong")
  }

  @Test func anUnknownAuthorityIsRefused() throws {
    let result = failure(
      FileRequest(
        url: "ftpes://127.0.0.1:\(try Peers.fact("ftps.port"))/x", authentication: .password(user: "anonymous", Secret("ftp-canary")),
        trust: Trust(authorityFile: Peers.tls("other-ca"))))
    #expect(result.kind == .refused && result.text.contains("found one of an unknown authority; nothing was sent"))
  }

  /// A server that offers no TLS: the password does not leave.
  @Test func withoutTLSNothingIsSent() throws {
    let plain = try PlainFTP()
    let result = failure(
      FileRequest(url: "ftpes://127.0.0.1:\(plain.port)/x", authentication: .password(user: "u", Secret("ftp-canary"))))
    #expect(result.kind == .refused && result.attempts == 1)
    #expect(
      result.text == "cannot fetch URL: expected TLS on every connection, found a server without; "
        + "check the scheme and the port with the partner")
    #expect(!plain.heard.contains("canary") && plain.heard.contains("AUTH"))
  }

  @Test func aBrokenConnectionIsContinued() throws {
    let large = content(20_000_000)
    let sink = KeepingSink(try Victim("ftps-victim").killOnce(at: 2_000_000))
    let receipt = try TransferSession(clock: FakeTime().clock).fetch(
      try request(try Peers.publish(large, in: "ftp"), server: "victim"), into: sink)
    #expect(sink.holds(large) && sink.restarts == 0 && receipt.attempts == 2 && receipt.resumptions == 1)
  }

  @Test func aChangedFileStartsAgain() throws {
    let path = try Peers.publish(content(20_000_000), in: "ftp")
    let other = content(18_000_000, version: 2)
    let kill = try Victim("ftps-victim").killOnce(at: 2_000_000) { try Peers.write(other, "ftp/\(path)", modified: 1_772_000_001) }
    let sink = KeepingSink(kill)
    let receipt = try TransferSession(clock: FakeTime().clock).fetch(try request(path, server: "victim"), into: sink)
    #expect(sink.holds(other) && sink.restarts == 1 && receipt.resumptions == 0)
  }
}
