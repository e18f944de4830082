import SettlementCore
import Testing

@testable import Feeds

@Suite struct WatermarkTests {
  static let byNumber = Watermark(column: "seq", start: "100", overlap: .number(1000))
  static let byTime = Watermark(column: "changed", start: "2026-01-01T00:00:00+08:00", overlap: .time(.seconds(7200)))

  func render(_ watermark: Watermark, columns: [String: String] = [:], _ values: [String]) throws -> RenderedPages {
    let rows = values.map { #"{"refund_id":"R","order_id":"O","amount":1,"refunded_at":"2026-03-01 10:00:00"\#($0)}"# }
    let list = StoreList(feed: .refunds, path: "/r?{watermark}", columns: columns, watermark: watermark)
    return try PagedList(list, file: "r", zone: shanghai).render(archived: Array("[\(rows.joined(separator: ","))]".utf8))
  }

  @Test func theLargestByValue() throws {
    #expect(try render(Self.byNumber, [#","seq":9"#, #","seq":"10""#, #","seq":-7"#]).watermark == "10")
    #expect(
      try render(
        Self.byTime,
        [
          #","changed":"2026-03-01 10:00:00""#, #","changed":"2026-03-01T02:00:00.5Z""#, #","changed":"2026-03-01T09:00:00+08:00""#,
        ]
      ).watermark == "2026-03-01T10:00:00.500000+08:00")
    #expect(try render(Self.byNumber, columns: ["seq": "/meta/seq"], [#","meta":{"seq":5}"#]).watermark == "5")
    #expect(try render(Self.byNumber, []).watermark == nil)
  }

  /// A row that hides where it stands could be the one that the next pull has to begin at.
  @Test(arguments: [
    (Self.byNumber, "", "seq: expected a whole number, found an empty field"),
    (Self.byNumber, #","seq":null"#, "seq: expected a whole number, found an empty field"),
    (Self.byNumber, #","seq":1.0"#, "seq: expected a whole number, found 1.0"),
    (Self.byNumber, #","seq":"+1""#, "seq: expected a whole number, found +1"),
    (Self.byNumber, #","seq":true"#, "seq: expected a whole number, found true"),
    (Self.byNumber, #","seq":9223372036854775808"#, "seq: expected a whole number, found 9223372036854775808"),
    (Self.byTime, #","changed":17"#, "changed: expected a time such as 2026-03-01T10:00:00+08:00, found 17"),
  ])
  func aRowWithoutOneIsRejected(watermark: Watermark, value: String, message: String) throws {
    let good = watermark.column == "seq" ? #","seq":3"# : #","changed":"2026-03-01 10:00:00""#
    let pages = try render(watermark, [good, value])
    #expect(try pages.refunds(zone: shanghai).rejects.listed.map(\.description) == ["refunds page 1:2: \(message)"])
    #expect(pages.watermark != nil)
  }

  @Test func aRejectedRowCountsToo() throws {
    let pages = try render(Self.byNumber, [#","seq":3"#, #","seq":4,"status":true"#])
    #expect(pages.watermark == "4")
  }

  @Test func theNextPullBeginsTheOverlapBefore() throws {
    func begin(_ watermark: Watermark, _ seen: String?) throws(SourceFailure) -> String {
      try WatermarkText.begin(watermark, seen: seen, source: "refunds", zone: shanghai)
    }
    #expect(try begin(Self.byNumber, nil) == "100")
    #expect(try begin(Self.byNumber, "5000") == "4000")
    #expect(try begin(Self.byNumber, "900") == "100")
    #expect(
      try begin(Watermark(column: "c", start: "-9223372036854775808", overlap: .number(1)), "-9223372036854775808")
        == "-9223372036854775808")
    #expect(try begin(Self.byTime, nil) == "2026-01-01T00:00:00+08:00")
    #expect(try begin(Self.byTime, "2026-03-01T01:00:00+08:00") == "2026-02-28T23:00:00+08:00")
    #expect(try begin(Self.byTime, "2026-01-01T01:00:00+08:00") == "2026-01-01T00:00:00+08:00")
    let failure = #expect(throws: SourceFailure.self) { try begin(Self.byTime, "17") }
    #expect(
      failure?.description == "refunds: watermark: expected a time such as 2026-03-01T10:00:00+08:00, found 17; "
        + "earlier pulls saw another kind of column: correct column, start and overlap")
  }

  @Test func instantsAsAZoneWritesThem() {
    let text = "2026-03-01T10:00:00+08:00"
    #expect(shanghai.text(of: time(text, utc)!) == text)
    #expect(utc.text(of: time(text, utc)!) == "2026-03-01T02:00:00+00:00")
    #expect(newYork.text(of: time("2026-07-01T00:00:00.000001-04:00", utc)!) == "2026-07-01T00:00:00.000001-04:00")
    #expect(kathmandu.text(of: -1) == "1970-01-01T05:29:59.999999+05:30")
    #expect(PullWords(day: CalendarDay("2026-03-08")!, zone: newYork)[.dayStart] == "2026-03-08T00:00:00-05:00")
    #expect(PullWords(day: CalendarDay("2026-03-08")!, zone: newYork)[.dayEnd] == "2026-03-09T00:00:00-04:00")
  }
}
