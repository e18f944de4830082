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
    #expect(try disturbed.ledgerRows() == rows, "the run is in the ledger already")
    try disturbed.run("2026-03-03")
    #expect(try disturbed.published() == undisturbed.published())
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
