import SettlementCore
import Testing

@testable import Feeds

@Suite struct PagedPullTests {
  @Test func oneAnswerIsAll() throws {
    let interface = FakeInterface { _, _ in Page(refunds(1...3)) }
    let pages = try pull(refundList(.single, rows: ""), interface)
    #expect(try pages.refundIDs == ["R1", "R2", "R3"])
    #expect(interface.asked == ["/refunds"])
    #expect(String(decoding: pages.bytes, as: UTF8.self) == refunds(1...3) + "\n")
  }

  @Test func byCursor() throws {
    let interface = FakeInterface { path, _ in
      switch path {
      case "/refunds?state=all": Page(#"{"rows":\#(refunds(1...2)),"next":"a+b/="}"#)
      case "/refunds?state=all&cursor=a%2Bb%2F%3D": Page(#"{"rows":[],"next":17}"#)
      default: Page(#"{"rows":\#(refunds(3...3)),"next":null}"#)
      }
    }
    let list = refundList(.cursor(parameter: "cursor", next: "/next"), path: "/refunds?state=all")
    #expect(try pull(list, interface).refundIDs == ["R1", "R2", "R3"])
    #expect(interface.asked == ["/refunds?state=all", "/refunds?state=all&cursor=a%2Bb%2F%3D", "/refunds?state=all&cursor=17"])
  }

  /// A server that gives fewer rows than it was asked for is asked on behind what it gave.
  @Test func byOffset() throws {
    let interface = FakeInterface { path, _ in
      let offset = Int(path.split(separator: "=").last!)!
      return Page(#"{"rows":\#(refunds((1...5).dropFirst(offset).prefix(2)))}"#)
    }
    let list = refundList(.offset(parameter: "offset", size: 500, sizeParameter: "limit"))
    #expect(try pull(list, interface).refundIDs == ["R1", "R2", "R3", "R4", "R5"])
    #expect(interface.asked == [0, 2, 4, 5].map { "/refunds?limit=500&offset=\($0)" })
    #expect(try pull(refundList(.offset(parameter: "skip", size: 2, sizeParameter: nil)), interface).rendered.rows == 5)
  }

  @Test func byPageNumberUpToTheTotal() throws {
    let interface = FakeInterface { path, _ in
      let page = Int(path.split(separator: "=").last!)!
      return Page(#"{"count":"4","rows":\#(refunds((1...4).dropFirst(2 * page).prefix(2)))}"#)
    }
    let pages = try pull(refundList(.page(parameter: "page", first: 0), total: "/count"), interface)
    #expect(try pages.refundIDs == ["R1", "R2", "R3", "R4"])
    #expect(interface.asked == ["/refunds?page=0", "/refunds?page=1"])
  }

  @Test func byLinkHeader() throws {
    let interface = FakeInterface { path, asked in
      let links = [
        [#"<https://api.shop.example/refunds?page=1>; rel="first", </refunds?page=2>; title="a, b; rel=x"; REL="last next""#],
        [#"</refunds?page=1>; rel=prev"#, "<?page=3>; rel=next"], [#"</refunds?page=2>; rel="prev""#],
      ]
      return Page(#"{"rows":\#(refunds([asked]))}"#, links: links[asked])
    }
    #expect(try pull(refundList(.linkHeader), interface).refundIDs == ["R0", "R1", "R2"])
    #expect(interface.asked == ["/refunds", "/refunds?page=2", "/refunds?page=3"])
  }

  @Test func byLinkInThePage() throws {
    let interface = FakeInterface { _, asked in
      let next = [#""HTTPS://API.shop.example:443/v3/refunds?token=1""#, #""more?token=2""#, #""""#][asked]
      return Page(#"{"rows":\#(refunds([asked])),"links":{"next":\#(next)}}"#)
    }
    #expect(try pull(refundList(.link(next: "/links/next")), interface).rendered.rows == 3)
    #expect(interface.asked == ["/refunds", ":443/v3/refunds?token=1", ":443/v3/more?token=2"])
  }

  @Test func wordsOfTheRunStandInThePath() throws {
    let mark = Watermark(column: "seq", start: "0", overlap: .number(10))
    let list = refundList(
      .single, path: "/r/{date}?since={watermark}&from={day-start}&until={day-end}", rows: "", watermark: mark)
    let interface = FakeInterface { _, _ in Page("[]") }
    let pages = try pull(list, interface, watermark: "1 & 2")
    #expect(
      interface.asked == [
        "/r/2026-03-01?since=1%20%26%202&from=2026-03-01T00%3A00%3A00%2B08%3A00&until=2026-03-02T00%3A00%3A00%2B08%3A00"
      ])
    #expect(pages.rendered.watermark == nil && pages.rendered.rows == 0)
  }

  @Test func whatFetchThrowsIsPassedOn() {
    struct Cancelled: Error {}
    let interface = FakeInterface { _, asked in
      if asked == 1 { throw Cancelled() }
      return Page(#"{"rows":\#(refunds(1...2)),"next":"x"}"#)
    }
    #expect(throws: Cancelled.self) { try pull(refundList(.cursor(parameter: "c", next: "/next")), interface) }
    #expect(interface.asked.count == 2)
  }

  /// The archive holds what came; reading it again gives the same rows, rejects and watermark.
  @Test func theArchiveGivesTheSameRowsAgain() throws {
    let mark = Watermark(column: "refunded_at", start: "2026-01-01T00:00:00+08:00", overlap: .time(.seconds(3600)))
    let list = refundList(.page(parameter: "page", first: 1), path: "/refunds?since={watermark}", watermark: mark)
    let interface = FakeInterface { _, asked in
      let page = #"{ "rows" :\#(refunds(asked < 3 ? 10 * asked..<10 * asked + 3 : 0..<0)) }"#
      return Page(asked == 1 ? page.replacing(#""order_id":"O1""#, with: #""order_id":true"#) + "\r\n" : page)
    }
    let pages = try pull(list, interface, watermark: "2026-01-01T00:00:00+08:00")
    let again = try PagedList(list, file: "https://api.shop.example/refunds", zone: shanghai).render(archived: pages.bytes)
    #expect(again.csv == pages.rendered.csv && again.places == pages.rendered.places)
    #expect(again.watermark == "2026-03-01T10:00:00+08:00" && pages.rendered.watermark == again.watermark)
    let feeds = try [again, pages.rendered].map { try $0.refunds(zone: shanghai) }
    #expect(feeds[0].rejects.listed == feeds[1].rejects.listed && feeds[0].rows == 9 && feeds[0].refunds.count == 6)
    #expect(
      feeds[0].rejects.listed.map(\.description)
        == (1...3).map { "refunds page 2:\($0): order_id: expected a text or a number, found true" })
  }
}
