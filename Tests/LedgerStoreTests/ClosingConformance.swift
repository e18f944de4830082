import LedgerStore
import SettlementCore
import Testing

/// What every kind of ledger keeps of closed periods; `ledger` has three runs and none closed. Returns it reopened.
func checkClosing(_ ledger: any Ledger, reopen: (any Ledger) throws -> any Ledger) throws -> any Ledger {
  #expect(try ledger.closedPeriods().isEmpty)
  let eleme = ClosedStory.period("eleme", "2026-02-01", "2026-02-28", "2026-02")
  var douyin = ClosedStory.period("douyin", "2026-02-01", "2026-02-28", "2026-02")
  douyin.force = .init(obstacles: "1 open discrepancy", reason: "agreed by mail", by: "李雷")
  douyin.accounts.append(
    ClosedAccount(
      currency: Currency(code: "JPY")!, opening: -5, earned: 0, refunded: 0, trueUps: 0, adjustments: 0, paid: 0, closing: -5, due: 0,
      carriedForward: -5))
  try ledger.record(closed: [eleme, douyin])
  let march = ClosedStory.period("eleme", "2026-03-01", "2026-03-31", "2026-03")
  try ledger.record(closed: [march])
  let all = [douyin, eleme, march]
  #expect(try ledger.closedPeriods() == all)

  var wrong: [(ClosedPeriod, String)] = []
  wrong.append((march, "expected the period from 2026-04-01 on, found 2026-03-01"))
  wrong.append(
    (ClosedStory.period("eleme", "2026-04-02", "2026-04-30", "2026-04"), "expected the period from 2026-04-01 on, found 2026-04-02"))
  var early = ClosedStory.period("eleme", "2026-04-01", "2026-04-30", "2026-04")
  early.run = 2
  wrong.append((early, "expected the newest run 3, found 2"))
  var second = ClosedStory.period("eleme", "2026-04-01", "2026-04-30", "2026-04")
  second.version = 2
  wrong.append((second, "expected version 1, found 2"))
  for (period, message) in wrong {
    let other = ClosedStory.period("qq-music", "2026-02-01", "2026-02-28", "2026-02")
    let failure = #expect(throws: LedgerFailure.self) { try ledger.record(closed: [other, period]) }
    #expect(failure?.cause == .contradiction)
    #expect(failure?.description.contains(message) == true, "\(failure?.description ?? "nothing")")
  }
  var unequal = ClosedStory.period("eleme", "2026-04-01", "2026-04-30", "2026-04")
  unequal.accounts[0].closing += 1
  #expect(throws: LedgerFailure.self) { try ledger.record(closed: [unequal]) }
  let again = try reopen(ledger)
  #expect(try again.closedPeriods() == all)
  try checkDeliveries(again, reopen: reopen)
  return try reopen(again)
}

/// What every kind of ledger keeps of deliveries; none is there.
private func checkDeliveries(_ ledger: any Ledger, reopen: (any Ledger) throws -> any Ledger) throws {
  #expect(try ledger.deliveries().isEmpty)
  func delivery(_ statement: String, _ byte: String, way: String = "mail") -> DeliveryRecord {
    DeliveryRecord(
      statement: statement, sha256: String(repeating: byte, count: 64), partner: "eleme", way: way, recipient: "财务 <a@x.example>",
      takenAt: 1_772_300_000_000_000, run: 3)
  }
  let second = delivery("QF-eleme-2026-02-R1", "b", way: "sftp")
  let first = delivery("QF-eleme-2026-02-R1", "a")
  for each in [second, first] { try ledger.record(delivery: each) }
  for wrong in [first, delivery("QF-eleme-2026-03-R1", "ab"), delivery("QF-eleme-2026-03-R1", "c", way: "pigeon")] {
    #expect(throws: LedgerFailure.self) { try ledger.record(delivery: wrong) }
  }
  #expect(try reopen(ledger).deliveries() == [first, second])
}

