import Foundation
import RuleFiles
import SettlementCore
import Testing

@testable import SettlementRun

/// The shop of the scenario close-disputed-month: March is closed and 1 April has run; what is corrected has not arrived yet.
enum DisputedMonth {
  static let scenario = Scenario(name: "close-disputed-month")

  static func closed(_ prepare: (Workplace) throws -> Void = { _ in }) throws -> Workplace {
    let workplace = try Workplace(copying: scenario.folder)
    try prepare(workplace)
    for step in scenario.steps.prefix(3) { _ = try scenario.run(step, in: workplace) }
    return workplace
  }

  /// The late redemption, the statement issued anew, and the decision.
  static func correct(_ workplace: Workplace) throws {
    try workplace.overlay(scenario.folder.appendingPathComponent("arrives/2026-04-01.rerun"))
    try Scenario.decide("2026-04-01.rerun", in: workplace.folder)
  }

  @discardableResult
  static func rerun(
    _ workplace: Workplace, from origin: InputOrigin = .sources, reason: String = "disputed by mail",
    stage: @escaping (ClosingStage) throws -> Void = { _ in }
  ) throws -> (exit: ExitCode, results: [PeriodRerun.Result]) {
    let configuration = try Configuration.read(path: workplace.folder.appendingPathComponent("qingfen.yaml").path)
    let job = try SettlementJob(configuration, from: origin, runDay: "2026-03") { _ in }
    let order = PeriodRerun.Order(period: "2026-03", reason: reason, by: "韩梅梅")
    return try job.rerun(order, stage: stage) { _ in }
  }
}
