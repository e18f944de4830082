import Foundation
import Testing

@testable import SettlementCore

/// The names of SPEC §6 and the stretches of SPEC §3 and §8.
@Suite struct PeriodTests {
  private func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

  @Test(arguments: [
    ("2026-01-31", "2026-01", "2026-Q1", "2026"), ("2026-03-31", "2026-03", "2026-Q1", "2026"),
    ("2026-04-01", "2026-04", "2026-Q2", "2026"),
    ("2025-12-31", "2025-12", "2025-Q4", "2025"), ("0001-01-01", "0001-01", "0001-Q1", "0001"),
    ("9999-12-31", "9999-12", "9999-Q4", "9999"),
  ])
  func namesOfTierPeriods(text: String, month: String, quarter: String, year: String) throws {
    let names = try TierPeriod.allCases.map { $0.name(of: $0.number(of: try day(text))) }
    #expect(names == [month, quarter, year, "lifetime"])
  }

  /// One number per stretch, ascending, over a hundred years.
  @Test(arguments: TierPeriod.allCases) func tierPeriodsFollowTheCalendar(period: TierPeriod) throws {
    let months = [TierPeriod.month: 1, .quarter: 3, .year: 12][period]
    var before = period.number(of: try day("1999-12-31"))
    for number in try day("2000-01-01").number...day("2099-12-31").number {
      let (_, month, dayOfMonth) = CalendarDay(number: number).components
      let isFirst = if let months { dayOfMonth == 1 && (month - 1) % months == 0 } else { false }
      let here = period.number(of: CalendarDay(number: number))
      if here != before + (isFirst ? 1 : 0) { Issue.record("\(period) \(CalendarDay(number: number))") }
      before = here
    }
  }

  @Test(arguments: [
    (StatementPeriod.day, "2026-01-05", "2026-01-05", "2026-01-05", "2026-01-05"),
    (.week, "2026-01-01", "2026-W01", "2025-12-29", "2026-01-04"), (.week, "2027-01-03", "2026-W53", "2026-12-28", "2027-01-03"),
    (.week, "2024-12-30", "2025-W01", "2024-12-30", "2025-01-05"), (.halfMonth, "2026-01-15", "2026-01-H1", "2026-01-01", "2026-01-15"),
    (.halfMonth, "2026-02-16", "2026-02-H2", "2026-02-16", "2026-02-28"),
    (.halfMonth, "2025-12-31", "2025-12-H2", "2025-12-16", "2025-12-31"),
    (.month, "2024-02-29", "2024-02", "2024-02-01", "2024-02-29"), (.month, "2025-12-01", "2025-12", "2025-12-01", "2025-12-31"),
    (.quarter, "2026-05-31", "2026-Q2", "2026-04-01", "2026-06-30"), (.quarter, "2026-12-31", "2026-Q4", "2026-10-01", "2026-12-31"),
  ])
  func statementPeriods(period: StatementPeriod, text: String, name: String, first: String, last: String) throws {
    let day = try day(text)
    #expect(period.name(holding: day) == name)
    let bounds = period.bounds(holding: day)
    #expect(bounds.lowerBound.description == first && bounds.upperBound.description == last)
  }

  /// The periods of one kind follow each other without a gap, every day lies in its own, and no two have one name.
  @Test(arguments: StatementPeriod.allCases) func statementPeriodsCoverTheCalendar(period: StatementPeriod) throws {
    var names: Set<String> = []
    var start = period.bounds(holding: try day("1999-12-31")).lowerBound
    while start.components.year < 2061 {
      let bounds = period.bounds(holding: start)
      let name = period.name(holding: start)
      #expect(bounds.lowerBound == start)
      #expect(names.insert(name).inserted)
      for number in bounds.lowerBound.number...bounds.upperBound.number {
        let day = CalendarDay(number: number)
        if period.bounds(holding: day) != bounds || period.name(holding: day) != name { Issue.record("\(period) \(day)") }
      }
      start = bounds.upperBound.adding(days: 1)
    }
  }

  @Test func weeksAreThoseOfISO8601() throws {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = TimeZone(secondsFromGMT: 0)!
    for number in try day("1990-01-01").number...day("2060-12-31").number {
      let parts = calendar.dateComponents([.yearForWeekOfYear, .weekOfYear], from: Date(timeIntervalSince1970: Double(number) * 86_400))
      let week = parts.weekOfYear!
      let name = "\(parts.yearForWeekOfYear!)-W\(week < 10 ? "0" : "")\(week)"
      let ours = StatementPeriod.week.name(holding: CalendarDay(number: number))
      if ours != name { Issue.record("\(CalendarDay(number: number)): \(ours), in Foundation \(name)") }
    }
  }
}
