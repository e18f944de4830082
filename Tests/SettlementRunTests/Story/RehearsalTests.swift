import DurableFiles
import Foundation
import SettlementCore
import Testing

@testable import SettlementRun

/// `run --dry-run`: the same work, and nothing changes.
@Suite struct RehearsalTests {
  private let day = CalendarDay("2026-03-02")!

  private func workplace() throws -> Workplace {
    try Workplace(copying: try #require(Scenario.all.first { $0.name == "worked-example" }).folder)
  }

  /// Every byte below the workplace, the ledger's own files by their rows.
  private func everything(_ workplace: Workplace) throws -> [String: String] {
    var digests: [String: String] = [:]
    for path in try Workplace.files(workplace.folder) where !path.contains("ledger.sqlite") {
      digests[path] = try Digest.sha256(ofFile: workplace.folder.appendingPathComponent(path).path).sha256
    }
    return digests
  }

  private func results(_ job: SettlementJob, _ days: ClosedRange<CalendarDay>) throws -> [SettlementJob.DayResult] {
    var results: [SettlementJob.DayResult] = []
    _ = try job.run(days) { results.append($0) }
    return results
  }

  @Test func comesToWhatTheRunComesTo() throws {
    let workplace = try workplace()
    try workplace.run("2026-03-01")
    let (files, rows) = (try everything(workplace), try workplace.ledgerRows())
    let rehearsed = try results(workplace.job("2026-03-02", isRehearsal: true), day...day)
    #expect(try everything(workplace) == files)
    #expect(try workplace.ledgerRows() == rows)
    let run = try results(workplace.job("2026-03-02"), day...day)
    #expect(rehearsed.count == 1 && rehearsed[0].isRehearsed && !run[0].isRehearsed)
    #expect(rehearsed[0].run == run[0].run && rehearsed[0].exit == run[0].exit)
    #expect(rehearsed[0].summary?.groups == run[0].summary?.groups && rehearsed[0].summary?.orders == run[0].summary?.orders)
    #expect(try everything(workplace) != files)
  }

  /// Of a range only the first day: the next one would build on it.
  @Test func beforeTheFirstRunThereIsNoLedgerAndThereIsNoneAfterwards() throws {
    let workplace = try workplace()
    let files = try everything(workplace)
    let first = CalendarDay("2026-03-01")!
    let rehearsed = try results(workplace.job(isRehearsal: true), first...day)
    #expect(rehearsed.map(\.run) == ["2026-03-01-001"])
    #expect(rehearsed[0].summary?.orders == 1)
    #expect(try everything(workplace) == files)
    #expect(!FileManager.default.fileExists(atPath: workplace.output.path))
  }

  @Test func aDayWithNothingNewAndADayThatIsOverAreNotPublished() throws {
    let workplace = try workplace()
    for day in ["2026-03-01", "2026-03-02"] { try workplace.run(day) }
    for day in ["2026-03-01", "2026-03-02"] {
      try FileManager.default.removeItem(at: workplace.output.appendingPathComponent(day))
      let rehearsed = try results(workplace.job(day, isRehearsal: true), CalendarDay(day)!...CalendarDay(day)!)
      #expect(rehearsed[0].isRehearsed && rehearsed[0].isRepublished && rehearsed[0].run == "\(day)-001")
      #expect(!FileManager.default.fileExists(atPath: workplace.output.appendingPathComponent(day).path))
    }
  }

  /// The command says so.
  @Test func theCommandSaysThatNothingWasWritten() throws {
    let folder = try CaseFolder("worked-example")
    let result = try BuiltCommand.run("run", "--date", "2026-03-01", "--dry-run", in: folder)
    #expect(
      result.output
        == "2026-03-01-001: 1 orders, 0 redemptions, 0 refunds, 1 posting groups; dry run, nothing was written, a run would exit 0\n")
    #expect(result.code == 0)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/output"))
  }
}
