import Foundation
import SettlementCore
import Testing

@testable import Feeds

/// Expected instants come from Python's zoneinfo, not from Foundation.
@Suite struct BusinessZoneTests {
  @Test func knowsOnlyZonesOfTheDatabase() {
    #expect(BusinessZone(identifier: "Asia/Shangai") == nil)
    #expect(BusinessZone(identifier: "") == nil)
    #expect(shanghai.identifier == "Asia/Shanghai")
  }

  @Test(arguments: [
    ("Asia/Shanghai", "1986-05-04 01:59:59", 515_527_199), ("Asia/Shanghai", "1986-05-04 03:00:00", 515_527_200),
    ("Asia/Shanghai", "1986-09-14 00:59:59", 527_011_199), ("Asia/Shanghai", "1991-09-15 02:00:00", 684_871_200),
    ("Asia/Shanghai", "2026-03-01 10:00:00", 1_772_330_400), ("America/New_York", "2026-03-08 03:00:00", 1_772_953_200),
    ("America/New_York", "2026-11-01 02:00:00", 1_793_516_400), ("America/New_York", "2099-07-01 00:00:00", 4_086_561_600),
    ("Asia/Kathmandu", "1985-12-31 23:59:59", 504_901_799), ("Asia/Kathmandu", "1986-01-01 00:15:00", 504_901_800),
    ("Pacific/Apia", "2011-12-29 23:59:59", 1_325_239_199), ("Pacific/Apia", "2011-12-31 00:00:00", 1_325_239_200),
    ("America/Sao_Paulo", "2018-11-03 23:59:59", 1_541_300_399), ("America/Sao_Paulo", "2018-11-04 01:00:00", 1_541_300_400),
    ("UTC", "1970-01-01 00:00:00", 0), ("UTC", "2100-12-31 23:59:59", 4_133_980_799),
    // Twice on the clock: the earlier one.
    ("Asia/Shanghai", "1986-09-14 01:30:00", 527_013_000), ("Asia/Shanghai", "1991-09-15 01:30:00", 684_865_800),
    ("America/New_York", "2026-11-01 01:30:00", 1_793_511_000), ("America/Sao_Paulo", "2018-02-17 23:30:00", 1_518_917_400),
  ])
  func localTimesAreInstants(identifier: String, text: String, seconds: Int64) throws {
    let zone = try #require(BusinessZone(identifier: identifier))
    #expect(time(text, zone) == seconds * 1_000_000)
  }

  @Test(arguments: [
    ("Asia/Shanghai", "1986-05-04 02:00:00"), ("Asia/Shanghai", "1986-05-04 02:59:59"), ("America/New_York", "2026-03-08 02:30:00"),
    ("Asia/Kathmandu", "1986-01-01 00:10:00"), ("Pacific/Apia", "2011-12-30 12:00:00"), ("America/Sao_Paulo", "2018-11-04 00:30:00"),
  ])
  func skippedTimesAreNone(identifier: String, text: String) throws {
    let zone = try #require(BusinessZone(identifier: identifier))
    #expect(time(text, zone) == nil)
  }

  @Test func everyInstantHasTheDayAndClockThatFoundationShows() {
    var random = SeededRandom(seed: 11)
    for zone in [shanghai, newYork, utc, kathmandu, apia, saoPaulo] {
      let calendar = TimeZone(identifier: zone.identifier)!
      for _ in 0..<3000 {
        let second = Int64.random(in: 0...4_133_980_799, using: &random)
        let local = second + Int64(calendar.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(second))))
        let instant = second * 1_000_000 + Int64.random(in: 0...999_999, using: &random)
        #expect(zone.localSeconds(of: instant) == local)
        #expect(zone.day(of: instant).number == Int32(local / 86_400))
        let back = zone.instant(localSeconds: local)
        #expect(back == second * 1_000_000 || back == (second - 3600) * 1_000_000, "seed 11, \(zone.identifier) \(second)")
      }
    }
  }

  @Test func instantsBefore1970HaveTheirDay() {
    #expect(utc.day(of: -1).description == "1969-12-31")
    #expect(utc.localSeconds(of: -1) == -1)
    #expect(shanghai.day(of: -28_800_000_001).description == "1969-12-31")
    #expect(shanghai.day(of: -28_800_000_000).description == "1970-01-01")
  }

  @Test func theLastInstantOfADayIsFollowedByTheNextDay() throws {
    for zone in [shanghai, newYork, utc, kathmandu, apia, saoPaulo] {
      for number in stride(from: Int32(0), through: 47_847, by: 1) {
        let day = CalendarDay(number: number)
        let last = zone.lastInstant(of: day)
        guard zone.day(of: last) == day else {
          #expect(zone.identifier == "Pacific/Apia" && day.description == "2011-12-30")
          continue
        }
        if zone.day(of: last + 1) <= day { Issue.record("\(zone.identifier) \(day) goes on after \(last)") }
      }
    }
    // The clock goes back at midnight: the day ends when it is reached for the second time.
    #expect(saoPaulo.lastInstant(of: CalendarDay("2018-02-17")!) == 1_518_922_799_999_999)
    // A day that the zone skips ends with the day before.
    #expect(apia.lastInstant(of: CalendarDay("2011-12-30")!) == 1_325_239_199_999_999)
    #expect(shanghai.lastInstant(of: CalendarDay("2026-03-01")!) == 1_772_380_799_999_999)
  }

  /// A feed may write its times in a zone of its own; the business day stays the shop's.
  @Test func aFeedDeclaresItsZone() throws {
    let zone = shanghai.declaring(BusinessZone(identifier: "UTC")!)
    var times = TimestampReader(zone)
    let bytes = Array("2026-03-01 16:30:00".utf8)
    let instant = try times.parse(bytes.span, 0, bytes.count)
    #expect(zone.text(of: instant) == "2026-03-02T00:30:00+08:00")
    #expect(times.businessDay == CalendarDay("2026-03-02")!.number)
    #expect(zone.firstInstant(of: CalendarDay("2026-03-02")!) == instant - 1_800_000_000)
  }
}
