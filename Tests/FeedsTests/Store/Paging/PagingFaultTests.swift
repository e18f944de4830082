import SettlementCore
import Testing

@testable import Feeds

/// Every fault of a paged list, with the exact words a person sees.
@Suite struct PagingFaultTests {
  static let changed = "the list changed while it was read, twice: run again later, or ask only for what no longer changes"
  static let cursor = StoreList.Pages.cursor(parameter: "cursor", next: "/next")

  func message(_ list: StoreList, limits: PagingLimits = PagingLimits(), _ answer: @escaping (String, Int) -> Page) -> String? {
    let interface = FakeInterface { path, asked in answer(path, asked) }
    let failure = #expect(throws: SourceFailure.self) { try pull(list, interface, limits: limits) }
    #expect(failure?.source == "refunds")
    return failure?.description
  }

  @Test func aCursorTwice() {
    let found = message(refundList(Self.cursor)) { _, asked in Page(#"{"rows":\#(refunds([asked])),"next":"\#(asked % 3)"}"#) }
    #expect(
      found == "refunds page 4: cursor: expected a cursor that no page before had, found one again; "
        + "the pages lead in a circle: ask the owner of the interface")
  }

  @Test func aLinkToItself() {
    let found = message(refundList(.linkHeader)) { _, _ in Page(#"{"rows":[]}"#, links: ["</refunds>; rel=next"]) }
    #expect(
      found == "refunds page 1: link: expected a link that no page before had, found one again; "
        + "the pages lead in a circle: ask the owner of the interface")
  }

  @Test func aPageTwice() {
    let found = message(refundList(Self.cursor)) { _, asked in
      Page(#"{"at":\#(asked),"rows":\#(refunds([asked % 2])),"next":"\#(asked)"}"#)
    }
    #expect(found == "refunds page 3: rows: expected rows that no page before had, found those of page 1; \(Self.changed)")
  }

  @Test func aPageTwiceIsPulledOnceMore() throws {
    let interface = FakeInterface { _, asked in
      asked < 2
        ? Page(#"{"rows":\#(refunds([1])),"next":"x"}"#) : Page(#"{"rows":\#(refunds([asked])),"next":\#(asked == 2 ? "7" : "null")}"#)
    }
    #expect(try pull(refundList(Self.cursor), interface).refundIDs == ["R2", "R3"])
    #expect(interface.asked == ["/refunds", "/refunds?cursor=x", "/refunds", "/refunds?cursor=7"])
  }

  @Test func aPageSkipped() {
    let found = message(refundList(Self.cursor, total: "/total")) { path, _ in
      path.hasSuffix("=3") ? Page(#"{"total":6,"rows":\#(refunds(5...6))}"#) : Page(#"{"total":6,"rows":\#(refunds(1...2)),"next":3}"#)
    }
    #expect(found == "https://api.shop.example/refunds: total: expected the 6 rows that were announced, found 4; \(Self.changed)")
  }

  /// One row more in front: the last one of each page comes again on the next, and the last of all is never seen.
  @Test func rowsThatMoveBetweenPages() {
    let found = message(refundList(.page(parameter: "page", first: 1), total: "/total")) { path, _ in
      let rows = path.hasSuffix("=1") ? 1...3 : path.hasSuffix("=2") ? 3...5 : 5...6
      return Page(#"{"total":8,"rows":\#(refunds(rows))}"#)
    }
    #expect(
      found
        == "https://api.shop.example/refunds: total: expected the 8 rows that were announced, found 6 and 2 of them once more; \(Self.changed)"
    )
  }

  @Test func moreRowsThanAnnounced() {
    let found = message(refundList(.single, total: "/total")) { _, _ in Page(#"{"total":1,"rows":\#(refunds(1...2))}"#) }
    #expect(found == "https://api.shop.example/refunds: total: expected the 1 rows that were announced, found 2; \(Self.changed)")
  }

  @Test func aTotalThatChanges() throws {
    let list = refundList(Self.cursor, total: "/total")
    let found = message(list) { _, asked in Page(#"{"total":\#(4 + asked),"rows":\#(refunds([asked])),"next":"\#(asked)"}"#) }
    #expect(found == "refunds page 2: total: expected 6 as on the pages before, found 7; \(Self.changed)")
    // Quiet in the second pull.
    let interface = FakeInterface { _, asked in
      Page(#"{"total":\#(asked == 1 ? 3 : 2),"rows":\#(refunds([asked])),"next":\#(asked == 3 ? "null" : "1")}"#)
    }
    #expect(try pull(list, interface).refundIDs == ["R2", "R3"])
  }

  @Test(arguments: [
    (#"{"rows":[]}"#, "nothing"), (#"{"rows":[],"total":null}"#, "null"), (#"{"rows":[],"total":{}}"#, "an object"),
    (#"{"rows":[],"total":-1}"#, "a number"), (#"{"rows":[],"total":1.0}"#, "a number"), (#"{"rows":[],"total":"many"}"#, "a text"),
  ])
  func aTotalThatIsNone(page: String, words: String) {
    #expect(
      message(refundList(.single, total: "/total")) { _, _ in Page(page) }
        == "refunds page 1: total: expected a whole number at /total, found \(words); correct total in the configuration, or take it out")
  }

  @Test(arguments: [
    ("/rows", #"{"code":401,"message":"login first"}"#, "an array at /rows", "nothing"),
    ("/rows", #"{"rows":null}"#, "an array at /rows", "null"),
    ("/rows/0", #"{"rows":[{}]}"#, "an array at /rows/0", "an object"), ("", #"{"rows":[]}"#, "an array as the whole answer", "an object"),
  ])
  func rowsThatAreNone(rows: String, page: String, expected: String, found: String) {
    #expect(
      message(refundList(.single, rows: rows)) { _, _ in Page(page) } == "refunds page 1: rows: expected \(expected), found \(found); "
        + "correct rows in the configuration, or ask the owner of the interface what the answer means")
  }

  static let noJSON = "the answer must be JSON: check the address and the login"
  static let damaged = "the answer is damaged: run again, or ask the owner of the interface"

  @Test(arguments: [
    ("<!doctype html><title>Login</title>", "refunds page 1:1: byte 0: expected a value, found '<'; \(noJSON)"),
    ("", "refunds page 1:1: byte 0: expected a value, found the end of the text; \(noJSON)"),
    ("{\"rows\":[\n{\"refund_id\":\"R", "refunds page 1:2: byte 25: expected a closing quote, found the end of the text; \(damaged)"),
    ("{\"rows\":[]}\n{\"rows\":[]}", "refunds page 1:2: byte 12: expected nothing behind the document, found '{'; \(damaged)"),
  ])
  func whatIsNoJSON(page: String, message: String) {
    #expect(self.message(refundList(.single)) { _, _ in Page(page) } == message)
  }

  @Test(arguments: [
    ("https://evil.example/refunds?token=SECRET", "one to https://evil.example"), ("//evil.example/x", "one to https://evil.example"),
    ("https://api.shop.example:8443/x", "one to https://api.shop.example:8443"),
    ("https://api.shop.example.evil.example/x", "one to https://api.shop.example.evil.example"),
    ("https://api.shop.example@evil.example/x", "another kind of link"), ("http://api.shop.example/x", "another kind of link"),
    ("https://evil.example\\\\@api.shop.example/x", "another kind of link"), ("file:///etc/passwd", "another kind of link"),
    ("https:///x", "another kind of link"), ("/a b", "another kind of link"), ("/a\\nHost: x", "another kind of link"),
  ])
  func aLinkToElsewhere(link: String, found: String) {
    let message = message(refundList(.link(next: "/next"))) { _, _ in Page(#"{"rows":[],"next":"\#(link)"}"#) }
    #expect(
      message == "refunds page 1: link: expected a link to https://api.shop.example, found \(found); "
        + "no page is fetched from elsewhere: ask the owner of the interface")
  }

  @Test func aCursorThatIsNone() {
    #expect(
      message(refundList(Self.cursor)) { _, _ in Page(#"{"rows":[],"next":{"after":1}}"#) }
        == "refunds page 1: cursor: expected a text, a number or null at /next, found an object; correct next in the configuration")
  }

  @Test func withoutEnd() {
    let answer: (String, Int) -> Page = { _, asked in Page(#"{"rows":\#(refunds([asked])),"next":\#(asked)}"#) }
    #expect(
      message(refundList(Self.cursor), limits: PagingLimits(pages: 20), answer)
        == "https://api.shop.example/refunds: pages: expected at most 20 pages, found more; narrow the list, such as by a watermark or the day"
    )
    #expect(
      message(refundList(Self.cursor), limits: PagingLimits(bytes: 5000), answer)
        == "https://api.shop.example/refunds: bytes: expected at most 5000 bytes in all pages, found more; "
        + "narrow the list, such as by a watermark or the day")
  }

  @Test func aColumnThatNoRowHas() {
    let found = message(refundList(.single)) { _, _ in Page(#"{"rows":[{"refundId":"R1","order_id":"O1","amount":1,"refundedAt":null}]}"#) }
    #expect(
      found == "https://api.shop.example/refunds: columns: expected the columns refund_id, refunded_at in some row, "
        + "found rows of refundId, order_id, amount, refundedAt; name where they stand under columns in the configuration")
    #expect(
      message(refundList(.single)) { _, _ in Page(#"{"rows":[1]}"#) }?.contains(
        "columns: expected the columns refund_id, order_id, amount, refunded_at in some row, found none;") == true)
  }
}
