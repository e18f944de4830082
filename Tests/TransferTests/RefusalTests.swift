import CCurl
import Foundation
import Testing

@testable import Transfer

/// We do not talk to whom we do not trust, and say so (F10); whom others do not let in is told without the credential.
@Suite(.enabled(if: Peers.areThere)) struct RefusalTests {
  private let file = content(10_000)

  @Test(arguments: [
    ("expired", "one that has expired"), ("wrong-host", "one for another host"), ("other-ca", "one of an unknown authority"),
  ]) func certificatesThatAreNotTrusted(server: String, found: String) throws {
    let result = failure(try Peers.request("files/x", server: server))
    #expect(result.kind == .refused && result.attempts == 1)
    #expect(
      result.text == "cannot fetch URL: expected a certificate for 127.0.0.1 by a trusted authority, valid today, found \(found); "
        + "nothing was sent; check the file of authorities, the host's name and this machine's date, and ask the partner")
  }

  @Test func withoutAnAuthorityTheSystemsCount() throws {
    let result = failure(try Peers.request("files/x") { $0.trust.authorityFile = nil })
    #expect(result.kind == .refused && result.text.contains("found one of an unknown authority"))
  }

  @Test func aFileOfAuthoritiesWithoutAny() throws {
    let result = failure(try Peers.request("files/x") { $0.trust.authorityFile = "\(Peers.folder)/https.port" })
    #expect(result.kind == .configuration)
    #expect(result.text == "cannot fetch URL: expected certificates in the file of authorities, found none; correct the file")
  }

  @Test func aDeadPort() throws {
    let result = failure(FileRequest(url: "https://127.0.0.1:9/x", retry: RetryPolicy(attempts: 2)))
    #expect(result.kind == .unreachable)
    #expect(
      result.text == "cannot fetch URL: expected a connection, found Connection refused (attempt 2 of 2, waited 1 s); "
        + "check that the server runs and the network lets us reach it")
  }

  @Test func noFileDescriptorIsLeft() throws {
    let end = BrokenTransfer(
      code: CURLE_SSL_CACERT_BADFILE, address: try Address("https://h/x"), limits: TransferLimits(), pin: nil, systemError: 0, distrust: 0,
      words: "", wasConnected: false, arrived: 0, total: nil, isPastDeadline: false, isOutOfFiles: true)
    let fault = Fault.broken(end)
    #expect(fault.kind == .local && fault.isTransient)
    #expect(fault.found == "as many open files as this process may have")
    #expect(!FileDescriptors.areUsedUp)
  }

  @Test func aServerThatDoesNotSpeakTLS() throws {
    let port = try Peers.fact("ssh.port")
    let result = failure(FileRequest(url: "https://127.0.0.1:\(port)/x"))
    #expect(result.kind == .refused)
    #expect(
      result.text == "cannot fetch URL: expected a TLS connection, version 1.2 or newer, found wrong version number; "
        + "check the client certificate, the scheme and the port with the partner")
  }

  @Test func oldTLSIsRefused() throws {
    let result = failure(try Peers.request("files/x", server: "old"))
    #expect(result.kind == .refused && result.attempts == 1)
    #expect(result.text.contains("expected a TLS connection, version 1.2 or newer, found tlsv1 alert protocol version;"))
  }

  // Credentials

  @Test(arguments: [
    ("basic", Authentication.password(user: "qingfen", Secret("password-canary"))), ("bearer", .bearer(Secret("token-canary"))),
    ("hmac", .signed(RequestSigning(key: Secret("hmac-canary")))),
  ]) func credentialsLetIn(kind: String, credentials: Authentication) throws {
    let path = try Peers.publish(file, in: "www")
    let answer = try TransferSession().fetch(try Peers.request("\(kind)/\(path)?a=1&b=%2F") { $0.authentication = credentials })
    #expect(answer.bytes == file)
  }

  @Test func aNetrcFileLetsIn() throws {
    let scratch = try Scratch()
    let netrc = try scratch.write("netrc", Array("machine 127.0.0.1 login qingfen password password-canary\n".utf8))
    let path = try Peers.publish(file, in: "www")
    #expect(try TransferSession().fetch(try Peers.request("basic/\(path)") { $0.authentication = .netrc(file: netrc) }).bytes == file)
  }

  @Test(arguments: [
    ("basic", Authentication.password(user: "qingfen", Secret("wrong-canary"))), ("bearer", .bearer(Secret("wrong-canary"))),
    ("hmac", .signed(RequestSigning(key: Secret("wrong-canary")))), ("basic", .none),
  ]) func wrongCredentialsAreNotTriedAgain(kind: String, credentials: Authentication) throws {
    let path = try Peers.publish(file, in: "www")
    let result = failure(try Peers.request("\(kind)/\(path)") { $0.authentication = credentials })
    #expect(result.kind == .refused && result.attempts == 1)
    #expect(result.text == "cannot fetch URL: expected status 200, found status 401; check the credentials of this source")
  }

  @Test func aClientCertificateLetsIn() throws {
    let path = try Peers.publish(file, in: "www")
    for (key, passphrase) in [("client", nil), ("client-locked", Secret("key-canary"))] {
      let answer = try TransferSession().fetch(
        try Peers.request("files/\(path)", server: "client") {
          $0.certificate = ClientCertificate(
            file: Peers.tls("client"), keyFile: "\(Peers.folder)/tls/\(key).key", passphrase: passphrase)
        })
      #expect(answer.bytes == file)
    }
  }

  @Test func withoutTheRightClientCertificate() throws {
    func request(_ certificate: ClientCertificate?) throws -> FileRequest {
      try Peers.request("files/x", server: "client") { $0.certificate = certificate }
    }
    let none = failure(try request(nil))
    #expect(none.kind == .refused && none.attempts == 1)
    #expect(
      none.text == "cannot fetch URL: expected a TLS connection, version 1.2 or newer, found tlsv13 alert certificate required; "
        + "check the client certificate, the scheme and the port with the partner")
    let stranger = failure(
      try request(ClientCertificate(file: Peers.tls("stranger"), keyFile: "\(Peers.folder)/tls/stranger.key")))
    #expect(stranger.kind == .refused && stranger.text.contains("found tlsv1 alert unknown ca;"))
    let locked = failure(
      try request(
        ClientCertificate(file: Peers.tls("client"), keyFile: "\(Peers.folder)/tls/client-locked.key", passphrase: Secret("wrong"))))
    #expect(locked.kind == .configuration)
    #expect(
      locked.text == "cannot fetch URL: expected a client certificate and its key, found files that do not fit, or a wrong passphrase; "
        + "correct them")
  }

  @Test func signaturesAreMadeAnewInEveryAttempt() throws {
    let request = try Peers.planned("503,ok", file) {
      $0.authentication = .signed(RequestSigning(key: Secret("k"), id: "us", idHeader: "X-Id"))
    }
    _ = try TransferSession(clock: FakeTime(random: [1, 2, 3, 4, 5]).clock).fetch(request)
    let asked = try Peers.asked(request)
    #expect(asked[0]["x_nonce"] as? String == "01000000000000000200000000000000")
    #expect(asked[1]["x_nonce"] as? String == "04000000000000000500000000000000")
    #expect(asked[0]["x_signature"] as? String != asked[1]["x_signature"] as? String)
    #expect(asked[0]["x_id"] as? String == "us" && asked[0]["x_timestamp"] as? String == "1772323200")
  }
}
