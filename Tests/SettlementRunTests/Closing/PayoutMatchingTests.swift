import LedgerStore
import SettlementCore
import Testing

@testable import SettlementRun

@Suite struct PayoutMatchingTests {
  private static let parties = Terminology(["platform", "alpha", "beta"])

  private static func closed(_ partner: String, _ month: Int, due: Int64, run: Int32) -> ClosedPeriod {
    let first = CalendarDay(year: 2026, month: month, day: 1)!
    let days = StatementPeriod.month.bounds(holding: first)
    let name = StatementPeriod.month.name(holding: first)
    return ClosedPeriod(
      partner: partner, period: name, days: days, statement: "QF-\(partner)-\(name)-R1", run: run, sha256: "", lines: 0,
      accounts: [
        ClosedAccount(
          currency: Currency(code: "CNY")!, opening: 0, earned: due, refunded: 0, trueUps: 0, adjustments: 0, paid: 0, closing: due,
          due: due,
          carriedForward: 0)
      ])
  }

  private static func payout(_ id: String, _ party: Int32, _ amount: Int64, _ day: String, run: Int32, _ currency: String = "CNY")
    -> PayoutRecord
  {
    PayoutRecord(
      id: id, party: party, amount: amount, currency: Currency(code: currency)!, paidAt: Int64(CalendarDay(day)!.number),
      day: CalendarDay(day)!,
      run: run)
  }

  /// `statement: payouts by rule`, sorted, and the unmatched ones.
  private func told(_ payouts: [PayoutRecord], _ closed: [ClosedPeriod]) -> [String] {
    let matching = PayoutMatching(payouts, closed, Self.parties)
    let matched = matching.matches.map { key, found in
      "\(key.statement): \(found.map { "\($0.payout.id) by \($0.rule)" }.joined(separator: ", "))"
    }
    return matched.sorted() + matching.unmatched.map { "unmatched \($0.id)" }
  }

  private let two = [closed("alpha", 3, due: 100, run: 5), closed("alpha", 4, due: 100, run: 9), closed("beta", 3, due: 100, run: 5)]

  @Test func anIdThatNamesAStatementGoesFirst() {
    #expect(
      told(
        [
          Self.payout("B1", 1, 100, "2026-05-02", run: 10), Self.payout("QF-alpha-2026-03-R1/1", 1, 40, "2026-05-03", run: 10),
          Self.payout("QF-alpha-2026-03-R1/2", 1, 60, "2026-05-04", run: 10),
        ], two)
        == ["QF-alpha-2026-03-R1: QF-alpha-2026-03-R1/1 by number, QF-alpha-2026-03-R1/2 by number", "QF-alpha-2026-04-R1: B1 by amount"])
  }

  @Test func equalAmountsGoToTheOldestFirst() {
    #expect(
      told([Self.payout("B2", 1, 100, "2026-05-03", run: 11), Self.payout("B1", 1, 100, "2026-05-02", run: 10)], two)
        == ["QF-alpha-2026-03-R1: B1 by amount", "QF-alpha-2026-04-R1: B2 by amount"])
  }

  @Test func otherAmountsPartiesAndCurrenciesMatchNothing() {
    #expect(
      told(
        [
          Self.payout("B1", 1, 99, "2026-05-02", run: 10), Self.payout("B2", 2, 100, "2026-05-02", run: 10, "USD"),
          Self.payout("QF-alpha-2026-03-R10", 2, 7, "2026-05-02", run: 10), Self.payout("B3", 2, 100, "2026-05-02", run: 10),
        ], two) == ["QF-beta-2026-03-R1: B3 by amount", "unmatched B1", "unmatched B2", "unmatched QF-alpha-2026-03-R10"])
  }

  /// A payout that a statement holds as paid does not pay it; one before the first statement pays none and is not told.
  @Test func aPayoutPaysOnlyEarlierPeriods() {
    #expect(told([Self.payout("B0", 1, 100, "2026-03-20", run: 3)], two) == [])
    #expect(told([Self.payout("B1", 1, 100, "2026-04-20", run: 6)], two) == ["QF-alpha-2026-03-R1: B1 by amount"])
    #expect(
      told([Self.payout("B1", 1, 100, "2026-04-20", run: 6), Self.payout("B2", 1, 100, "2026-04-21", run: 6)], two)
        == ["QF-alpha-2026-03-R1: B1 by amount", "unmatched B2"])
  }

  @Test(arguments: [
    ("QF-a-2026-03-R1", true), ("QF-a-2026-03-R1/2", true), ("QF-a-2026-03-R1-b", true), ("QF-a-2026-03-R10", false),
    ("QF-a-2026-03-R1b", false), ("xQF-a-2026-03-R1", false), ("", false), ("QF-a-2026-03-R1号", false),
  ])
  func names(id: String, isNamed: Bool) { #expect(PayoutMatching.names(id, "QF-a-2026-03-R1") == isNamed) }
}
