import DurableFiles
import Feeds
import LedgerStore
import RuleFiles
import SettlementCore

/// One execution of the main job: settles business days in their order (SPEC §9).
public final class SettlementJob {
  public let configuration: Configuration
  let zone: BusinessZone
  let ledger: any Ledger
  private let lock: RunLock
  let pulling: Pulling
  let runStage: (Stage) throws -> Void
  let progress: (String) -> Void
  let suspicion: SuspectMark
  /// Nil: what is done counts.
  private let rehearsal: Rehearsal?

  /// Opens the ledger under its lock and clears what a killed run left behind.
  ///
  /// A rehearsal does the same work and changes nothing. `stage` is told which part of a day begins and ends the run by throwing;
  /// `progress` is told the same in words. Throws `RunLockRefusal`, `FileFailure`, `LedgerFailure`, and `SuspectLedger` when an earlier
  /// command could not make durable what it wrote.
  public init(
    _ configuration: Configuration, from origin: InputOrigin = .sources, isRehearsal: Bool = false, runDay: String,
    stage: @escaping (Stage) throws -> Void = { _ in }, progress: @escaping (String) -> Void
  ) throws {
    self.configuration = configuration
    runStage = stage
    self.progress = progress
    let suspicion = SuspectMark(configuration, isChanging: !isRehearsal)
    self.suspicion = suspicion
    guard let zone = BusinessZone(identifier: configuration.zone) else { throw BrokenLaw("zone \(configuration.zone) is unknown") }
    self.zone = zone
    LargeMemory.keepForReuse()
    rehearsal = isRehearsal ? try Rehearsal() : nil
    let configured = rehearsal?.ledger(insteadOf: configuration) ?? configuration.ledger
    let lockPath = configuration.lock(of: configured)
    try suspicion.watching { try FolderTree.ensure(FolderTree.parent(of: lockPath)) }
    lock = try RunLock(path: lockPath, runDay: runDay)
    try suspicion.check()
    if !isRehearsal {
      try suspicion.watching {
        try FolderTree.ensure(configuration.output)
        try StagedFolder.recover(in: configuration.output)
      }
    }
    ledger = try suspicion.watching { try LedgerOpening.writing(configured, isRehearsal ? "dry run \(runDay)" : "run \(runDay)") }
    let rehearsal = rehearsal
    let archive = try suspicion.watching {
      try rehearsal?.archive(insteadOf: configuration.archive, from: origin) ?? Archive(folder: configuration.archive)
    }
    pulling = try Pulling(configuration, from: origin, archive: archive, zone: zone)
  }

  /// What became of one day.
  public struct DayResult: Sendable {
    public let day: CalendarDay
    /// Nil: the day posted nothing, and no run has before.
    public let run: String?
    public let exit: ExitCode
    public let isRepublished: Bool
    public let summary: RunSummaryFigures?
    public let problems: [String]
    /// True when this is what a run would have come to: nothing was written.
    public var isRehearsed = false
    /// A feed of the store is missing: the day posts nothing until it is there.
    public var isBlocked = false
    /// The earlier day whose inputs the run has read; nil: its own.
    public var inputsOf: CalendarDay?
  }

  /// Pulls the inputs of every day of a range into the archive, as runs of them would, and settles nothing.
  public func pull(_ days: ClosedRange<CalendarDay>, report: (CalendarDay, [PulledReport]) -> Void) throws -> ExitCode {
    var exit = ExitCode.allMatched
    for number in days.lowerBound.number...days.upperBound.number {
      let day = CalendarDay(number: number)
      let inputs = try suspicion.watching { try pull(day) }
      report(day, inputs)
      if inputs.contains(where: \.isLacking) { exit = inputs.contains(where: \.hasCome) ? .sourceMissing : .sourcesUnreachable }
    }
    return exit
  }

  private func pull(_ day: CalendarDay) throws -> [PulledReport] {
    let (state, rules) = try current()
    let wants = try StatementDelivery.all(rules, state, ledger).flatMap { $0.wants(today: day) }
    let pull = try pulling.pull(day, statements: wants, marks: state.marks)
    try pull.touch()
    try pull.startArchiving().finish()
    let revisited = Set(wants.filter(\.isRevisit).map { "\($0.partner) \($0.day)" })
    return pull.found.map { PulledReport($0, isRevisit: revisited.contains("\($0.input.source) \($0.input.covers)")) }
  }

  /// Runs every day of a range, missing days before it first; stops at a day that cannot post.
  ///
  /// A rehearsal ends after the first of them, for the next one builds on it.
  public func run(_ days: ClosedRange<CalendarDay>, report: (DayResult) -> Void) throws -> ExitCode {
    var exit = ExitCode.allMatched
    if rehearsal == nil { try suspicion.watching { try UnfinishedWork.finish(configuration, ledger, progress: progress) } }
    for day in try plan(days).prefix(rehearsal == nil ? .max : 1) {
      let result = try suspicion.watching { try run(day) }
      report(result)
      exit = result.exit
      if result.run == nil && result.exit != .allMatched { break }
    }
    return exit
  }

  /// The days to run: those of the range, and before them the days that no run has posted yet.
  private func plan(_ days: ClosedRange<CalendarDay>) throws -> [CalendarDay] {
    var first = days.lowerBound
    if let newest = try ledger.state().runs.last?.day, newest < first { first = newest.adding(days: 1) }
    return (first.number...days.upperBound.number).map { CalendarDay(number: $0) }
  }

  /// What the ledger knows now, and the rules that go with it.
  func current() throws -> (LedgerState, RunRules) {
    let state = try ledger.state()
    return (state, try RunRules.read(configuration, state).rules)
  }

  func publishing(_ state: LedgerState, _ rules: RunRules) -> Publishing {
    Publishing(configuration: configuration, state: state, rules: rules, zone: zone, ledger: ledger, stage: runStage)
  }

  private func run(_ day: CalendarDay) throws -> DayResult {
    let (state, rules) = try current()
    let publishing = rehearsal == nil ? publishing(state, rules) : nil
    if let newest = state.runs.last, day < newest.day { return try republish(day, state, publishing, before: newest) }
    return try RunDay(day, configuration, state, rules, zone, ledger, pulling, runStage, progress).run(publishing)
  }

  /// A day before the newest posts nothing: what it published is published again.
  private func republish(_ day: CalendarDay, _ state: LedgerState, _ publishing: Publishing?, before newest: RunRecord) throws -> DayResult
  {
    guard let record = state.runs.last(where: { $0.day == day }) else {
      let problem = "\(day) has no run, and \(newest.day) is posted already: a day before the newest posts nothing"
      return DayResult(
        day: day, run: nil, exit: .allMatched, isRepublished: true, summary: nil, problems: [problem], isRehearsed: publishing == nil)
    }
    try publishing?.publish(record, nil)
    let stored = try StoredSummary.decode(record.summary)
    return DayResult(
      day: day, run: record.id, exit: ExitCode(rawValue: Int32(stored.summary.exitCode)) ?? .internalError, isRepublished: true,
      summary: RunSummaryFigures(stored.summary), problems: [], isRehearsed: publishing == nil)
  }
}

/// The job cannot be done as it is asked for: exit 10.
public struct SettlementRefusal: Error, CustomStringConvertible {
  public let description: String
  init(_ description: String) { self.description = description }
}
