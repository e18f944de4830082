import Foundation
import Testing

@testable import SettlementCore

@Suite struct CalendarDayTests {
  static let gregorian: Calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(secondsFromGMT: 0)!
    return calendar
  }()

  /// Every day from 1900 to 2200, against Foundation's calendar.
  @Test func agreesWithFoundation() throws {
    let first = try #require(CalendarDay("1900-01-01"))
    let last = try #require(CalendarDay("2200-12-31"))
    var mistakes = 0
    for number in first.number...last.number {
      let day = CalendarDay(number: number)
      let date = Date(timeIntervalSince1970: Double(number) * 86_400)
      let parts = Self.gregorian.dateComponents([.year, .month, .day, .weekday], from: date)
      let (year, month, dayOfMonth) = day.components
      let isSame =
        year == parts.year && month == parts.month && dayOfMonth == parts.day && day.weekday == (parts.weekday! + 5) % 7 + 1
        && CalendarDay(year: year, month: month, day: dayOfMonth) == day && CalendarDay(day.description) == day
      if !isSame { mistakes += 1 }
    }
    #expect(mistakes == 0)
    #expect(last.number - first.number + 1 == 109_938)
  }

  @Test(
    arguments: [
      ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11016), ("2026-03-05", 20517), ("0001-01-01", -719_162),
      ("9999-12-31", 2_932_896),
    ] as [(String, Int32)])
  func isCountedFrom1970(text: String, number: Int32) throws {
    let day = try #require(CalendarDay(text))
    #expect(day.number == number && day.description == text)
  }

  @Test(arguments: [
    "", "2026-1-1", "2026-02-29", "2026-02-30", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-01", "2026-01-00", "2026-01-32",
    "0000-01-01",
    "2026/01/01", "2026-01-01 ", " 2026-01-01", "20260101", "2026-01-0x", "2026-01-0年", "+026-01-01", "-026-01-01", "2026-01-01T",
  ])
  func refuses(text: String) { #expect(CalendarDay(text) == nil) }

  @Test func refusesParts() {
    for (year, month, day) in [(2026, 2, 29), (2026, 0, 1), (2026, 13, 1), (0, 1, 1), (10_000, 1, 1), (2026, 1, 0), (2026, 6, 31)] {
      #expect(CalendarDay(year: year, month: month, day: day) == nil)
    }
    #expect(CalendarDay(year: 2024, month: 2, day: 29)?.description == "2024-02-29")
  }

  @Test func readsAPartOfARow() {
    let bytes = Array("x2026-03-05 10:00:00".utf8)
    #expect(CalendarDay.parse(bytes.span, 1)?.description == "2026-03-05")
  }

  @Test func isOrderedAndMoves() throws {
    let day = try #require(CalendarDay("2026-02-27"))
    #expect(day.adding(days: 2).description == "2026-03-01")
    #expect(day.adding(days: 365).description == "2027-02-27")
    #expect(day.adding(days: -58).description == "2025-12-31")
    #expect(day < day.adding(days: 1))
  }
}
