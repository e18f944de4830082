import SettlementCore
import Testing

@testable import Reconciliation

/// Step 1 of SPEC §7: what a file declares against what its lines say.
@Suite struct CompletenessTests {
  private let march = CalendarDay(year: 2026, month: 3, day: 1)!...CalendarDay(year: 2026, month: 3, day: 31)!

  private func days(_ texts: String...) -> [Int32] { texts.map { CalendarDay($0)!.number } }

  @Test func whatHoldsIsComplete() {
    let totals = [
      ControlTotal(name: "rows", declared: 2, counted: 2, unit: .count, line: 9),
      ControlTotal(name: "sum", declared: -5, counted: -5, unit: .money(Statement.yuan), line: 9),
    ]
    let complete = Completeness(totals: totals, days: days("2026-02-27", "2026-03-31"), lines: [2, 3], window: march)
    #expect(complete.isComplete, "a line before the window is late, and no breach")
    #expect(Completeness(totals: [], days: [], lines: [], window: march).isComplete, "an empty file is whole")
    #expect(Completeness(totals: [], days: days("2030-01-01"), lines: [2], window: nil).isComplete, "a file without days has no end")
  }

  @Test func totalsAndTheWindowBreakInTheOrderOfTheFile() {
    let totals = [
      ControlTotal(name: "sum", declared: 500, counted: 450, unit: .money(Statement.yuan), line: 8),
      ControlTotal(name: "rows", declared: 4, counted: 3, unit: .count, line: 9),
    ]
    let found = Completeness(
      totals: totals, days: days("2026-03-31", "2026-04-01", "2026-04-02"), lines: [2, 3, 4], window: march
    ).breaches
    #expect(found.map(\.name) == ["sum", "rows", "window"])
    #expect(found.map { [$0.ours, $0.theirs] } == [[450, 500], [3, 4], [1, 3]])
    #expect(found.map(\.line) == [8, 9, 3])
    #expect(found.map(\.what) == [.total(.money(Statement.yuan)), .total(.count), .window(march)])
  }
}
