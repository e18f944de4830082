import Testing

@testable import SettlementCore

/// In which period a line counts, and how periods are named (SPEC §8).
@Suite struct StatementCalendarTests {
  private func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

  /// A name gives back the period that it names, over forty years.
  @Test(arguments: StatementPeriod.allCases) func aNameGivesItsPeriodBack(period: StatementPeriod) throws {
    for number in try day("1999-12-20").number...day("2040-01-10").number {
      let day = CalendarDay(number: number)
      let name = period.name(holding: day)
      if period.bounds(named: name) != period.bounds(holding: day) { Issue.record("\(period) \(day): \(name)") }
      if StatementPeriod.calendar(of: name) != period { Issue.record("\(name) is no name of \(period)") }
    }
  }

  @Test(arguments: [
    "", "2026", "2026-13", "2026-00", "2026-02-30", "2026-W00", "2026-W54", "2025-W53", "2026-W1", "2026-Q0", "2026-Q5", "2026-Q01",
    "2026-03-H3", "2026-03-H0", "2026-3", "26-03", "2026-03 ", "2026-W+1", "2026-03-h1", "٢٠٢٦-03",
  ])
  func otherTextsNameNone(name: String) { #expect(StatementPeriod.calendar(of: name) == nil) }

  @Test func linesOfAClosedPeriodGoToTheFirstOpenOne() throws {
    let march = StatementPeriod.month.bounds(holding: try day("2026-03-01"))
    let april = StatementPeriod.month.bounds(holding: try day("2026-04-01"))
    let may = StatementPeriod.month.bounds(holding: try day("2026-05-01"))
    let calendar = StatementCalendar(.month, closings: [.init(days: march, run: 5), .init(days: april, run: 5)])
    #expect(calendar.days(of: try day("2026-03-31"), run: 5) == march)
    #expect(calendar.days(of: try day("2026-02-01"), run: 5) == march)
    #expect(calendar.days(of: try day("2026-04-01"), run: 4) == april)
    #expect(calendar.days(of: try day("2026-03-31"), run: 6) == may)
    #expect(calendar.days(of: try day("2026-04-30"), run: 6) == may)
    #expect(calendar.days(of: try day("2026-07-01"), run: 6) == StatementPeriod.month.bounds(holding: try day("2026-07-01")))
    #expect(calendar.openDays(named: "2026-04") == nil)
    #expect(calendar.openDays(named: "2026-05") == may)
    #expect(calendar.openDays(named: "2026-W20") == nil)
  }

  /// 2026-03-31 is a Tuesday: when months become weeks, the week that began in March begins on 1 April.
  @Test func anotherCalendarBeginsWhereTheLastPeriodEnded() throws {
    let march = StatementPeriod.month.bounds(holding: try day("2026-03-01"))
    let calendar = StatementCalendar(.week, closings: [.init(days: march, run: 5)])
    #expect(calendar.openDays(holding: try day("2026-03-30")) == (try day("2026-04-01")...day("2026-04-05")))
    #expect(calendar.openDays(named: "2026-W14") == (try day("2026-04-01")...day("2026-04-05")))
    #expect(calendar.openDays(named: "2026-W15") == (try day("2026-04-06")...day("2026-04-12")))
    #expect(calendar.openDays(named: "2026-W13") == nil)
  }

  /// Whatever was closed when: a line is in one period, never in one that was closed before it, in its own while that was open.
  @Test(arguments: UInt64(1)...20) func everyLineHasOnePeriod(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let period = StatementPeriod.allCases.randomElement(using: &random)!
    let start = try day("2026-01-01")
    var closings: [StatementCalendar.Closing] = []
    var (run, next) = (Int32(0), period.bounds(holding: start))
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      run += Int32.random(in: 0...3, using: &random)
      closings.append(.init(days: next, run: run))
      next = period.bounds(holding: next.upperBound.adding(days: 1))
    }
    let calendar = StatementCalendar(period, closings: closings)
    for _ in 0..<500 {
      let (day, run) = (start.adding(days: Int.random(in: 0...400, using: &random)), Int32.random(in: 0...12, using: &random))
      let days = calendar.days(of: day, run: run)
      let own = period.bounds(holding: day)
      let closing = closings.first { $0.days == days }
      let ownClosing = closings.first { $0.days == own }
      #expect(closing.map { run <= $0.run } ?? true, "seed \(seed): a line of run \(run) in a period closed before it")
      #expect(days.upperBound >= day, "seed \(seed)")
      if ownClosing.map({ run <= $0.run }) ?? (closings.last.map { own.lowerBound > $0.days.upperBound } ?? true) {
        #expect(days == own, "seed \(seed): \(day) of run \(run) is in \(days)")
      } else {
        #expect(days.lowerBound > own.upperBound, "seed \(seed)")
      }
    }
  }
}

@Suite struct OpenLimitTests {
  private let cny = Currency(code: "CNY")!
  private let jpy = Currency(code: "JPY")!

  @Test func countsAndSums() {
    #expect(!OpenLimit.nothing.isExceeded(count: 0, sums: [:]))
    #expect(OpenLimit.nothing.isExceeded(count: 1, sums: [:]))
    let both = OpenLimit(count: 2, amount: 15_000)  // 1.5
    #expect(!both.isExceeded(count: 2, sums: [cny: 150, jpy: 1]))
    #expect(both.isExceeded(count: 3, sums: [:]))
    #expect(both.isExceeded(count: 1, sums: [cny: 151]))
    #expect(both.isExceeded(count: 1, sums: [cny: 0, jpy: 2]))
    #expect(!OpenLimit(count: nil, amount: 15_000).isExceeded(count: 1000, sums: [cny: 150]))
    #expect(both.isExceeded(count: 1, sums: [cny: Int128(Int64.max) * 10]))
  }
}

@Suite struct BankAccountTests {
  /// Examples of the IBAN registry, then each with a fault.
  @Test(arguments: [
    ("DE89370400440532013000", true), ("GB29NWBK60161331926819", true), ("NO9386011117947", true),
    ("MT84MALT011000012345MTLCAST001S", true),
    ("DE89370400440532013001", false), ("DE98370400440532013000", false), ("DE8937040044053201300", false),
    ("de89370400440532013000", false),
    ("DE89 3704 0044 0532 0130 00", false), ("", false), ("6222021234567890123", false), ("DE", false),
  ])
  func ibans(text: String, isRight: Bool) { #expect(BankAccount.isIBAN(text) == isRight) }

  @Test(arguments: [
    ("ICBKCNBJ", true), ("ICBKCNBJBJM", true), ("ICBKCN", false), ("ICBK1NBJ", false), ("icbkcnbj", false), ("ICBKCNBJBJ", false),
    ("", false),
  ])
  func bics(text: String, isRight: Bool) { #expect(BankAccount.isBIC(text) == isRight) }
}
