import Foundation
import GRDB
import LedgerStore
import Reports
import RuleFiles
import SettlementCore
import Testing

@testable import SettlementRun

/// A re-run that is cut off anywhere is completed by the next command, or has not happened; nothing new makes no version.
@Suite struct RerunFaultTests {
  private struct CutOff: Error {}

  private static func undisturbed() throws -> Workplace {
    let workplace = try DisputedMonth.closed()
    try DisputedMonth.correct(workplace)
    try DisputedMonth.rerun(workplace)
    return workplace
  }

  /// Making, recording, putting the workbook, putting the changes.
  @Test(arguments: 1...4, ["rerun", "run", "lost"]) func theNextCommandCompletesIt(place: Int, next: String) throws {
    let (workplace, undisturbed) = (try DisputedMonth.closed(), try Self.undisturbed())
    try DisputedMonth.correct(workplace)
    nonisolated(unsafe) var count = 0
    #expect(throws: CutOff.self) {
      try DisputedMonth.rerun(workplace) { _ in
        unsafe count += 1
        if unsafe count == place { throw CutOff() }
      }
    }
    let isRecorded = place > 2
    if next == "lost" { try? FileManager.default.removeItem(at: workplace.output.appendingPathComponent("statements/.issuing")) }
    if next == "run" {
      try workplace.run("2026-04-01")
      if isRecorded { #expect(try workplace.published() == undisturbed.published(), "the run alone has put both files in their places") }
    }
    let (exit, results) = try DisputedMonth.rerun(workplace)
    #expect(exit == .allMatched)
    switch results[0].what {
    case .issued(let version, _, _): #expect(!isRecorded && version.version == 2)
    case .unchanged(let version, _): #expect(isRecorded && version.version == 2)
    case .open: Issue.record("it is closed")
    }
    #expect(try workplace.published() == undisturbed.published())
    #expect(try workplace.ledgerRows() == undisturbed.ledgerRows())
    for one in [workplace, undisturbed] { try one.run("2026-04-02") }
    #expect(try workplace.published() == undisturbed.published())
  }

  @Test(arguments: [InputOrigin.archive, .sources]) func nothingNewIsTheSameBytes(origin: InputOrigin) throws {
    let workplace = try DisputedMonth.closed()
    let (files, rows) = (try workplace.published(), try workplace.ledgerRows())
    let (exit, results) = try DisputedMonth.rerun(workplace, from: origin)
    guard case .unchanged(let version, _) = results[0].what else {
      Issue.record("\(results)")
      return
    }
    #expect(exit == .allMatched && version.version == 1)
    #expect(try workplace.published() == files && workplace.ledgerRows() == rows)
  }

  /// From the archive nothing is seen of what the folders have now; fetched anew it is, and from then on the archive has it.
  @Test func theArchiveHasWhatWasFetchedAnew() throws {
    let workplace = try DisputedMonth.closed()
    try workplace.overlay(DisputedMonth.scenario.folder.appendingPathComponent("arrives/2026-04-01.rerun"))
    guard case .unchanged = try DisputedMonth.rerun(workplace, from: .archive).results[0].what else {
      Issue.record("the archive is as it was")
      return
    }
    guard case .issued(_, let changes, _) = try DisputedMonth.rerun(workplace, from: .sources).results[0].what else {
      Issue.record("the folders have changed")
      return
    }
    #expect(changes.lines.map(\.causeWord) == ["reissued-statement", "late-redemption"])
    #expect(changes.lines.map(\.difference) == [20, 500])
    try workplace.write("reference,order_id,item,type,amount,currency,time\n", to: "statements/alpha/2026-03-30.csv")
    guard case .unchanged = try DisputedMonth.rerun(workplace, from: .archive).results[0].what else {
      Issue.record("the archive has what was fetched")
      return
    }
  }

  /// The title of the partner's file is another one: what was issued cannot be made again.
  @Test func otherBytesAreABrokenLaw() throws {
    let workplace = try DisputedMonth.closed()
    let file = try #require(workplace.text("rules/partners/alpha.yaml"))
    try workplace.write(file.replacingOccurrences(of: "title: alpha", with: "title: Alpha"), to: "rules/partners/alpha.yaml")
    let error = #expect(throws: BrokenLaw.self) { try DisputedMonth.rerun(workplace, from: .archive) }
    #expect("\(error!)".hasPrefix("statement QF-alpha-2026-03-R1 was issued with SHA-256 "))
    #expect("\(error!)".hasSuffix("put the partner's rule file back as it was"))
  }

  /// A version whose balances are not those of the first is found by the next run.
  @Test func theLawOfVersionsIsCheckedByEveryRun() throws {
    let workplace = try Self.undisturbed()
    try DatabaseQueue(path: workplace.output.appendingPathComponent("ledger.sqlite").path).write {
      try $0.execute(sql: "UPDATE closed_accounts SET earned = earned + 1, closing = closing + 1, due = due + 1 WHERE version = 2")
    }
    let error = #expect(throws: BrokenLaw.self) { try workplace.run("2026-04-02") }
    #expect("\(error!)" == "statement QF-alpha-2026-03-R2 has no version before it with the same balances")
  }

  /// April is closed when the change of March comes: it counts in May, and one that came before in April, which the version says.
  @Test func changesInPeriodsThatAreClosedThemselves() throws {
    let workplace = try DisputedMonth.closed()
    try workplace.overlay(DisputedMonth.scenario.folder.appendingPathComponent("arrives/2026-04-01.rerun"))
    try workplace.run("2026-04-02")  // R7 of March counts in April
    let header = [
      "orders": "order_id,bundle,channel,quantity,currency,paid,paid_at", "redemptions": "redemption_id,order_id,entitlement,redeemed_at",
      "refunds": "refund_id,order_id,amount,refunded_at",
    ]
    for number in 3...31 {
      let day = CalendarDay("2026-04-01")!.adding(days: number - 1)
      for (name, columns) in header { try workplace.write(columns + "\n", to: "store/\(day)/\(name).csv") }
      try workplace.write("reference,order_id,item,type,amount,currency,time\n", to: "statements/alpha/\(day).csv")
    }
    try workplace.run("2026-04-03", through: "2026-05-01")
    let configuration = try Configuration.read(path: workplace.folder.appendingPathComponent("qingfen.yaml").path)
    let force = PeriodClosing.Force(reason: "test", by: "test")
    _ = try PeriodClosing.close(.init(period: "2026-04", force: force, yesterday: CalendarDay("2026-05-01")!), configuration)
    guard case .issued(_, let changes, _) = try DisputedMonth.rerun(workplace).results[0].what else {
      Issue.record("R4, R7 and R1 have changed")
      return
    }
    #expect(
      changes.lines.map { "\($0.reference) \($0.difference) \($0.countedIn.period) \($0.countedIn.isClosed)" }
        == ["R7 500 2026-04 true", "redeemed:R1 20 2026-05 false", "R4 500 2026-05 false"])
    let stated: [StatementChanges.Stated] = [
      .init(.init(period: "2026-04", isClosed: true), 500), .init(.init(period: "2026-05", isClosed: false), 520),
    ]
    #expect(changes.balances[0].stated == stated)
    try workplace.unpublish()
    try workplace.run("2026-05-01")  // makes every lost file again, or fails
    #expect(workplace.text("output/statements/alpha/alpha-2026-03-R2-changes.csv")?.contains("2026-04,closed") == true)
  }
}
