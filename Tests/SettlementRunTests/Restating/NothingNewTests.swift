import Foundation
import LedgerStore
import SettlementCore
import Testing

@testable import SettlementRun

/// The files of earlier days, read again as they were, bring nothing: whatever became of their records since.
@Suite struct NothingNewTests {
  @Test(arguments: [
    "reversal-later-day", "undo-later-events", "record-changed-order", "decide-record-changed", "over-refund-excess-after-undo",
    "unknown-order-next-day", "recon-sent-again", "group-reissued", "close-disputed-month",
  ])
  func fromTheArchive(name: String) throws {
    let scenario = try #require(Scenario.all.first { $0.name == name })
    let workplace = try Workplace(copying: scenario.folder)
    for step in scenario.steps { _ = try scenario.run(step, in: workplace) }
    let configuration = try workplace.configuration()
    let (files, rows) = (try workplace.published(), try workplace.ledgerRows())
    let periods = Set(try LedgerReading(configuration).state.runs.map { StatementPeriod.month.name(holding: $0.day) })
    for period in periods.sorted() {
      let job = try SettlementJob(configuration, from: .archive, runDay: period) { _ in }
      _ = try job.rerun(PeriodRerun.Order(period: period, reason: "asked", by: "李雷")) { result in
        Issue.record("\(name): run \(result.run ?? "none") of \(period), inputs of \(result.inputsOf?.description ?? "its own day")")
      }
    }
    #expect(try ScenarioTests.difference(rows, workplace.ledgerRows()) == nil)
    #expect(try workplace.published() == files)
  }
}
