import Feeds
import SettlementCore
import Testing

@Suite struct RedemptionFeedTests {
  static let header = "redemption_id,order_id,entitlement,code,status,redeemed_at,reversed_at"

  @Test func statusAndReversal() throws {
    let feed = try readRedemptions(
      """
      \(Self.header)
      R1,O1,video,C,,2026-03-01 10:00:00,nonsense
      R2,O1,coupon,C,redeemed,2026-03-01 10:00:01,
      R3,O2,video,C,reversed,2026-03-01 10:00:02,
      R4,O2,video,C,reversed,2026-03-01 10:00:03,2026-03-02 10:00:00
      R5,,,,pending,,

      """)
    #expect(feed.rejects.listed == [] && feed.rows == 5 && feed.passedOver == 1)
    try #require(feed.redemptions.count == 4)
    #expect(feed.status == [.redeemed, .redeemed, .reversed, .reversed])
    #expect(feed.entitlements == ["video", "coupon"] && feed.redemptions.entitlement == [0, 1, 0, 0])
    #expect((0..<4).map { feed.redemptions.orderIDs[$0] } == ["O1", "O1", "O2", "O2"])
    #expect(feed.redemptions.order == [-1, -1, -1, -1] && feed.line == [2, 3, 4, 5])
    #expect(feed.redemptions.redeemedAt == (0..<4).map { TimestampTests.ten + $0 * 1_000_000 })
    #expect(feed.redemptions.reversedAt == [.min, .min, .min, TimestampTests.ten + 86_400_000_000])
    let day = CalendarDay("2026-03-01")!.number
    #expect(feed.redemptions.day == [day, day, day, day] && feed.redemptions.reversalDay == [.min, .min, .min, day + 1])
  }

  @Test func optionalColumnsMayBeAbsent() throws {
    let feed = try readRedemptions("redeemed_at,entitlement,order_id,redemption_id\n2026-03-01 10:00:00,video,O1,R1\n")
    #expect(feed.rejects.listed == [] && feed.status == [.redeemed] && feed.redemptions.ids[0] == "R1")
  }

  @Test(arguments: [
    (",O1,v,C,,T,", "redemption_id", "a text", "an empty field"),
    ("R1,,v,C,,T,", "order_id", "a text", "an empty field"),
    ("R1,O1,,C,,T,", "entitlement", "a text", "an empty field"),
    ("R1,O1,v,C,Redeemed,T,", "status", "redeemed, reversed or pending", "Redeemed"),
    ("R1,O1,v,C,,10:00,", "redeemed_at", OrderFeedTests.timeWanted, "10:00"),
    ("R1,O1,v,C,reversed,T,soon", "reversed_at", OrderFeedTests.timeWanted, "soon"),
    (
      "R1,O1,v,C,reversed,T,2026-03-02T10:00:00", "reversed_at", "an offset such as +08:00 behind a time written with T",
      "2026-03-02T10:00:00"
    ),
    ("R1,O1,v,C,T,", "row", "7 fields", "6 fields"),
  ])
  func rejects(row: String, field: String, expected: String, found: String) throws {
    let feed = try readRedemptions("\(Self.header)\n\(row.replacing(",T,", with: ",2026-03-01 10:00:00,"))\n")
    #expect(
      feed.rejects.listed == [
        Reject(source: "redemptions", file: "redemptions.csv", line: 2, field: field, expected: expected, found: found)
      ])
    #expect(feed.redemptions.count == 0)
  }

  /// A code never appears in a message, wherever a broken row or header moves it.
  @Test func codesAreNeverShown() throws {
    let canary = "SECRETCANARY"
    let good = "R9,O1,v,C,,2026-03-01 10:00:00,"
    let rows = [
      "R1,O1,v,\(canary),x,2026-03-01 10:00:00,", "R1,O1,v,\(canary),,never,", ",O1,v,\(canary),,,", "R1,O1,v,\(canary)\"x,,,",
      "R1,O1,v,\"\(canary)\"x,,,", "R1,\"O1,v,\(canary),,2026-03-01 10:00:00,", "R1,O1,v,\(canary)\0,,,", "R1,O1,v,\(canary)\rz,,,",
      "R1,O1,v,,,2026-03-01 10:00:00,,\(canary)\"x", "R1,O1,v,\(canary),,2026-03-01 10:00:00,,", "R1,O1,v,\(canary)",
      "R1,O1,v\"\(canary)\",,,,", "R1,O1,v,\"\(canary)\"\"\",bad,2026-03-01 10:00:00,",
    ]
    for row in rows {
      for text in ["\(Self.header)\n\(row)\n\(good)\n", "\(Self.header)\n\(good)\n\(row)"] {
        let feed = try readRedemptions(text)
        #expect(feed.rejects.count > 0, "\(row)")
        for reject in feed.rejects.listed { #expect(!"\(reject) \(reject.found)".contains("CANARY"), "\(row)") }
        #expect(!"\(feed)".contains("CANARY"))
      }
    }
    let headers = rows + ["\(canary),\(canary)", "a,\"\(canary)", "\(canary),b,c", "\u{0}\(canary)"]
    for header in headers {
      let failure = #expect(throws: SourceFailure.self) { try readRedemptions("\(header)\n\(good)\n") }
      #expect(failure.map { !"\($0)".contains("CANARY") } ?? false, "\(header)")
    }
  }

  @Test func malformedRowsSayThatTheyAreNotShown() throws {
    let feed = try readRedemptions("\(Self.header)\nR1,O1,v,a\"b,,2026-03-01 10:00:00,\n")
    #expect(
      feed.rejects.listed.map(\.description) == [
        "redemptions.csv:2: code: expected a quote only around a whole field, found "
          + "something else (not shown: it may hold a code or a buyer)"
      ])
  }
}
