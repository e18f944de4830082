import DurableFiles
import Foundation
import SettlementCore
import Testing

@testable import SettlementRun

/// One run at a time, and a run that ends between the ledger and the files (SPEC §9).
@Suite struct InterruptionTests {
  private func workplace() throws -> Workplace {
    try Workplace(copying: try #require(Scenario.all.first { $0.name == "worked-example" }).folder)
  }

  @Test func theSecondJobIsToldWhoHoldsTheLedger() throws {
    let workplace = try workplace()
    let first = try workplace.job("2026-03-07")
    do {
      _ = try workplace.job("2026-03-08")
      Issue.record("two jobs hold one ledger")
    } catch let refusal as RunLockRefusal {
      guard case .held(let lock, let holder) = refusal else {
        Issue.record("\(refusal)")
        return
      }
      #expect(lock.hasSuffix("output/ledger.sqlite.lock"))
      #expect(holder.contains("pid \(ProcessInfo.processInfo.processIdentifier) on "))
      #expect(holder.hasSuffix("for business day 2026-03-07"))
      #expect("\(refusal)".contains(holder))
    }
    withExtendedLifetime(first) {}
  }

  @Test func theLockEndsWithTheJob() throws {
    let workplace = try workplace()
    #expect(try workplace.run("2026-03-01") == .allMatched)
    #expect(try workplace.run("2026-03-02") == .allMatched)
  }

  /// The ledger has the run, but a plain file stands where its folder must go: the run fails after its commit. The next one publishes it.
  @Test func aRunThatCouldNotPublishIsPublishedByTheNext() throws {
    let (disturbed, undisturbed) = (try workplace(), try workplace())
    for day in ["2026-03-01", "2026-03-02", "2026-03-03"] { try undisturbed.run(day) }
    try disturbed.run("2026-03-01")
    try disturbed.write("in the way\n", to: "output/2026-03-02")
    #expect(throws: FileFailure.self) { try disturbed.run("2026-03-02") }
    let rows = try disturbed.ledgerRows()
    try FileManager.default.removeItem(at: disturbed.output.appendingPathComponent("2026-03-02"))
    try disturbed.run("2026-03-02")
    let added = try disturbed.ledgerRows().filter { !rows.contains($0) }
    #expect(added.count == 1 && added[0].contains("publication"), "the run is in the ledger already: \(added)")
    try disturbed.run("2026-03-03")
    #expect(try disturbed.published() == undisturbed.published())
  }

  /// The same, and the next command is about something else: no day is left without its files.
  @Test(arguments: ["run", "resolve", "close"]) func aRunThatCouldNotPublishIsPublishedByAnyCommand(next: String) throws {
    let scenario = try #require(Scenario.all.first { $0.name == "close-refused-forced" })
    let (disturbed, undisturbed) = (try Workplace(copying: scenario.folder), try Workplace(copying: scenario.folder))
    for day in ["2026-03-01", "2026-03-02"] { try undisturbed.run(day) }
    try disturbed.run("2026-03-01")
    try disturbed.write("in the way\n", to: "output/2026-03-02")
    #expect(throws: FileFailure.self) { try disturbed.run("2026-03-02") }
    try FileManager.default.removeItem(at: disturbed.output.appendingPathComponent("2026-03-02"))
    let fault = #expect(throws: IntegrityFault.self) { _ = try Verification.verify(try disturbed.configuration()) }
    #expect(fault?.expected == "that the files of run 2026-03-02-001 were published", "\(fault?.description ?? "none")")
    for workplace in [disturbed, undisturbed] {
      switch next {
      case "run": try workplace.run("2026-03-03")
      case "resolve":
        #expect(throws: DecisionProblems.self) {
          _ = try Resolving.record(from: workplace.folder.appendingPathComponent("qingfen.yaml").path, try workplace.configuration())
        }
      default:
        let order = PeriodClosing.Order(period: "2026-03-01", force: .init(reason: "r", by: "b"), yesterday: CalendarDay("2026-04-01")!)
        _ = try PeriodClosing.close(order, try workplace.configuration())
      }
    }
    #expect(try disturbed.published() == undisturbed.published())
    #expect(try disturbed.ledgerRows() == undisturbed.ledgerRows())
    #expect(disturbed.text("output/2026-03-02/run.json") != nil)
    #expect(try Verification.verify(try disturbed.configuration()).warnings.isEmpty)
  }

  /// Killed while it wrote: the half staging folder goes, the day appears whole.
  @Test func whatAKilledRunLeftIsCleared() throws {
    let (disturbed, undisturbed) = (try workplace(), try workplace())
    for day in ["2026-03-01", "2026-03-02"] {
      try undisturbed.run(day)
      try disturbed.run(day)
    }
    try FileManager.default.removeItem(at: disturbed.output.appendingPathComponent("2026-03-02"))
    try disturbed.write("half a li", to: "output/.staging-2026-03-02/postings.csv")
    try disturbed.write("tmp", to: "output/.staging-2026-03-02-tmp/x")
    try disturbed.run("2026-03-02")
    #expect(try disturbed.published() == undisturbed.published())
  }

  /// A day whose store files have not come posts nothing, changes nothing, and later days wait for it.
  @Test func aMissingFeedBlocksTheDay() throws {
    let workplace = try workplace()
    try workplace.run("2026-03-01")
    let (files, rows) = (try workplace.published(), try workplace.ledgerRows())
    let feed = workplace.folder.appendingPathComponent("store/2026-03-02/refunds.csv")
    let kept = try Data(contentsOf: feed)
    try FileManager.default.removeItem(at: feed)
    #expect(try workplace.run("2026-03-02", through: "2026-03-03") == .sourceMissing)
    #expect(try workplace.published() == files)
    #expect(try workplace.ledgerRows() == rows)
    try kept.write(to: feed)
    #expect(try workplace.run("2026-03-03") == .allMatched)
    #expect(workplace.text("output/2026-03-02/postings.csv") != nil)
  }
}
