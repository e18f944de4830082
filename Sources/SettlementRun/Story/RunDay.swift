import DurableFiles
import Feeds
import LedgerStore
import Reports
import RuleFiles
import SettlementCore

/// The story of one day: read, take in, settle, reconcile, record, publish.
struct RunDay {
  private let day: CalendarDay
  private let configuration: Configuration
  private let state: LedgerState
  private let rules: RunRules
  private let zone: BusinessZone
  private let ledger: any Ledger
  private let pulling: Pulling
  private let stage: (Stage) throws -> Void
  private let progress: (String) -> Void
  private let words: FindingWords
  /// Nil: the day's own inputs.
  private let rereading: Rereading?
  /// Adjusts that people have ordered, for the run to post.
  private let corrections: RuleCorrections?

  init(
    _ day: CalendarDay, _ configuration: Configuration, _ state: LedgerState, _ rules: RunRules, _ zone: BusinessZone, _ ledger: any Ledger,
    _ pulling: Pulling, _ stage: @escaping (Stage) throws -> Void, _ progress: @escaping (String) -> Void,
    again rereading: Rereading? = nil,
    corrections: RuleCorrections? = nil
  ) {
    (self.day, self.configuration, self.state, self.rules, self.zone, self.ledger) = (day, configuration, state, rules, zone, ledger)
    (self.pulling, self.stage, self.progress) = (pulling, stage, progress)
    (self.rereading, self.corrections) = (rereading, corrections)
    words = FindingWords(language: configuration.language)
  }

  /// Without `publishing` it is a rehearsal: nothing is written.
  func run(_ publishing: Publishing?) throws -> SettlementJob.DayResult {
    do {
      return try settle(publishing)
    } catch let end as Rehearsal.End {
      return end.result
    }
  }

  private func settle(_ publishing: Publishing?) throws -> SettlementJob.DayResult {
    progress("\(day): pulling")
    try stage(.pulling)
    _ = try pulling.keyMarks(state.marks)
    let expected = try StatementDelivery.all(rules, state, ledger, again: rereading)
    let pull = try pulling.pull(rereading?.day ?? day, statements: expected.flatMap { $0.wants(today: day) }, marks: state.marks)
    progress("\(day): reading")
    try stage(.reading)
    var sources = try DaySources(
      pull, expected, rules, zone: zone, storeZone: pulling.storeZone, limit: configuration.maximumRejected)
    let archiving = publishing == nil ? Archiving {} : sources.pull.startArchiving()
    defer { archiving.settle() }
    let latest = state.runs.last.flatMap { $0.day == day ? $0 : nil }
    if sources.isStoreMissing {
      try archiving.finish()
      return try blocked(sources, latest, publishing)
    }
    let stored = try latest.map { try StoredSummary.decode($0.summary).fingerprint }
    // What the day's own inputs are is not changed by a look at those of another one.
    let fingerprint = rereading != nil ? stored ?? "" : sources.fingerprint(rules)
    let isRepeated = try stored == fingerprint && !hasNews(sources)
    if let latest, isRepeated, sources.pull.isStoreWhole, rereading == nil {
      try archiving.finish()
      return try unchanged(sources, latest, publishing)
    }
    progress("\(day): settling")
    var (intake, pending) = try takeIn(&sources)
    if let latest, isRepeated, try intake.bringsNothing(pending, since: [latest] + runs(of: rereading?.day), ledger) {
      try archiving.finish()
      return try unchanged(sources, latest, publishing)
    }
    let settling = try settle(sources, &intake, &pending)
    let (record, posted, notes) = try reconcileAndRecord(sources, archiving, intake, settling, fingerprint, isRehearsed: publishing == nil)
    progress("\(day): publishing")
    let after = Publishing(
      configuration: configuration, state: try ledger.state(), rules: settling.intake.rules, zone: zone, ledger: ledger,
      stage: stage)
    try after.publish(record, posted)
    return try result(
      record.id, record.summary, sources, isRepublished: false, isRehearsed: false,
      notes: intake.changedPayouts.map(Self.changed) + notes + unmatchedPayouts(record))
  }

  // MARK: Steps

