import DurableFiles
import Feeds
import LedgerStore
import Reports
import RuleFiles
import SettlementCore

/// `qingfen rerun`: looks at a period once more, and answers with a new version of its statements where something has changed (SPEC §8).
///
/// The inputs of its days are read again and what is new is posted by runs of the newest day, each change once and by its own kind. What
/// was issued stays as it is: a later version names the one it replaces and lists exactly what has changed since.
public struct PeriodRerun {
  /// What is to be run again, and why.
  public struct Order: Sendable {
    public var period: String
    /// Nil: every partner whose calendar has the period.
    public var partner: String?
    public var reason: String
    public var by: String
    /// A file with corrected terms, for closed periods.
    public var rules: String?

    public init(period: String, partner: String? = nil, reason: String, by: String, rules: String? = nil) {
      self.period = period
      self.partner = partner
      self.reason = reason
      self.by = by
      self.rules = rules
    }
  }

  /// What became of one partner's period.
  public struct Result: Sendable {
    public enum What: Sendable {
      /// A new version; `changes` are its changed lines, `paths` its files.
      case issued(ClosedPeriod, changes: StatementChanges, paths: [String])
      /// Made again, it is what was issued.
      case unchanged(ClosedPeriod, path: String)
      /// It is not closed: its draft is that of the newest day.
      case open
    }
    public let partner: String
    public let what: What
  }

  private let order: Order
  private let configuration: Configuration
  private let ledger: any Ledger
  private let state: LedgerState
  private let rules: RunRules
  private let issued: IssuedStatements
  private let files: IssuedFiles
  private let stage: (ClosingStage) throws -> Void
  private let progress: (String) -> Void

  init(
    _ order: Order, _ configuration: Configuration, _ ledger: any Ledger, _ state: LedgerState, _ rules: RunRules, _ zone: BusinessZone,
    _ stage: @escaping (ClosingStage) throws -> Void, _ progress: @escaping (String) -> Void
  ) {
    (self.order, self.configuration, self.ledger, self.state, self.rules) = (order, configuration, ledger, state, rules)
    (self.stage, self.progress) = (stage, progress)
    issued = IssuedStatements(configuration: configuration, ledger: ledger, state: state, rules: rules, zone: zone)
    files = IssuedFiles(configuration, stage: stage)
  }

  /// The partners that have the period, in the order of the rules. Throws `ClosingProblem` when none has, or there is no run yet.
  func partners() throws -> [PartnerPeriods.Partner] {
    guard let newest = state.runs.last else {
      throw ClosingProblem("\(configuration.ledger.name): expected a ledger with runs, found none: run a day first")
    }
    let closed = try ledger.closedPeriods()
    return try NamedPeriods(period: order.period, partner: order.partner, newest: newest.day)
      .partners(PartnerPeriods(rules, closed: closed).partners, closed)
  }

  /// One partner's days of the period.
  typealias Span = (partner: PartnerPeriods.Partner, days: ClosedRange<CalendarDay>, isClosed: Bool)

  func spans() throws -> [Span] {
    let closed = try ledger.closedPeriods()
    return try partners().compactMap { partner in
      if let period = closed.first(where: { $0.partner == partner.settings.partner && $0.period == order.period }) {
        return (partner, period.days, true)
      }
      return partner.calendar.openDays(named: order.period).map { (partner, $0, false) }
    }
  }

  /// The days of the period that have run, for any of the partners, ascending.
  func days() throws -> [CalendarDay] {
    let spans = try spans()
    return Set(state.runs.map(\.day)).filter { day in spans.contains { $0.days.contains(day) } }.sorted()
  }

  /// Looks at the file of corrected terms before anything is posted. Throws as `correction`.
  func checkCorrection() throws {
    guard let path = order.rules else { return }
    _ = try RuleFolder.correction(path: path, of: rules.book)
    if try spans().contains(where: \.isClosed) { return }
    throw ClosingProblem(
      "--with-rules: expected a period that is closed, found \(AlignedTable.printable(order.period)), which is open: put what is new into "
        + "rules/agreements as a version with a later effective date, or see what it would make with --what-if")
  }

