import SettlementCore
import Testing

@testable import Feeds

/// On which of a partner's days an event counts: boundary seconds, cut-offs, zones with and without daylight saving time.
@Suite struct StatementClockTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let zone: String
    /// Seconds after midnight.
    let cutOff: Int32
    /// With its offset.
    let time: String
    let day: String
    var testDescription: String { "\(time), cut at \(cutOff) in \(zone)" }
  }

  private static let h23: Int32 = 23 * 3600
  private static let midnight: Int32 = 86_400

  static let cases = [
    Case(zone: "Asia/Shanghai", cutOff: midnight, time: "2026-03-31T23:59:59+08:00", day: "2026-03-31"),
    Case(zone: "Asia/Shanghai", cutOff: midnight, time: "2026-04-01T00:00:00+08:00", day: "2026-04-01"),
    Case(zone: "Asia/Shanghai", cutOff: h23, time: "2026-03-31T22:59:59.999999+08:00", day: "2026-03-31"),
    Case(zone: "Asia/Shanghai", cutOff: h23, time: "2026-03-31T23:00:00+08:00", day: "2026-04-01"),
    Case(zone: "Asia/Shanghai", cutOff: h23, time: "2026-03-31T23:59:59+08:00", day: "2026-04-01"),
    Case(zone: "Asia/Shanghai", cutOff: h23, time: "2026-04-01T00:00:01+08:00", day: "2026-04-01"),
    Case(zone: "Asia/Shanghai", cutOff: 1, time: "2026-03-31T00:00:00+08:00", day: "2026-03-31"),
    Case(zone: "Asia/Shanghai", cutOff: 1, time: "2026-03-31T00:00:01+08:00", day: "2026-04-01"),
    Case(zone: "Asia/Tokyo", cutOff: midnight, time: "2026-03-31T22:59:59+08:00", day: "2026-03-31"),
    Case(zone: "Asia/Tokyo", cutOff: midnight, time: "2026-03-31T23:00:00+08:00", day: "2026-04-01"),
    Case(zone: "Asia/Tokyo", cutOff: h23, time: "2026-03-31T22:00:00+08:00", day: "2026-04-01"),
    Case(zone: "Asia/Tokyo", cutOff: h23, time: "2026-03-31T21:59:59+08:00", day: "2026-03-31"),
    // The day of 23 hours: 2 o'clock is 3 o'clock, and the cut-off of 02:30 is then.
    Case(zone: "America/New_York", cutOff: 9_000, time: "2026-03-08T01:59:59-05:00", day: "2026-03-08"),
    Case(zone: "America/New_York", cutOff: 9_000, time: "2026-03-08T03:00:00-04:00", day: "2026-03-09"),
    Case(zone: "America/New_York", cutOff: midnight, time: "2026-03-08T23:59:59-04:00", day: "2026-03-08"),
    Case(zone: "America/New_York", cutOff: midnight, time: "2026-03-09T00:00:00-04:00", day: "2026-03-09"),
    // The day of 25 hours: half past one comes twice, and the clock on the wall counts.
    Case(zone: "America/New_York", cutOff: 5_400, time: "2026-11-01T01:29:59-04:00", day: "2026-11-01"),
    Case(zone: "America/New_York", cutOff: 5_400, time: "2026-11-01T01:30:00-04:00", day: "2026-11-02"),
    Case(zone: "America/New_York", cutOff: 5_400, time: "2026-11-01T01:29:59-05:00", day: "2026-11-01"),
    Case(zone: "America/New_York", cutOff: 5_400, time: "2026-11-01T01:30:00-05:00", day: "2026-11-02"),
    Case(zone: "America/New_York", cutOff: h23, time: "2026-11-01T22:59:59-05:00", day: "2026-11-01"),
    Case(zone: "America/New_York", cutOff: h23, time: "2026-11-01T23:00:00-05:00", day: "2026-11-02"),
  ]

  private static let business = BusinessZone(identifier: "Asia/Shanghai")!

  private static func clock(_ zone: String, _ cutOff: Int32) -> StatementClock {
    StatementClock(zone: BusinessZone(identifier: zone)!, cutOff: cutOff, business: business)
  }

  private static func instant(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    return Timestamp.parse(bytes.span, 0, bytes.count, business)
  }

  @Test(arguments: cases) func boundaries(_ one: Case) throws {
    let instant = try #require(Self.instant(one.time))
    #expect(Self.clock(one.zone, one.cutOff).day(of: instant).description == one.day)
  }

  /// Without a cut-off and in the business zone the partner's days are the business days.
  @Test func midnightAtHome() throws {
    let clock = Self.clock("Asia/Shanghai", Self.midnight)
    var random = SeededRandom(seed: 11)
    for _ in 0..<2000 {
      let instant = Int64.random(in: 0...4_000_000_000_000_000, using: &random)
      #expect(clock.day(of: instant) == Self.business.day(of: instant), "\(instant)")
    }
  }

  static let ends: [(zone: String, cutOff: Int32, day: String)] = [
    ("Asia/Shanghai", h23, "2026-03-31"), ("Asia/Tokyo", midnight, "2026-03-31"), ("America/Los_Angeles", midnight, "2026-04-01"),
    ("America/Los_Angeles", 8 * 3600, "2026-03-31"), ("Pacific/Kiritimati", midnight, "2026-03-31"),
    ("Asia/Shanghai", midnight, "2026-03-31"),
  ]

  @Test(arguments: ends) func theBusinessDayInWhichADayEnds(zone: String, cutOff: Int32, day: String) {
    #expect(Self.clock(zone, cutOff).lastBusinessDay(of: CalendarDay("2026-03-31")!).description == day)
  }

  @Test func howItIsShown() {
    #expect(Self.clock("Asia/Tokyo", Self.h23).cutOffText == "23:00")
    #expect(Self.clock("Asia/Tokyo", 5).cutOffText == "00:00:05")
    #expect(Self.clock("Asia/Tokyo", Self.midnight).cutOffText == nil)
  }

  /// A partner's lines count on its days; times without offset, and days alone, are those of its zone.
  @Test(arguments: [nil, "Asia/Shanghai"]) func linesOfAStatement(zone: String?) throws {
    let times = ["2026-03-31 22:59:59", "2026-03-31 23:00:00", "2026-03-31T22:30:00+08:00", "2026-04-01"]
    var columns = StatementFormat.Columns.canonical
    columns.time.formats = [.iso]
    var format = StatementFormat(columns: columns)
    format.zone = zone.map { .named($0) }
    let text = "reference,amount,time\n" + times.enumerated().map { "R\($0.offset),1.00,\($0.element)\n" }.joined()
    let input = SourceInput(name: "alpha", path: "a.csv") { () throws(SourceFailure) in
      SourceBytes(bytes: Array(text.utf8), count: text.utf8.count, sha256: "")
    }
    let profile = StatementProfile(source: StatementSource(url: "file:a.csv"), matches: .redemptions, format: format)
    let reading = StatementFeed.read(
      input, profile: profile, zone: Self.business, clock: Self.clock("Asia/Tokyo", Self.h23), defaultCurrency: Currency(code: "CNY"))
    let feed = try #require(reading.feed)
    let days = feed.day.map { CalendarDay(number: $0).description }
    // In Shanghai's clock it is an hour later in Tokyo.
    let first = zone == nil ? "2026-03-31" : "2026-04-01"
    #expect(days == [first, "2026-04-01", "2026-04-01", "2026-04-01"])
  }
}
