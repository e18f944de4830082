import Foundation
import LedgerStore
import SettlementCore
import Testing

@testable import SettlementRun

/// Which files a run looks for, from what the ledger knows of a partner.
@Suite struct StatementWindowsTests {
  private func profile(_ window: StatementProfile.Window, due: Int = 0, revisit: Int = 0) -> StatementProfile {
    StatementProfile(source: StatementSource(url: "file:x"), matches: .redemptions, window: window, due: due, revisit: revisit)
  }

  private func day(_ text: String) -> CalendarDay { CalendarDay("2026-" + text)! }

  /// `03-01`: read; `03-01?`: missing; `03-01!`: incomplete.
  private func windows(_ profile: StatementProfile, _ notes: [String], first: String? = "03-01") -> StatementWindows {
    let files = notes.enumerated().map { run, note in
      StatementFile(
        run: Int32(run + 1), partner: "a", day: day(String(note.prefix(5))), name: note, sha256: note.hasSuffix("?") ? "" : "\(run)",
        bytes: 1,
        rows: 1, rejected: 0, isIncomplete: note.hasSuffix("!"))
    }
    return StatementWindows(profile, files, firstRunDay: first.map(day))
  }

  private func text(_ days: [CalendarDay]) -> String { days.map { String($0.description.dropFirst(5)) }.joined(separator: " ") }

  @Test(arguments: [
    ("", "03-01", "03-01"),  // the first run looks for its own day
    ("03-01", "03-01", ""),  // read already
    ("03-01 03-02? 03-03!", "03-04", "03-02 03-03 03-04"),  // missing and incomplete ones are looked for again
    ("03-01 03-02? 03-02", "03-03", "03-03"),
    ("03-01! 03-01", "03-02", "03-02"),
    ("03-01 03-01!", "03-02", "03-01 03-02"),  // issued anew and incomplete
    ("03-01", "03-04", "03-02 03-03 03-04"),
  ]) func daily(notes: String, today: String, wanted: String) {
    let windows = windows(profile(.day), notes.split(separator: " ").map(String.init))
    #expect(text(windows.awaited(on: day(today))) == wanted)
    #expect(windows.notYet(on: day(today)).isEmpty)
  }

  @Test(arguments: [
    ("", "03-01", "", "03-01"),  // the day before the first run is nobody's
    ("", "03-02", "03-01", "03-02"),
    ("03-01", "03-03", "03-02", "03-03"),
    ("03-01?", "03-03", "03-01 03-02", "03-03"),
  ]) func dailyAndDueTheNextDay(notes: String, today: String, wanted: String, notYet: String) {
    let windows = windows(profile(.day, due: 1), notes.split(separator: " ").map(String.init))
    #expect(text(windows.awaited(on: day(today))) == wanted)
    #expect(text(windows.notYet(on: day(today))) == notYet)
  }

  @Test(arguments: [
    ("", "03-30", "", "03-31"),
    ("", "03-31", "", "03-31 "),
    ("", "04-01", "", "03-31 04-30"),
    ("", "04-02", "03-31", "04-30"),
    ("03-31?", "04-09", "03-31", "04-30"),
    ("03-31!", "04-09", "03-31", "04-30"),
    ("03-31", "05-02", "04-30", "05-31"),
    ("02-14", "04-02", "02-28 03-31", "04-30"),  // it had a file for every day before
  ]) func monthly(notes: String, today: String, wanted: String, notYet: String) {
    let windows = windows(profile(.month, due: 2), notes.split(separator: " ").map(String.init))
    #expect(text(windows.awaited(on: day(today))) == wanted)
    #expect(text(windows.notYet(on: day(today))) == notYet.trimmingCharacters(in: .whitespaces))
  }

  @Test(arguments: [("03-03", "03-01 03-02"), ("03-04", "03-02"), ("03-05", "")]) func revisited(today: String, wanted: String) {
    let windows = windows(profile(.day, revisit: 2), ["03-01", "03-02", "03-03?"])
    #expect(text(windows.revisited(on: day(today))) == wanted)
  }

  @Test func aMonthCoversItsDays() {
    let windows = windows(profile(.month), ["02-28", "03-31!"])
    #expect(windows.covered(with: []).count == 28)
    #expect(windows.covered(with: [day("03-31")]).count == 28 + 31)
    #expect(windows.other(than: day("03-31"), sha256: "0") == day("02-28"))
    #expect(windows.other(than: day("02-28"), sha256: "0") == nil)
  }
}