  /// What the corrected terms would make of the period; of all partners, or of those that have closed it. Nil: there is no such file.
  func correction(onlyClosed: Bool) throws -> RuleCorrection? {
    guard let path = order.rules else { return nil }
    let wanted = try spans().filter { !onlyClosed || $0.isClosed }.map { (partner: $0.partner, days: $0.days) }
    return try RuleCorrection(path: path, period: order.period, wanted, configuration, ledger, state, rules, issued.zone, progress)
  }

  /// Answers for every partner: a new version where lines have changed since the newest one, else the proof that nothing has.
  ///
  /// Throws `BrokenLaw` when nothing has changed and an issued statement cannot be made again byte for byte; then nothing is issued.
  func answer() throws -> [Result] {
    let closed = try ledger.closedPeriods()
    var results: [String: Result.What] = [:]
    let partners = try partners()
    var asked: [IssuedStatements.Version] = []
    for partner in partners {
      let versions = closed.filter { $0.partner == partner.settings.partner && $0.period == order.period }
      guard let last = versions.last else {
        results[partner.settings.partner] = .open
        continue
      }
      for version in versions { try files.verify(version) }
      asked.append(.init(version: nextVersion(after: last, closed), before: versions))
    }
    let statements = Array(zip(asked, try issued.restated(asked, closed: closed, progress)))
    let unchanged = statements.filter { $1.changes!.lines.isEmpty }.map(\.0.before)
    try remake(unchanged.flatMap { $0 }, closed)
    for versions in unchanged { results[versions[0].partner] = .unchanged(versions.last!, path: files.path(versions.last!)) }
    let new = statements.filter { !$1.changes!.lines.isEmpty }.map { (version: $0.version, statement: $1) }
    for (version, statement) in try issue(new, closed) {
      results[version.partner] = .issued(version, changes: statement.changes!, paths: files.paths(version))
    }
    return partners.map { Result(partner: $0.settings.partner, what: results[$0.settings.partner]!) }
  }

  /// What was issued is what can be made now, or it is a broken law.
  private func remake(_ versions: [ClosedPeriod], _ closed: [ClosedPeriod]) throws {
    if versions.isEmpty { return }
    progress("making \(versions.count == 1 ? "1 issued statement" : "\(versions.count) issued statements") again")
    try files.make(again: versions, try issued.remake(versions, closed: closed))
    try files.discard()
  }

  /// The version that would follow, as of the newest run; without its digests.
  private func nextVersion(after last: ClosedPeriod, _ closed: [ClosedPeriod]) -> ClosedPeriod {
    let version = last.version + 1
    let through = closed.filter { $0.partner == last.partner }.map(\.days.upperBound).max()!
    return ClosedPeriod(
      partner: last.partner, period: last.period, days: last.days, version: version,
      statement: StatementIssue(partner: last.partner, period: last.period, version: version).number, run: Int32(state.runs.count),
      sha256: "", lines: 0,
      restatement: .init(replaces: last.statement, reason: order.reason, by: order.by, closedThrough: through), accounts: last.accounts)
  }

  /// Makes, records and puts in place, as a closing does.
  private func issue(
    _ new: [(version: ClosedPeriod, statement: PartnerStatement)], _ closed: [ClosedPeriod]
  ) throws -> [(version: ClosedPeriod, statement: PartnerStatement)] {
    if new.isEmpty { return [] }
    try stage(.making)
    progress("writing \(new.count == 1 ? "1 statement" : "\(new.count) statements")")
    let digests = try files.make(new.map(\.statement))
    var made = new
    for place in made.indices {
      made[place].version.sha256 = digests[place][0]
      made[place].version.restatement!.changesSHA256 = digests[place][1]
      made[place].version.restatement!.changes = Int64(made[place].statement.changes!.lines.count)
      made[place].version.lines = Int64(made[place].statement.lines.count)
    }
    try checkLaws(closed + made.map(\.version))
    try stage(.recording)
    try ledger.record(closed: made.map(\.version))
    try files.put(made.map(\.version))
    return made
  }

  private func checkLaws(_ closed: [ClosedPeriod]) throws {
    let accounts = Set(closed.compactMap { rules.parties.number(of: $0.partner) }).map(Account.payable)
    let movements = try ledger.movements(upTo: Int32(state.runs.count), accounts: accounts, days: nil)
    try StatementLaw.check(closed, movements, try ledger.balances(), rules.parties)
  }
}
