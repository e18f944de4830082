import Testing

@testable import Transfer

/// A break is continued only when the file is surely the same (F13).
@Suite(.enabled(if: Peers.areThere)) struct ResumeTests {
  private let file = content(300_000)

  private func fetch(_ request: FileRequest) throws -> (receipt: TransferReceipt, sink: KeepingSink, restarts: Int, asked: [[String: Any]])
  {
    let sink = KeepingSink()
    let receipt = try TransferSession(clock: FakeTime().clock).fetch(request, into: sink)
    return (receipt, sink, sink.restarts, try Peers.asked(request))
  }

  @Test(arguments: ["cut-length-100000", "cut-chunked-100000"]) func aBreakIsContinuedByETag(step: String) throws {
    let result = try fetch(try Peers.planned("\(step),ok", file))
    #expect(result.sink.holds(file))
    #expect(
      result.restarts == 0 && result.receipt.attempts == 2 && result.receipt.resumptions == 1 && result.receipt.completeness == .length)
    #expect(result.receipt.status == 206 && result.receipt.bytes == 300_000)
    #expect((result.asked[1]["if_range"] as? String)?.hasPrefix("\"") == true)
  }

  @Test func aBreakIsContinuedByDate() throws {
    let result = try fetch(try Peers.planned("cut-modified-100000,modified", file))
    #expect(result.sink.holds(file) && result.restarts == 0 && result.receipt.resumptions == 1)
    #expect(result.asked[1]["if_range"] as? String == "Wed, 25 Feb 2026 06:13:20 GMT")
  }

  /// The server lied about its file being the same: the published digest finds it, and one piece is fetched instead of two.
  @Test func twoPartsThatDoNotFitTogether() throws {
    let result = try fetch(try Peers.planned("cut-length-100000,splice,ok", file) { $0.proof.digest = .sha1(of: file) })
    #expect(result.sink.holds(file) && result.restarts == 1 && result.receipt.attempts == 3 && result.receipt.resumptions == 0)
    #expect(result.asked[2]["range"] == nil)
  }

  @Test func severalBreaksOneAfterTheOther() throws {
    let result = try fetch(try Peers.planned("cut-length-1,cut-length-2,cut-length-100000,ok", file))
    // The second and third answer begin at 0 again: that server ignores ranges.
    #expect(result.sink.holds(file) && result.restarts == 2 && result.receipt.resumptions == 1)
    #expect(result.asked.map { $0["range"] as? String } == [nil, "bytes=1-", "bytes=2-", "bytes=100000-"])
  }

  @Test func aChangedFileStartsAgain() throws {
    let request = try Peers.planned("cut-length-100000,serve:b.csv", file)
    let other = content(250_000, version: 2)
    let folder = try Address(request.url).path.split(separator: "/")[2]
    try Peers.write(other, "www/\(folder)/b.csv")
    let result = try fetch(request)
    #expect(result.sink.holds(other) && result.restarts == 1 && result.receipt.attempts == 2 && result.receipt.resumptions == 0)
  }

  @Test(arguments: ["other-total", "other-start"]) func aPartThatDoesNotFitStartsAgain(step: String) throws {
    let result = try fetch(try Peers.planned("cut-length-100000,\(step),ok", file))
    #expect(result.sink.holds(file) && result.restarts == 1 && result.receipt.attempts == 3)
    #expect(result.asked[2]["range"] == nil)
  }

  @Test func aServerThatIgnoresRangesStartsAgain() throws {
    let result = try fetch(try Peers.planned("cut-length-100000,whole", file))
    #expect(result.sink.holds(file) && result.restarts == 1)
  }

  @Test func aCutGzipStreamStartsAgain() throws {
    let result = try fetch(try Peers.planned("cut-gzip-20000,gzip", file) { $0.acceptsGzip = true })
    #expect(result.sink.holds(file) && result.restarts == 1 && result.receipt.completeness == .endMarker)
    #expect(result.asked[1]["range"] == nil)
  }

  @Test func aWeakTagIsNoValidator() {
    let version = FileVersion(answer(["ETag: W/\"x\"", "Last-Modified: Sun, 01 Mar 2026 00:00:00 GMT"]))
    #expect(version.validator == nil)
  }

  @Test func datesAreValidatorsWhenOldEnough() {
    let modified = "Last-Modified: Sun, 01 Mar 2026 00:00:00 GMT"
    #expect(FileVersion(answer([modified, "Date: Sun, 01 Mar 2026 00:01:00 GMT"])).validator == "Sun, 01 Mar 2026 00:00:00 GMT")
    #expect(FileVersion(answer([modified, "Date: Sun, 01 Mar 2026 00:00:59 GMT"])).validator == nil)
    #expect(FileVersion(answer([modified])).validator == nil)
  }

  /// Every place where a connection can break, continued or not: the file is whole and in order.
  @Test(arguments: UInt64(0)..<20) func anyBreaks(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let steps = (0..<4).map { _ in
      ["cut-length-", "cut-chunked-", "cut-gzip-"][Int.random(in: 0..<3, using: &random)]
        + "\(Int.random(in: 0..<(Bool.random(using: &random) ? 290_000 : 3), using: &random))"
    }
    let result = try fetch(try Peers.planned((steps + ["ok"]).joined(separator: ","), file) { $0.acceptsGzip = true })
    #expect(result.sink.holds(file), "seed \(seed): \(steps)")
  }
}

/// An answer with these headers.
func answer(_ lines: [String], status: Int = 200) -> Answer {
  var answer = Answer()
  for line in ["HTTP/1.1 \(status) OK"] + lines + [""] { answer.take(line: "\(line)\r\n") }
  return answer
}
