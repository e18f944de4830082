import Foundation
import Testing

@testable import Transfer

@Suite struct RetryTests {
  private let policy = RetryPolicy(attempts: 5, firstWait: .seconds(1), longestWait: .seconds(10))

  @Test func waitsGrowToTheLongest() {
    let largest = (1...6).map { policy.jitter(after: $0, .max) }
    #expect(largest == [1, 2, 4, 8, 10, 10].map { .seconds($0) })
    #expect(policy.jitter(after: 1000, .max) == .seconds(10))
    #expect((1...6).allSatisfy { policy.jitter(after: $0, 0) == .zero })
    #expect(policy.jitter(after: 3, .max / 2) == .milliseconds(2000))
  }

  @Test func aBudgetIsSharedAndEnds() {
    let budget = WaitBudget(.seconds(10))
    #expect(budget.take(.seconds(7)) == .seconds(7))
    #expect(budget.take(.seconds(7)) == .seconds(3))
    #expect(budget.take(.seconds(7)) == nil && budget.left == .zero)
  }

  @Test(arguments: [
    ("0", Int64(0)), ("120", 120_000), ("-5", 0), ("Sun, 01 Mar 2026 00:00:30 GMT", 30_000), ("Sunday, 01-Mar-26 00:01:00 GMT", 60_000),
    ("Sat, 28 Feb 2026 00:00:00 GMT", 0), ("99999999999999", 1_000_000_000_000),
  ]) func retryAfter(text: String, milliseconds: Int64) {
    #expect(answer(["Retry-After:  \(text) "]).retryAfter(wallMilliseconds: FakeTime.wall) == .milliseconds(milliseconds))
  }

  @Test(arguments: ["soon", "", "1.5h"]) func retryAfterThatSaysNothing(text: String) {
    #expect(answer(["Retry-After: \(text)"]).retryAfter(wallMilliseconds: FakeTime.wall) == nil)
  }

  @Test func durationsAreShown() {
    #expect([0, 99, 100, 1000, 1550, 61_000].map { Duration.milliseconds($0).shown } == ["0 s", "0 s", "0.1 s", "1 s", "1.5 s", "61 s"])
  }
}

@Suite struct AddressTests {
  @Test(arguments: [
    ("https://Partner.Example:8443/a/b.csv?token=canary&date=2026-03-01#canary", "https://partner.example:8443/a/b.csv?token=…&date=…"),
    ("https://partner.example", "https://partner.example/"), ("https://partner.example/a/../b", "https://partner.example/b"),
    ("sftp://h/out/对账单 1.csv", "sftp://h/out/%E5%AF%B9%E8%B4%A6%E5%8D%95%201.csv"), ("ftpes://h:21/x", "ftpes://h:21/x"),
    ("file:///tmp/x", "file:///tmp/x"), ("https://[::1]:9/x?canary", "https://[::1]:9/x?canary=…"),
  ]) func secretsOfAURLAreNotShown(url: String, shown: String) throws {
    #expect(try Address(url).shown == shown)
  }

  @Test func whatIsAskedFor() throws {
    #expect(try Address("https://h/a?b=c d").target == "/a?b=c%20d")
    #expect(try Address("ftpes://h/a").url == "ftp://h/a")
    #expect(try Address("https://h/a").isSameOrigin(as: Address("https://H:443/b")))
    #expect(try !Address("https://h/a").isSameOrigin(as: Address("https://h:444/a")))
  }