enum ClosedStory {
  static func period(_ partner: String, _ first: String, _ last: String, _ name: String) -> ClosedPeriod {
    ClosedPeriod(
      partner: partner, period: name, days: CalendarDay(first)!...CalendarDay(last)!, statement: "QF-\(partner)-\(name)-R1", run: 3,
      sha256: String(repeating: "ab", count: 32), lines: 7,
      accounts: [
        ClosedAccount(
          currency: Currency(code: "CNY")!, opening: 100, earned: 50, refunded: 20, trueUps: -3, adjustments: 2, paid: 29, closing: 100,
          due: 90, carriedForward: 10)
      ])
  }
}

/// What every kind of ledger keeps of later versions: after `checkClosing`, with a fourth run.
func checkRestating(_ ledger: any Ledger, reopen: (any Ledger) throws -> any Ledger) throws {
  let closed = try ledger.closedPeriods()
  let march = closed.last!
  var run = NewRun.sample(4)
  run.parties = try ledger.state().parties
  run.adjusts = [AdjustRecord(run: 0, partner: "eleme", key: "rule:VIP@2026-01-01:O1", orderID: "O1", currency: cny, amount: 7)]
  let lastDay = CalendarDay("2026-02-28")!
  let digest = String(repeating: "cd", count: 32)
  run.corrections = [CorrectionRecord(partner: "eleme", key: "rule:VIP@2026-01-01:O1", lastDay: lastDay, owed: -3, digest: digest)]
  try ledger.append(run)
  let corrections = [CorrectionRecord(run: 4, partner: "eleme", key: "rule:VIP@2026-01-01:O1", lastDay: lastDay, owed: -3, digest: digest)]
  #expect(try ledger.corrections(partner: "eleme") == corrections)
  #expect(try ledger.corrections(partner: "douyin").isEmpty)

  let second = ClosedStory.secondVersion(of: closed.first { $0.statement == "QF-eleme-2026-02-R1" }!)
  for (change, message) in ClosedStory.wrongVersions {
    var wrong = second
    change(&wrong)
    let failure = #expect(throws: LedgerFailure.self) { try ledger.record(closed: [wrong]) }
    #expect(failure?.cause == .contradiction && failure?.description.contains(message) == true, "\(failure?.description ?? "nothing")")
  }
  #expect(try ledger.closedPeriods() == closed)
  try ledger.record(closed: [second])
  let all = [closed[0], closed[1], second, march]
  #expect(try ledger.closedPeriods() == all)
  #expect(throws: LedgerFailure.self) { try ledger.record(closed: [second]) }
  let again = try reopen(ledger)
  #expect(try again.closedPeriods() == all)
  #expect(try again.corrections(partner: "eleme") == corrections)
}

extension ClosedStory {
  static func secondVersion(of first: ClosedPeriod) -> ClosedPeriod {
    var second = first
    second.version = 2
    second.statement = "QF-eleme-2026-02-R2"
    second.run = 4
    second.sha256 = String(repeating: "ef", count: 32)
    second.restatement = .init(
      replaces: "QF-eleme-2026-02-R1", reason: "disputed", by: "韩梅梅", closedThrough: CalendarDay("2026-03-31")!,
      changesSHA256: String(repeating: "01", count: 32), changes: 3)
    return second
  }

  /// What makes a second version wrong, and what is said about it.
  static let wrongVersions: [(@Sendable (inout ClosedPeriod) -> Void, String)] = [
    ({ $0.version = 3 }, "expected version 2, found 3"), ({ $0.run = 3 }, "expected the newest run 4, found 3"),
    ({ $0.restatement!.replaces = "QF-eleme-2026-03-R1" }, "expected it to replace QF-eleme-2026-02-R1"),
    ({ $0.accounts[0].opening += 1 }, "expected the balances of QF-eleme-2026-02-R1"),
    ({ $0.days = $0.days.lowerBound...$0.days.upperBound.adding(days: 1) }, "expected a period that is closed, found none of these days"),
  ]
}
