import LedgerStore
import Reports
import RuleFiles
import SettlementCore

extension SettlementJob {
  /// Runs a period again: reads the inputs of its days once more, posts what is new, and answers for every partner.
  ///
  /// `report` is told each run that this makes, and a day that cannot be read; then nothing is answered. `stage` is told which step of
  /// issuing begins and ends it by throwing. Throws `ClosingProblem` when there is no such period or partner, and as runs and closings do.
  public func rerun(
    _ order: PeriodRerun.Order, stage: @escaping (ClosingStage) throws -> Void = { _ in }, report: (DayResult) -> Void
  ) throws -> (exit: ExitCode, results: [PeriodRerun.Result]) {
    try suspicion.watching { try watchedRerun(order, stage, report) }
  }

  private func watchedRerun(
    _ order: PeriodRerun.Order, _ stage: @escaping (ClosingStage) throws -> Void, _ report: (DayResult) -> Void
  ) throws -> (exit: ExitCode, results: [PeriodRerun.Result]) {
    try UnfinishedWork.finish(configuration, ledger, progress: progress)
    let asked = try periodRerun(order, stage)
    try asked.checkCorrection()
    let steps: [() throws -> DayResult?] =
      try asked.days().map { day in { try self.reread(Rereading(day: day, partner: order.partner)) } }
      + [applyDecisions, { try self.correct(order, stage) }]
    var exit = ExitCode.allMatched
    for step in steps {
      guard let result = try step() else { continue }
      report(result)
      exit = result.exit
      if result.isBlocked { return (exit, []) }
    }
    let results = try periodRerun(order, stage).answer()
    let (state, rules) = try current()
    try publishing(state, rules).publish(state.runs.last!, nil)  // the drafts, where somebody has changed or removed them
    return (exit, results)
  }

  /// What corrected terms would make of a period, as a workbook; nothing is posted. Throws as ``rerun(_:stage:report:)``.
  public func whatIf(_ order: PeriodRerun.Order) throws -> (path: String, differences: RuleDifferences) {
    guard let correction = try periodRerun(order, { _ in }).correction(onlyClosed: false) else {
      throw ClosingProblem("--what-if: expected --with-rules")
    }
    return (try correction.write(), correction.differences)
  }

  private func periodRerun(_ order: PeriodRerun.Order, _ stage: @escaping (ClosingStage) throws -> Void) throws -> PeriodRerun {
    let (state, rules) = try current()
    return PeriodRerun(order, configuration, ledger, state, rules, zone, stage, progress)
  }

  /// A run of the newest day with the inputs of an earlier one; nil: they bring nothing new.
  private func reread(_ rereading: Rereading) throws -> DayResult? {
    let (state, rules) = try current()
    let run = RunDay(
      state.runs.last!.day, configuration, state, rules, zone, ledger, pulling, runStage, progress, again: rereading)
    let result = try run.run(publishing(state, rules))
    return result.isRepublished && !result.isBlocked ? nil : result
  }

  /// A run of the newest day that posts what corrected terms add to what was owed; nil: nothing.
  private func correct(_ order: PeriodRerun.Order, _ stage: @escaping (ClosingStage) throws -> Void) throws -> DayResult? {
    guard let corrections = try periodRerun(order, stage).correction(onlyClosed: true)?.corrections else { return nil }
    let (state, rules) = try current()
    let run = RunDay(
      state.runs.last!.day, configuration, state, rules, zone, ledger, pulling, runStage, progress, corrections: corrections)
    return try run.run(publishing(state, rules))
  }

  /// A run of the newest day when people have decided something that no run has applied; nil: there is nothing.
  private func applyDecisions() throws -> DayResult? {
    if try ledger.pendingDecisions().isEmpty { return nil }
    let (state, rules) = try current()
    return try RunDay(state.runs.last!.day, configuration, state, rules, zone, ledger, pulling, runStage, progress)
      .run(publishing(state, rules))
  }
}