  @Test(arguments: ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "169.254.169.254", "fe80::1", "0.0.0.0", "::"])
  func local(address: String) { #expect(LocalAddress.isLocal(address)) }
  @Test(arguments: ["10.0.0.1", "203.0.113.7", "2001:db8::1", "fd00::1", "12.7.0.1"])
  func notLocal(address: String) { #expect(!LocalAddress.isLocal(address)) }
}

@Suite struct SigningTests {
  /// RFC 4231, test case 2.
  @Test func hmac() {
    let signing = RequestSigning(key: Secret("Jefe"), template: "what do ya want for nothing?", nonceHeader: nil)
    #expect(
      signing.headers(method: "GET", target: "/", body: [], wallMilliseconds: 1_772_323_200_999, nonce: "n") == [
        "X-Signature: 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", "X-Timestamp: 1772323200",
      ])
  }

  @Test func everyPartOfTheTemplate() {
    let signing = RequestSigning(
      key: Secret("k"), id: "{nonce}", template: "{method} {path} {timestamp} {nonce} {body-sha256} {id} {other} {", signatureHeader: "S",
      timestampHeader: "T", nonceHeader: "N", idHeader: "I", encoding: .base64, timestampUnit: .milliseconds)
    let body = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    let whole = RequestSigning(
      key: Secret("k"), template: "POST /a?b=1 7 abc \(body) [nonce] {other} {".replacing("[nonce]", with: "{id}"), signatureHeader: "S",
      encoding: .base64)
    let lines = signing.headers(method: "POST", target: "/a?b=1", body: Array("abc".utf8), wallMilliseconds: 7, nonce: "abc")
    #expect(lines.dropFirst() == ["T: 7", "N: abc", "I: {nonce}"])
    // The same text, made by hand but for the id.
    var same = whole
    same.id = "{nonce}"
    #expect(lines[0] == same.headers(method: "", target: "", body: [], wallMilliseconds: 0, nonce: "")[0])
    #expect(lines[0].hasSuffix("="))
  }
}

@Suite struct SecretTests {
  @Test func secretsAreNeverShown() throws {
    let secret = Secret("canary")
    let request = FileRequest(
      url: "https://h/x?token=canary", authentication: .password(user: "u", secret),
      certificate: ClientCertificate(file: "c", keyFile: "k", passphrase: secret))
    var dumped = ""
    dump(request.authentication, to: &dumped)
    dump(request.certificate, to: &dumped)
    #expect(!"\(secret) \(String(reflecting: secret)) \(request.authentication) \(dumped)".contains("canary"))
    do {
      _ = try TransferSession().fetch(request)
      Issue.record("no failure")
    } catch {
      #expect(!"\(error) \(String(reflecting: error))".contains("canary"))
    }
  }
}

@Suite struct RequestTests {
  private static let pin = "SHA256:" + String(repeating: "a", count: 43)
  private static let user = Authentication.password(user: "u", Secret("canary"))

