import Foundation
import Testing

@testable import Transfer

/// What a server can do wrong, and the text a person sees (the faults F9 to F13 and F27).
@Suite(.enabled(if: Peers.areThere)) struct HTTPSFaultTests {
  private let time = FakeTime()
  private let file = content(300_000)

  private func session() -> TransferSession { TransferSession(clock: time.clock) }

  // Honest answers

  @Test(arguments: [("ok", Completeness.length), ("chunked", .endMarker), ("gzip", .endMarker), ("length", .length)])
  func wholeFiles(step: String, completeness: Completeness) throws {
    let sink = KeepingSink()
    let receipt = try session().fetch(try Peers.planned(step, file) { $0.acceptsGzip = step == "gzip" }, into: sink)
    #expect(sink.holds(file))
    #expect(receipt.bytes == 300_000)
    #expect(receipt.completeness == completeness)
    #expect(receipt.attempts == 1 && receipt.status == 200 && sink.restarts == 0)
    #expect(receipt.header("content-type") == "text/csv")
    #expect(receipt.header("etag")?.hasPrefix("\"") == true)
  }

  @Test func anEmptyFileIsWhole() throws {
    let receipt = try session().fetch(try Peers.planned("ok", []), into: KeepingSink())
    #expect(receipt.bytes == 0 && receipt.completeness == .length)
  }

  @Test func compressionIsNotAskedForUnlessWanted() throws {
    let request = try Peers.planned("ok")
    _ = try session().fetch(request)
    #expect(try Peers.asked(request)[0]["accept_encoding"] == nil)
  }

  // F9

  @Test func aBusyServerIsWaitedForAsItAsks() throws {
    let sink = KeepingSink()
    let receipt = try session().fetch(try Peers.planned("429-after-7,503-date-1772323212,503,ok", file), into: sink)
    #expect(sink.holds(file))
    // 7 s, then until 12 s past the fixed date, then the largest jitter of the third wait.
    #expect(receipt.waited == .seconds(7 + 12 + 4))
    #expect(receipt.attempts == 4 && time.slept >= .seconds(22))
  }

  @Test func aServerThatStaysBusyUsesUpTheAttempts() throws {
    let found = failure(try Peers.planned("503") { $0.retry.attempts = 3 })
    #expect(found.kind == .unavailable)
    #expect(
      found.text
        == "cannot fetch URL: expected status 200, found status 503 (attempt 3 of 3, waited 3 s); run again later, or ask the partner")
  }

  @Test func waitingIsCutToTheBudgetOfTheSource() throws {
    let budget = WaitBudget(.seconds(30))
    let found = failure(try Peers.planned("429-after-3600") { $0.retry.budget = budget })
    #expect(found.kind == .unavailable)
    #expect(
      found.text == "cannot fetch URL: expected status 200, found status 429 (attempt 2 of 5, waited 30 s: nothing is left of the 30 s "
        + "its source may wait); run again later, or ask the partner")
    #expect(budget.left == .zero)
  }

  @Test func nothingIsTriedAfterTheDeadline() throws {
    let found = failure(try Peers.planned("503-after-100") { $0.limits.deadline = .seconds(60) })
    #expect(
      found.text == "cannot fetch URL: expected status 200, found status 503 (attempt 1 of 5, waited 0 s: the next would begin after the "
        + "deadline of 60 s); run again later, or ask the partner")
  }

  @Test(arguments: [
    ("404", TransferFailure.Kind.missing, "the file, found status 404; it is not there yet, or the URL is wrong"),
    ("410", .missing, "the file, found status 410; it is not there yet, or the URL is wrong"),
    ("401", .refused, "status 200, found status 401; check the credentials of this source"),
    ("403", .refused, "status 200, found status 403; check the credentials of this source"),
    ("418", .unexpected, "status 200, found status 418; check the URL and the request"),
    ("206", .unexpected, "status 200, found status 206; check the URL and the request"),
  ]) func finalStatusesAreNotTriedAgain(step: String, kind: TransferFailure.Kind, text: String) throws {
    let request = try Peers.planned(step)
    let found = failure(request)
    #expect(found.kind == kind)
    #expect(found.text == "cannot fetch URL: expected \(text)")
    #expect(try Peers.asked(request).count == 1)
  }

  @Test func theBodyOfAnExpectedErrorIsTheAnswer() throws {
    let answer = try session().fetch(try Peers.planned("404") { $0.answerStatuses = [404] })
    #expect(answer.receipt.status == 404)
    #expect(String(decoding: answer.bytes, as: UTF8.self) == #"{"code": "NO", "status": 404}"#)
  }

  // F11

  @Test func aServerThatHangsBeforeItsAnswer() throws {
    let found = failure(
      try Peers.planned("hang-headers") {
        $0.limits.slowestSeconds = 1
        $0.retry.attempts = 2
      })
    #expect(found.kind == .timedOut)
    #expect(
      found.text == "cannot fetch URL: expected at least 100 bytes/s within any 1 s, found less, 0 bytes so far (attempt 2 of 2, "
        + "waited 1 s); the server or the network hangs; run again later")
  }

  @Test func aServerThatDripsIsLeftAndTheRestContinues() throws {
    let sink = KeepingSink()
    let receipt = try session().fetch(try Peers.planned("drip-50,whole", file) { $0.limits.slowestSeconds = 2 }, into: sink)
    #expect(sink.holds(file) && sink.restarts == 1 && receipt.attempts == 2)
  }

  @Test func theDeadlineEndsATransferThatHangs() throws {
    let found = failure(try Peers.planned("hang-body-1000") { $0.limits.deadline = .milliseconds(1500) })
    #expect(found.kind == .timedOut)
    #expect(
      found.text == "cannot fetch URL: expected the end within 1.5 s, found 1000 bytes by then; raise the deadline if the file is that "
        + "large, or ask the partner")
  }

  // F12

  @Test(arguments: [
    ("cut-length-1000", "expected 300000 bytes, found an end after 1000 bytes"),
    ("cut-chunked-1000", "expected the end of the body, found an end after 1004 bytes"),
    ("cut-gzip-1000", "expected the end of the gzip stream, found the end of the body before it"),
  ]) func cutBodiesAreNeverWhole(step: String, text: String) throws {
    let found = failure(try Peers.planned("\(step),\(step),\(step)") { $0.retry.attempts = 1 })
    #expect(found.kind == .incomplete)
    #expect(
      found.text == "cannot fetch URL: \(text) (attempt 1 of 1, waited 0 s); the server or the network cuts the transfer; run again later")
  }

  @Test(arguments: ["cut-close-1000", "abrupt-close-1000", "close"]) func aClosedConnectionProvesNothing(step: String) throws {
    let found = failure(try Peers.planned(step))
    #expect(found.kind == .incomplete)
    #expect(
      found.text == "cannot fetch URL: expected a proof that the body is whole: a length, an end mark or a published digest, found only a "
        + "closed connection; ask the partner for one of these, or allow files without proof")
    let sink = KeepingSink()
    let receipt = try session().fetch(try Peers.planned(step) { $0.proof.isRequired = false }, into: sink)
    #expect(receipt.completeness == .none)
    #expect(sink.bytes.count == (step == "close" ? 300_000 : 1000))
  }

  @Test func aPublishedLengthOrDigestProvesAClosedConnection() throws {
    let byLength = try session().fetch(try Peers.planned("close", file) { $0.proof.length = 300_000 })
    #expect(byLength.receipt.completeness == .length)
    let byDigest = try session().fetch(try Peers.planned("close", file) { $0.proof.digest = .sha1(of: file) })
    #expect(byDigest.receipt.completeness == .publishedDigest)
  }

  @Test func anotherFileThanThePublishedOne() throws {
    let digest = try #require(PublishedDigest(.md5, String(repeating: "a", count: 32)))
    let byDigest = failure(try Peers.planned("ok", Array("abc".utf8)) { $0.proof.digest = digest })
    #expect(byDigest.kind == .wrongDigest)
    #expect(
      byDigest.text == "cannot fetch URL: expected MD5 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, as published, found "
        + "900150983cd24fb0d6963f7d28e17f72; the file is another than the published one; ask for it again")
    let byLength = failure(try Peers.planned("ok", Array("abc".utf8)) { $0.proof.length = 4 })
    #expect(byLength.kind == .incomplete)
    #expect(
      byLength.text == "cannot fetch URL: expected 4 bytes, as published, found 3 bytes; the file is another than the published one; "
        + "ask for it again")
  }

  @Test func aServerThatClosesBeforeItsAnswer() throws {
    let found = failure(try Peers.planned("no") { $0.retry.attempts = 1 })
    #expect(found.kind == .unreachable)
    #expect(
      found.text == "cannot fetch URL: expected an answer, found an error: Server returned nothing (no headers, no data) (attempt 1 of 1, "
        + "waited 0 s); check that the server runs, and ask the partner")
  }

  @Test func tooManyBytes() throws {
    let announced = failure(try Peers.planned("ok") { $0.limits.maximumBytes = 1000 })
    #expect(announced.kind == .tooLarge)
    #expect(
      announced.text
        == "cannot fetch URL: expected at most 1000 bytes, found 300000 bytes announced; raise the maximum if the file is right")
    for step in ["chunked", "gzip"] {
      let sink = KeepingSink()
      let counted = failure(try Peers.planned(step) { $0.limits.maximumBytes = 150_000 }, sink)
      #expect(counted.text == "cannot fetch URL: expected at most 150000 bytes, found more; raise the maximum if the file is right")
      #expect(sink.bytes.count <= 150_000)
    }
  }

  // F27

  @Test func aLoginPageIsNotAFile() throws {
    let text =
      "cannot fetch URL: expected a file, found a web page, such as a login page; open the URL with the credentials of this "
      + "source and see what it says"
    let byType = failure(try Peers.planned("typed:text+html") { $0.content = .notHTML })
    #expect(byType.text == text && byType.kind == .unexpected)
    for page in ["\u{FEFF}\n <!DOCTYPE html><title>", "<HTML lang=zh>"] {
      #expect(failure(try Peers.planned("ok", Array(page.utf8)) { $0.content = .notHTML }).text == text)
      #expect(failure(try Peers.planned("ok", Array(page.utf8))).text == "no failure")
    }
    #expect(failure(try Peers.planned("ok", file) { $0.content = .notHTML }).text == "no failure")
  }

  // Redirects

  @Test func redirectsAreNotFollowedByThemselves() throws {
    let found = failure(try Peers.planned("redirect", query: "?to=https://elsewhere.example/x?token=canary"))
    #expect(found.kind == .unexpected)
    #expect(
      found.text == "cannot fetch URL: expected the file, found status 302, a redirect to https://elsewhere.example/x?token=…; "
        + "configure that URL if it is the right one")
  }

  /// Links that are a secret themselves are named by the caller.
  @Test func aSecretLinkIsNotShown() throws {
    let request = try Peers.planned("redirect", query: "?to=https://elsewhere.example/canary") { $0.shownAs = "the bill's link" }
    let found = failure(request)
    #expect(
      found.text == "cannot fetch the bill's link: expected the file, found status 302, a redirect to https://elsewhere.example; "
        + "configure that URL if it is the right one")
  }

  @Test func redirectsGoToHTTPSOnly() throws {
    for target in ["file:///etc/passwd", "http://127.0.0.1/x", "sftp://127.0.0.1/x"] {
      let found = failure(try Peers.planned("redirect", query: "?to=\(target)") { $0.maximumRedirects = 5 })
      #expect(found.kind == .unexpected)
      #expect(found.text == "cannot fetch URL: expected a redirect to https, found another scheme; do not follow it; ask the partner")
    }
  }

  @Test func redirectsEnd() throws {
    let request = try Peers.planned("redirect") { $0.maximumRedirects = 2 }
    let found = failure(request)
    #expect(found.text == "cannot fetch URL: expected at most 2 redirects, found one more; ask the partner for the file's final URL")
  }

  @Test func credentialsStayWithTheirHost() throws {
    // The same server under its other name is another host.
    let target = try Peers.request("files/\(Peers.publish(file, in: "www"))")
    let elsewhere = target.url.replacing("127.0.0.1", with: "localhost")
    for (url, isSent) in [(target.url, true), (elsewhere, false)] {
      let request = try Peers.planned("redirect", query: "?to=\(url)") {
        $0.maximumRedirects = 1
        $0.authentication = .bearer(Secret("token-canary"))
        $0.headers = [("X-Api-Key", "key-canary")]
      }
      let sink = KeepingSink()
      let receipt = try session().fetch(request, into: sink)
      #expect(sink.holds(file) && receipt.attempts == 1)
      let asked = try #require(try Peers.asked(target).last)
      #expect((asked["authorization"] as? String) == (isSent ? "Bearer token-canary" : nil))
      #expect((asked["x_api_key"] as? String) == (isSent ? "key-canary" : nil))
    }
  }

  @Test func localAddressesCanBeRefused() throws {
    let found = failure(try Peers.planned("ok") { $0.refusesLocalAddresses = true })
    #expect(found.kind == .refused)
    #expect(
      found.text == "cannot fetch URL: expected an address outside this machine, found a local one; such links are not followed; ask "
        + "the partner")
  }

  // F4

  @Test func theSinksOwnErrorIsPassedThrough() throws {
    let request = try Peers.planned("ok")
    do {
      _ = try session().fetch(request, into: KeepingSink { if $0 > 100_000 { throw KeepingSink.Full() } })
      Issue.record("no failure")
    } catch {
      #expect(error.kind == .local && error.cause is KeepingSink.Full)
      #expect(error.description.hasSuffix(": expected to store the file, found the disk is full; correct the cause and start again"))
    }
    #expect(try Peers.asked(request).count == 1)
  }

  // POST

  @Test func aPOSTThatMayHaveBeenTakenIsNotRepeated() throws {
    func send(_ steps: String) throws -> (Int, String) {
      let request = try Peers.planned(steps) {
        $0.method = .post
        $0.body = Array("{}".utf8)
      }
      let found = failure(request).text
      return (try Peers.asked(request).count, found)
    }
    let once = try send("500,ok")
    #expect(once.0 == 1)
    #expect(once.1 == "cannot send to URL: expected status 200, found status 500; run again later, or ask the partner")
    #expect(try send("429,ok").0 == 2)
    #expect(try send("no,ok").0 == 1)
  }

  @Test func bodiesAndHeadersArriveAsGiven() throws {
    let answer = try session().fetch(
      try Peers.request("echo/\(UUID().uuidString)?status=200") {
        $0.method = .put
        $0.body = Array("清分\0x".utf8)
      })
    #expect(answer.bytes == Array("清分\0x".utf8))
  }
}

extension PublishedDigest {
  static func sha1(of bytes: [UInt8]) -> PublishedDigest? {
    var digest = RunningDigest(PublishedDigest(.sha1, String(repeating: "0", count: 40))!)
    digest.update(bytes.span)
    do {
      try digest.check()
      return nil
    } catch {
      return PublishedDigest(.sha1, error.found)
    }
  }
}