  private func hasNews(_ sources: DaySources) throws -> Bool {
    if sources.bringsStatements || corrections != nil { return true }
    return try rereading == nil && !ledger.pendingDecisions().isEmpty
  }

  /// The runs that may have read the inputs of a day.
  private func runs(of earlier: CalendarDay?) -> [RunRecord] {
    earlier.map { earlier in state.runs.filter { $0.day == earlier || $0.day == day } } ?? []
  }

  private func takeIn(_ sources: inout DaySources) throws -> (Intake, Pending) {
    var intake = Intake(current: Int32(state.runs.count + 1), today: day, runDays: state.runs.map(\.day) + [day], rules: rules)
    intake.isReadByWatermark = !sources.pull.isStoreWhole
    intake.isOfEarlierDay = rereading != nil
    var pending = Pending()
    try stage(.takingIn)
    let store = sources.takeStore()
    try intake.take(store.orders!, file: sources.pull.store.orders.path, ledger)
    try intake.take(store.redemptions!, ledger, &pending)
    try intake.take(store.refunds!, ledger, &pending)
    if let payouts = store.payouts { try intake.take(payouts, file: sources.pull.store.payouts!.path, ledger) }
    intake.rejects = intake.rejects.map(store.placed)
    return (intake, pending)
  }

  private func settle(_ sources: DaySources, _ intake: inout Intake, _ pending: inout Pending) throws -> Settling {
    let current = intake.current
    for delivery in sources.deliveries { pending.orders.formUnion(try delivery.ordersNamed(ledger)) }
    try intake.loadHistory(ledger, &pending, claims: sources.deliveries.flatMap(\.openClaims))
    try stage(.settling)
    return try Settling(intake, zone) { try ledger.ladders($0, before: current) }
  }

  /// What the day has settled is written while it is reconciled; both are one transaction.
  private func reconcileAndRecord(
    _ sources: DaySources, _ archiving: Archiving, _ intake: Intake, _ settling: Settling, _ fingerprint: String, isRehearsed: Bool
  ) throws -> (RunRecord, PostedRun, notes: [String]) {
    let sequence = state.runs.filter { $0.day == day }.count + 1
    let number = String(sequence)
    let id = "\(day)-\(String(repeating: "0", count: max(0, 3 - number.count)))\(number)"
    let firstGroup = state.runs.last.map { $0.firstGroup + $0.groupCount } ?? 1
    var posted = PostedRun(
      run: intake.current, id: id, day: day, firstGroup: firstGroup, settled: settling.run, payouts: try intake.duePayouts(ledger),
      settling.intake.rules)
    var recording = Recording(settling, posted, zone: zone.identifier, sequence: sequence)
    var notes: [String] = []
    let appended = try ledger.append(recording.run) { run in
      progress("\(day): reconciling")
      try stage(.reconciling)
      let findings = StoreFindings(settling, words)
      let reconciling = try Reconciling(sources.deliveries, settling, findings, ledger, words)
      progress("\(day): recording")
      try stage(.recording)
      let book = try discrepancies(settling, findings, reconciling, current: intake.current)
      notes = book.desk.notes
      posted.take(book.desk.adjusts + (corrections?.adjusts(run: intake.current) ?? []))
      recording.record(posted, corrections)
      try record(&recording, sources, intake, settling, book, reconciling, fingerprint, posted)
      run = recording.run
      if isRehearsed {
        throw Rehearsal.End(result: result(id, run.summary, sources, isRepublished: false, isRehearsed: true, notes: notes))
      }
      try stage(.committing)
      try archiving.finish()
    }
    return (appended.record, posted, notes)
  }

  /// Every finding of the run, with what people decided about them.
  private func discrepancies(
    _ settling: Settling, _ findings: StoreFindings, _ reconciling: Reconciling, current: Int32
  ) throws -> DiscrepancyBook {
    let undone = Set(settling.undoneRefunds.map { "refund:" + settling.intake.facts.refunds.ids[Int($0)] })
    return try DiscrepancyBook(
      findings.findings + reconciling.outcomes.flatMap(\.outcome.findings), lasting: findings.lasting,
      currency: { try findings.currency(ofOrderID: $0, ledger) }, undone: undone, run: current, today: day,
      DecisionDesk(reconciling, settling),
      words, ledger)
  }