  @Test func anSFTPHostWithoutPinIsRefusedBeforeConnecting() {
    let found = failure(FileRequest(url: "sftp://partner.example/x", authentication: Self.user))
    #expect(found.kind == .configuration && found.attempts == 0)
    #expect(
      found.text == "cannot fetch URL: expected the host key's pin or a known_hosts file, found neither; "
        + "ask the partner for the fingerprint of its host key (SHA256:…) and configure it")
  }

  static let wrong: [(FileRequest, String)] = [
    (
      FileRequest(url: "https://u:canary@h/x"),
      "the URL of this source: expected a URL without user and password, found one with; "
        + "give the user and the password as credentials"
    ),
    (
      FileRequest(url: "http://h/x"),
      "the URL of this source: expected https, sftp, ftps, ftpes or file, found another scheme; "
        + "correct the URL; unencrypted transfers are not supported"
    ),
    (FileRequest(url: "canary"), "the URL of this source: expected a URL, found something else; correct the URL"),
    (
      FileRequest(url: "https://h/\n", shownAs: "the bill's link"), "the bill's link: expected a URL, found something else; correct the URL"
    ),
    (
      FileRequest(url: "sftp://h/x", authentication: user, trust: Trust(hostKeyPin: "SHA256:abc")),
      "URL: expected a host key pin of SHA256: and 43 letters, found something else; copy it from the output of ssh-keygen -l"
    ),
    (
      FileRequest(url: "sftp://h/x", trust: Trust(hostKeyPin: pin)),
      "URL: expected credentials for sftp, found none; correct the authentication of this source"
    ),
    (
      FileRequest(url: "ftps://h/x", authentication: .bearer(Secret("canary"))),
      "URL: expected credentials for ftps, found a bearer token; correct the authentication of this source"
    ),
    (
      FileRequest(url: "https://h/x", authentication: .privateKey(user: "u", file: "k", passphrase: nil)),
      "URL: expected credentials for https, found an SSH key; correct the authentication of this source"
    ),
    (
      FileRequest(url: "https://h/x", trust: Trust(authorityFile: "/none/ca.pem")),
      "URL: expected to read the file of authorities /none/ca.pem, found No such file or directory; correct the path or the rights "
        + "of the file"
    ),
    (
      FileRequest(url: "https://h/x", headers: [("X", "canary\r\nY: 1")]),
      "URL: expected printable text in the headers, found a control character; correct the headers"
    ),
    (
      FileRequest(url: "https://h/x", authentication: .bearer(Secret("canary\n"))),
      "URL: expected printable text in the bearer token, found a control character; correct the bearer token"
    ),
    (FileRequest(url: "https://h/x", body: []), "URL: expected no body, found a GET with one; use POST or PUT"),
    (
      FileRequest(url: "file:///x", headers: [("X", "1")]),
      "URL: expected a plain file request, found a method, headers or a body; these are for https only"
    ),
  ]

  @Test(arguments: wrong.indices) func wrongRequestsAreToldBeforeAnythingIsSent(place: Int) {
    let found = failure(Self.wrong[place].0)
    #expect(found.kind == .configuration && found.attempts == 0)
    #expect(found.text == "cannot fetch \(Self.wrong[place].1)")
  }

  @Test func filesOnDisk() throws {
    let scratch = try Scratch()
    let file = content(1_000_000)
    let path = try scratch.write("a.csv", file)
    let answer = try TransferSession().fetch(FileRequest(url: "file://\(path)"))
    #expect(answer.bytes == file && answer.receipt.completeness == .length && answer.receipt.modified != nil)
    let missing = failure(FileRequest(url: "file://\(scratch.path)/none"))
    #expect(missing.kind == .missing)
    #expect(
      missing.text == "cannot fetch URL: expected the file, found none of that name; "
        + "it is not there yet, or the URL is wrong")
    #expect(failure(FileRequest(url: "file://\(scratch.path)", retry: RetryPolicy(attempts: 1))).kind == .incomplete)
  }

  @Test func aLinkFromOutsideNamesNoLocalFile() {
    #expect(failure(FileRequest(url: "file:///etc/passwd", refusesLocalAddresses: true)).kind == .refused)
  }

  @Test func publishedDigestsAreReadStrictly() {
    #expect(PublishedDigest(.sha1, String(repeating: "AB", count: 20))?.hexadecimal == String(repeating: "ab", count: 20))
    for text in ["", "ab", String(repeating: "g", count: 40), String(repeating: "a", count: 41)] {
      #expect(PublishedDigest(.sha1, text) == nil)
    }
  }
}

@Suite struct InflationTests {
  /// `gzip` of "hello\n", twice: two members.
  private static let member: [UInt8] = [
    0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0xE7, 0x02, 0, 0x20, 0x30, 0x3A, 0x36, 6, 0, 0, 0,
  ]

  private func inflate(_ bytes: [UInt8], pieces: Int) throws -> (text: String, isAtEnd: Bool) {
    let inflation = try Inflation()
    var all: [UInt8] = []
    var rest = bytes.span
    while !rest.isEmpty {
      let piece = rest.extracting(first: min(pieces, rest.count))
      rest = rest.extracting(droppingFirst: piece.count)
      try inflation.take(piece) { (piece) throws(Fault) in for index in piece.indices { all.append(piece[index]) } }
    }
    return (String(decoding: all, as: UTF8.self), inflation.isAtEnd)
  }

  @Test(arguments: [1, 2, 7, 26, 100]) func membersCutAnywhere(pieces: Int) throws {
    let whole = try inflate(Self.member + Self.member, pieces: pieces)
    #expect(whole.text == "hello\nhello\n" && whole.isAtEnd)
    for length in 1..<Self.member.count {
      #expect(try inflate(Array(Self.member.prefix(length)), pieces: pieces).isAtEnd == false, "\(length)")
    }
  }

  @Test func damageIsFound() {
    for place in [0, 12, 18, 22] {
      var damaged = Self.member
      damaged[place] ^= 0x10
      #expect(throws: Fault.self, "\(place)") { try inflate(damaged, pieces: 100) }
    }
    #expect(throws: Fault.self) { try inflate(Self.member + [7, 7], pieces: 100) }
  }
}
