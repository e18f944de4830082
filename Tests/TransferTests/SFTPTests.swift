import Foundation
import Testing

@testable import Transfer

@Suite(.enabled(if: Peers.areThere)) struct SFTPTests {
  private let file = content(300_000)

  private func request(
    _ path: String, server: String = "port", key: String = "client", passphrase: Secret? = nil, trust: Trust? = nil
  ) throws -> FileRequest {
    FileRequest(
      url: "sftp://127.0.0.1:\(try Peers.fact("ssh.\(server)"))\(Peers.folder)/sftp/\(path)",
      authentication: .privateKey(user: "root", file: "\(Peers.folder)/ssh/\(key)", passphrase: passphrase),
      trust: try trust ?? Trust(hostKeyPin: Peers.fact("ssh.pin")))
  }

  @Test func filesArriveWithPinOrKnownHosts() throws {
    let path = try Peers.publish(file, in: "sftp", name: "对账单 1.csv")
    for trust in [Trust(hostKeyPin: try Peers.fact("ssh.pin")), Trust(knownHostsFile: "\(Peers.folder)/ssh/known_hosts")] {
      let answer = try TransferSession().fetch(try request(path, trust: trust))
      #expect(answer.bytes == file)
      #expect(answer.receipt.completeness == .length && answer.receipt.modified == 1_772_000_000 && answer.receipt.status == nil)
    }
  }

  @Test func aLockedKeyIsUnlocked() throws {
    let path = try Peers.publish(file, in: "sftp")
    #expect(try TransferSession().fetch(try request(path, key: "locked", passphrase: Secret("key-canary"))).bytes == file)
    let wrong = failure(try request(path, key: "locked", passphrase: Secret("wrong-canary")))
    #expect(wrong.kind == .refused && !wrong.text.contains("canary"))
  }

  @Test func anEmptyFileIsWhole() throws {
    let answer = try TransferSession().fetch(try request(try Peers.publish([], in: "sftp")))
    #expect(answer.receipt.bytes == 0 && answer.receipt.completeness == .endMarker)
  }

  @Test func anotherHostKeyIsRefused() throws {
    let pin = try Peers.fact("ssh.pin")
    let advice = "nothing was sent; ask the partner, on another way, whether it changed its key"
    let byPin = failure(try request("x", server: "changed"))
    #expect(byPin.kind == .refused && byPin.attempts == 1)
    #expect(byPin.text == "cannot fetch URL: expected the host key \(pin), found another host key; \(advice)")
    let byFile = failure(try request("x", server: "changed", trust: Trust(knownHostsFile: "\(Peers.folder)/ssh/known_hosts")))
    #expect(byFile.kind == .refused && byFile.attempts == 1)
    #expect(byFile.text == "cannot fetch URL: expected the host key in known_hosts, found another host key; \(advice)")
  }

  @Test func anUnknownHostIsRefused() throws {
    let scratch = try Scratch()
    let empty = try scratch.write("known_hosts", [])
    let result = failure(try request("x", trust: Trust(knownHostsFile: empty)))
    #expect(result.kind == .refused && result.text.contains("expected the host key in known_hosts, found another host key"))
  }

  @Test func anotherKeyIsNotLetIn() throws {
    let result = failure(try request("x", key: "stranger"))
    #expect(result.kind == .refused && result.attempts == 1)
    #expect(
      result.text == "cannot fetch URL: expected to be let in, found user or credentials not accepted; "
        + "check the credentials of this source; they are not tried again")
  }

  @Test func noSuchFile() throws {
    let result = failure(try request("none.csv"))
    #expect(result.kind == .missing && result.attempts == 1)
    #expect(result.text == "cannot fetch URL: expected the file, found none of that name; it is not there yet, or the URL is wrong")
  }

  @Test func aServerThatDoesNotSpeakSSH() throws {
    let path = "sftp://127.0.0.1:\(try Peers.fact("https.port"))/x"
    var wrong = try request("x")
    wrong.url = path
    wrong.retry.attempts = 1
    wrong.limits.connectTimeout = .seconds(1)
    #expect(failure(wrong).kind == .unreachable)
  }

  @Test func aBrokenConnectionIsContinued() throws {
    let large = content(8_000_000)
    let sink = KeepingSink(try Victim("ssh-victim").killOnce(at: 2_000_000))
    let receipt = try TransferSession(clock: FakeTime().clock).fetch(
      try request(try Peers.publish(large, in: "sftp"), server: "victim"), into: sink)
    #expect(sink.holds(large) && sink.restarts == 0 && receipt.attempts == 2 && receipt.resumptions == 1)
    #expect(receipt.completeness == .length)
  }

  @Test func aChangedFileStartsAgain() throws {
    let path = try Peers.publish(content(8_000_000), in: "sftp")
    let other = content(7_000_000, version: 2)
    let kill = try Victim("ssh-victim").killOnce(at: 2_000_000) { try Peers.write(other, "sftp/\(path)", modified: 1_772_000_001) }
    let sink = KeepingSink(kill)
    let receipt = try TransferSession(clock: FakeTime().clock).fetch(try request(path, server: "victim"), into: sink)
    #expect(sink.holds(other) && sink.restarts == 1 && receipt.resumptions == 0)
  }
}