  private func record(
    _ recording: inout Recording, _ sources: DaySources, _ intake: Intake, _ settling: Settling, _ book: DiscrepancyBook,
    _ reconciling: Reconciling, _ fingerprint: String, _ posted: PostedRun
  ) throws {
    let balances = try ledger.balances()
    try recording.record(try posted.movements(), on: balances)
    recording.record(reconciling)
    let rejects = intake.rejects + reconciling.outcomes.flatMap(\.outcome.rejects)
    let standing = try book.standing(ledger)
    var manifest = try RunManifest(
      posted.id, day, zone, inputsOf: rereading?.day, sources, settling.intake.rules, recording.run, reconciling, standing,
      recording.run.balances + balances, rejects)
    manifest.summary.risks = try RiskFinder(settling, zone, configuration.risk).risks(standing, earlier: state.runs)
    let summary = StoredSummary(fingerprint: fingerprint, summary: manifest.summary)
    recording.record(rejects: rejects, book, summary: try summary.encoded())
    // What the archive has of an earlier day says nothing about how far a source was read since.
    let read = rereading != nil && pulling.origin == .archive ? [:] : sources.pull.marks
    let marks = try pulling.keyMarks(state.marks).merging(rules.clocks.newMarks) { $1 }
    recording.record(marks: read.merging(marks) { $1 })
  }

  private func result(
    _ id: String, _ summary: String, _ sources: DaySources, isRepublished: Bool, isRehearsed: Bool, notes: [String] = []
  ) -> SettlementJob.DayResult {
    let stored = try? StoredSummary.decode(summary)
    let exit = stored.flatMap { ExitCode(rawValue: Int32($0.summary.exitCode)) } ?? .internalError
    return .init(
      day: day, run: id, exit: exit, isRepublished: isRepublished, summary: stored.map { RunSummaryFigures($0.summary) },
      problems: sources.failures.map(\.description) + sources.deliveries.flatMap(\.remarks) + notes, isRehearsed: isRehearsed,
      inputsOf: rereading?.day)
  }

  /// SPEC §7 has no key for a payout, so this is told to the operator and is no discrepancy.
  private static func changed(_ payout: PayoutRecord) -> String {
    "payout \(payout.id): seen again with other content; the first stands, \(Money(payout.amount, payout.currency)) paid on \(payout.day)"
  }

  /// Payouts of this run that pay no issued statement, told to the operator.
  private func unmatchedPayouts(_ record: RunRecord) throws -> [String] {
    let closed = try ledger.closedPeriods()
    if closed.isEmpty { return [] }
    let state = try ledger.state()
    let matching = PayoutMatching(try ledger.payouts(of: state.runs), closed, state.parties)
    return matching.unmatched.filter { $0.run == record.number }.map { PayoutList.unmatched($0, state.parties) }
  }

  // MARK: Days that post nothing

  /// Nothing new: the day is published again, byte for byte, with no new id.
  private func unchanged(_ sources: DaySources, _ latest: RunRecord, _ publishing: Publishing?) throws -> SettlementJob.DayResult {
    if rereading == nil { try publishing?.publish(latest, nil) }
    return result(latest.id, latest.summary, sources, isRepublished: true, isRehearsed: publishing == nil)
  }

  /// A store feed is missing or fails: the day posts nothing (SPEC §9).
  private func blocked(_ sources: DaySources, _ latest: RunRecord?, _ publishing: Publishing?) throws -> SettlementJob.DayResult {
    if let latest, rereading == nil { try publishing?.publish(latest, nil) }
    let what =
      rereading.map { "the inputs of \($0.day) cannot be read again: nothing is answered" }
      ?? "\(day) posts nothing until its store files are there; later days wait for it"
    return .init(
      day: day, run: latest?.id, exit: sources.isNothingReachable ? .sourcesUnreachable : .sourceMissing, isRepublished: latest != nil,
      summary: nil,
      problems: sources.failures.map(\.description) + [what],
      isRehearsed: publishing == nil, isBlocked: true, inputsOf: rereading?.day)
  }
}
