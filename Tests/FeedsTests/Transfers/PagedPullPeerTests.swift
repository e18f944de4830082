import SettlementCore
import Testing
import Transfer

@testable import Feeds

/// The paging faults of a real HTTPS server, with the exact words a person sees.
@Suite(.enabled(if: Peers.areThere)) struct PagedPullPeerTests {
  static let all = (0..<20).map { "R\($0)" }
  static let cursor = StoreList.Pages.cursor(parameter: "cursor", next: "/next")

  func pull(
    _ plan: String, _ pages: StoreList.Pages = cursor, path: String? = nil, template: FileRequest = Peers.template()
  ) throws -> PulledPages {
    let list = StoreList(
      feed: .refunds, path: path ?? Peers.place("store", plan) + "/refunds", rows: "/rows",
      columns: path == nil ? ["amount": "/amount/value"] : [:], pages: pages, total: path == nil ? "/total" : nil)
    let fetcher = PageFetcher(session: TransferSession(), template: template, throttle: RequestThrottle(requestsPerSecond: nil))
    return try PagedPull(
      list, of: HTTPStore(url: Peers.server(), zone: "Asia/Shanghai", lists: [list]), words: PullWords(day: march1, zone: shanghai),
      zone: shanghai
    ).pull(fetcher.fetch)
  }

  func message(_ plan: String, _ pages: StoreList.Pages = cursor, template: FileRequest = Peers.template()) -> String? {
    let failure = #expect(throws: SourceFailure.self) { try pull(plan, pages, template: template) }
    #expect(failure?.description.contains("canary") == false)
    return Peers.steady(failure)
  }

  @Test(arguments: ["honest", "repeated-once", "total-once", "throttled-2"]) func comesWhole(plan: String) throws {
    let pages = try pull(plan)
    #expect(try pages.refundIDs == Self.all)
    #expect(try pages.rendered.refunds(zone: shanghai).rejects.count == 0)
  }

  @Test func byTheLinkHeader() throws { #expect(try pull("links", .linkHeader).refundIDs == Self.all) }

  static let changed = "the list changed while it was read, twice: run again later, or ask only for what no longer changes"

  @Test(arguments: [
    ("repeated", "refunds page 3: rows: expected rows that no page before had, found those of page 2; \(changed)"),
    ("skipped", "https://HOST/store/skipped/RUN/refunds: total: expected the 20 rows that were announced, found 15; \(changed)"),
    (
      "loop",
      "refunds page 3: cursor: expected a cursor that no page before had, found one again; the pages lead in a circle: ask the owner of the interface"
    ),
    ("total", "refunds page 2: total: expected 20 as on the pages before, found 25; \(changed)"),
    (
      "login",
      "https://HOST/store/login/RUN/refunds page 3: fetch: expected a file, found a web page, such as a login page; "
        + "open the URL with the credentials of this source and see what it says"
    ),
    (
      "broken",
      "refunds page 3:42: byte 713: expected a closing quote, found the end of the text; "
        + "the answer is damaged: run again, or ask the owner of the interface"
    ),
    (
      "throttled-99",
      "https://HOST/store/throttled-99/RUN/refunds page 3: fetch: expected status 200, found status 429 (attempt 3 of 3, waited 2 s); "
        + "run again later, or ask the partner"
    ),
  ])
  func fails(plan: String, message: String) { #expect(self.message(plan) == message) }

  @Test func aLinkToElsewhere() {
    #expect(
      message("elsewhere", .linkHeader) == "refunds page 3: link: expected a link to https://HOST, found one to https://evil.example; "
        + "no page is fetched from elsewhere: ask the owner of the interface")
  }

  @Test func withoutLogin() {
    var template = Peers.template()
    template.authentication = .bearer(Secret("wrong-canary"))
    #expect(
      message("honest", template: template)
        == "https://HOST/store/honest/RUN/refunds page 1: fetch: expected status 200, found status 401; check the credentials of this source"
    )
  }

  /// The second of two pages is served as `steps` say.
  func pullSecondPage(_ steps: String) throws -> PulledPages {
    let second = try Peers.publish(#"{"rows":\#(refunds(3...9)),"next":null}"#, "2.json")
    let first = try Peers.publish(#"{"rows":\#(refunds(1...2)),"next":"/act/\#(steps)/\#(second)"}"#, "1.json")
    return try pull("", .link(next: "/next"), path: "/files/\(first)")
  }

  @Test(arguments: ["cut-length-60,ok", "cut-chunked-60,ok", "503-after-1,ok", "no,ok"]) func aPageThatComesInTheEnd(steps: String) throws {
    #expect(try pullSecondPage(steps).refundIDs == (1...9).map { "R\($0)" })
  }

  @Test(arguments: [
    (
      "cut-length-60",
      "https://HOST/files/RUN/1.json page 2: fetch: expected 596 bytes, found an end after 60 bytes (attempt 3 of 3, waited 0 s); "
        + "the server or the network cuts the transfer; run again later"
    ),
    (
      "cut-close-60",
      "https://HOST/files/RUN/1.json page 2: fetch: expected a proof that the body is whole: a length, an end mark or a "
        + "published digest, found only a closed connection; ask the partner for one of these, or allow files without proof"
    ),
  ])
  func aCutPageIsNeverRead(steps: String, message: String) {
    let failure = #expect(throws: SourceFailure.self) { try pullSecondPage(steps) }
    #expect(Peers.steady(failure) == message)
  }
}
