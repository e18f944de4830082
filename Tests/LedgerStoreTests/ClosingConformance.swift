import LedgerStore
import SettlementCore
import Testing

/// What every kind of ledger keeps of closed periods; `ledger` has three runs and none closed.
func checkClosing(_ ledger: any Ledger, reopen: (any Ledger) throws -> any Ledger) throws {
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
  wrong.append((ClosedStory.period("eleme", "2026-04-02", "2026-04-30", "2026-04"), "expected the period from 2026-04-01 on, found 2026-04-02"))
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
