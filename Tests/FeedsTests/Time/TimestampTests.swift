import Feeds
import SettlementCore
import Testing

@Suite struct TimestampTests {
  static let ten: Int64 = 1_772_330_400_000_000  // 2026-03-01 10:00 in Shanghai

  private static let times: [(String, Int64)] = [
    ("2026-03-01 10:00:00", ten), ("2026-03-01 10:00:00.5", ten + 500_000), ("2026-03-01 10:00:00,000001", ten + 1),
    ("2026-03-01T10:00:00+08:00", ten), ("2026-03-01T10:00:00+0800", ten), ("2026-03-01T10:00:00+08", ten),
    ("2026-03-01 10:00:00+08:00", ten), ("2026-03-01T02:00:00Z", ten), ("2026-03-01 02:00Z", ten), ("2026-03-01T02:00Z", ten),
    ("2026-03-01T10:00:00.123456+08:00", ten + 123_456), ("2026-03-01T10:00:00,12+08", ten + 120_000),
    ("2026-02-28T21:00:00-05:00", ten), ("2026-03-01T07:45:00+05:45", ten), ("2026-03-01T02:00:00-00:00", ten),
    ("2024-02-29 23:59:59", 1_709_222_399_000_000),
    // As PostgreSQL writes a timestamptz in UTC.
    ("2026-03-01 02:00:00+00", ten), ("2026-03-01 02:00:00.5+00", ten + 500_000), ("2026-03-01 02:00:00.123456+00", ten + 123_456),
  ]

  @Test(arguments: times)
  func understood(text: String, microseconds: Int64) {
    #expect(time(text, shanghai) == microseconds)
  }

  @Test(arguments: [
    "", " ", "2026-03-01", "2026-03-01 10:00", "2026-03-01T10:00:00", "2026-03-01T10:00", "2026-03-01  10:00:00", "2026-03-01 24:00:00",
    "2026-03-01 10:60:00", "2026-03-01 10:00:60", "2026-03-01T10:00:60Z", "2026-02-29 10:00:00", "2026-13-01 10:00:00",
    "2026-00-10 10:00:00", "2026-03-00 10:00:00", "2026-04-31 10:00:00", "0000-01-01 00:00:00", "1969-12-31 23:59:59",
    "2101-01-01 00:00:00", "2026/03/01 10:00:00", "26-03-01 10:00:00", "2026-3-1 10:00:00", "2026-03-01 9:00:00", "2026-03-01t10:00:00z",
    "2026-03-01 10:00:00.", "2026-03-01 10:00:00.1234567", "2026-03-01 10:00:00 ", " 2026-03-01 10:00:00", "2026-03-01 10:00:00 +08:00",
    "2026-03-01T10:00:00+8", "2026-03-01T10:00:00+08:0", "2026-03-01T10:00:00+08:60", "2026-03-01T10:00:00+19:00",
    "2026-03-01T10:00:00+08:00x", "2026-03-01T10:00:00.+08:00", "2026-03-01T10:00.5+08:00", "2026-03-01T10:00:0Z", "2026-03-01T10:0:00Z",
    "2026-03-01_10:00:00", "2026-03-01 10-00-00", "2026-03-01 10:00-", "2026-03-01 1a:00:00", "２026-03-01 10:00:00", "1772330400",
    "46082.416666", "2026-03-01 -1:00:00",
  ])
  func refused(text: String) throws {
    #expect(time(text, shanghai) == nil)
    // Also behind a good time on the same date, whose offset the reader keeps.
    let rows = "R1,O1,v,2026-03-01 10:00:00\nR2,O1,v,\"\(text)\"\nR3,O1,v,2026-03-01 10:00:00\n"
    let feed = try readRedemptions("redemption_id,order_id,entitlement,redeemed_at\n" + rows)
    #expect(feed.rejects.listed.map(\.line) == [3] && feed.redemptions.redeemedAt == [Self.ten, Self.ten])
  }

  /// The reader keeps the offset of a date; where that changes within the date it must not.
  @Test(arguments: ["America/New_York", "Asia/Shanghai", "Asia/Kathmandu", "America/Sao_Paulo", "UTC"])
  func aColumnAcrossClockChangesReadsAsOneByOne(identifier: String) throws {
    let zone = try #require(BusinessZone(identifier: identifier))
    let dates = [
      "2026-03-07", "2026-03-08", "2026-03-09", "2026-11-01", "1986-05-04", "1986-09-14", "1986-01-01", "1985-12-31", "2018-02-17",
      "2018-02-18", "2018-11-03", "2018-11-04",
    ]
    let texts = dates.flatMap { date in (0..<48).map { "\(date) \($0 < 20 ? "0" : "")\($0 / 2):\($0 % 2 == 0 ? "00" : "30"):00" } }
    let rows = texts.map { "R,O,v,\($0)\n" }.joined()
    let feed = try RedemptionFeed.read(
      bytes: Array("redemption_id,order_id,entitlement,redeemed_at\n\(rows)".utf8), file: "r.csv", zone: zone)
    let expected = texts.compactMap { time($0, zone) }
    #expect(feed.redemptions.redeemedAt == expected && feed.rejects.count == texts.count - expected.count)
    #expect(feed.redemptions.day == expected.map { zone.day(of: $0).number })
    for (row, text) in texts.enumerated() where feed.line.contains(Int32(row + 2)) {
      #expect(feed.redemptions.day[feed.line.firstIndex(of: Int32(row + 2))!] == CalendarDay(text.prefix(10))!.number)
    }
  }

  @Test func everySecondOfOneDayInTwoForms() {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    for second in stride(from: 0, to: 86_400, by: 7) {
      let clock = "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
      let instant = 1_772_294_400_000_000 + Int64(second) * 1_000_000
      #expect(time("2026-03-01 \(clock)", shanghai) == instant)
      #expect(time("2026-03-01T\(clock)+08:00", newYork) == instant)
    }
  }
}
