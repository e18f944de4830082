import Foundation
import LedgerStore
import Reports
import SettlementCore
import Testing

@testable import SettlementRun

/// Which statements of a period are missing when it is closed.
@Suite struct AwaitedStatementTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("awaited-\(UUID().uuidString)").path

  /// A run on each day from 1 to 20 March, the last of which notes the files: days read, and days that were awaited in vain.
  private func ledger(read: [String], noted: [String]) throws -> SQLiteLedger {
    let ledger = try SQLiteLedger(path: "\(folder)/ledger.sqlite")
    for number in 1...20 {
      let day = CalendarDay(year: 2026, month: 3, day: number)!
      var run = NewRun(number: Int32(number), day: day, sequence: 1, zone: "Asia/Shanghai")
      run.parties = Terminology(["platform", "eleme"])
      run.summary = try StoredSummary(fingerprint: "", summary: RunSummary(run: "\(day)-001", businessDay: day, zone: "Asia/Shanghai"))
        .encoded()
      if number == 20 {
        run.statementFiles = (read.map { ($0, "ab") } + noted.map { ($0, "") }).map { day, sha256 in
          StatementFile(
            run: 20, partner: "eleme", day: CalendarDay(day)!, name: "\(day)\(sha256)", sha256: sha256, bytes: 1, rows: 0, rejected: 0)
        }
      }
      try ledger.append(run)
    }
    return ledger
  }

  private func missing(_ profile: StatementProfile, read: [String], noted: [String] = [], _ first: String, _ last: String) throws
    -> [String]
  {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let ledger = try ledger(read: read, noted: noted)
    let settings = PartnerSettings(partner: "eleme", title: "", period: .day, statement: profile)
    let partner = PartnerPeriods.Partner(settings: settings, party: 1, calendar: StatementCalendar(.day), clock: nil)
    let check = try ClosingCheck(ledger, ledger.state().runs, [], yesterday: CalendarDay("2026-04-01")!)
    return try check.obstacles(partner, CalendarDay(first)!...CalendarDay(last)!).map(\.summary)
  }

  private func profile(_ window: StatementProfile.Window, due: Int = 0) -> StatementProfile {
    StatementProfile(source: StatementSource(url: "file:s/{date}.csv"), matches: .redemptions, window: window, due: due)
  }

  @Test func everyDayFromTheFirstStatementOn() throws {
    let what = "2 expected statements have not come or cannot be used"
    #expect(
      try missing(profile(.day), read: ["2026-03-03", "2026-03-05"], noted: ["2026-03-04", "2026-03-06"], "2026-03-01", "2026-03-06")
        == ["\(what): 2026-03-04, 2026-03-06"])
    #expect(
      try missing(profile(.day), read: ["2026-03-03", "2026-03-04"], noted: ["2026-03-04"], "2026-03-01", "2026-03-04") == [])
    #expect(try missing(profile(.day), read: [], "2026-03-01", "2026-03-20") == [], "the partner sends none yet")
  }

  @Test func whatIsNotDueYetIsMissing() throws {
    #expect(
      try missing(profile(.day, due: 3), read: [], "2026-03-19", "2026-03-20")
        == ["2 expected statements have not come or cannot be used: 2026-03-19, 2026-03-20"])
    #expect(
      try missing(profile(.day, due: 3), read: ["2026-03-18", "2026-03-19"], "2026-03-18", "2026-03-20")
        == ["1 expected statement has not come or cannot be used: 2026-03-20"])
  }

  @Test func aMonthHasOneStatement() throws {
    #expect(
      try missing(profile(.month), read: ["2026-02-28"], "2026-03-01", "2026-03-20")
        == ["1 expected statement has not come or cannot be used: 2026-03"])
    #expect(try missing(profile(.month), read: ["2026-03-31"], "2026-03-01", "2026-03-20") == [])
    #expect(
      try missing(profile(.month), read: [], "2026-03-01", "2026-03-01")
        == ["1 expected statement has not come or cannot be used: 2026-03"])
  }
}
