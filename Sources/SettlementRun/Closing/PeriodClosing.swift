import DurableFiles
import Feeds
import LedgerStore
import Reports
import RuleFiles
import SettlementCore

/// `qingfen close`: makes drafts final, one statement a partner (SPEC §8).
///
/// Nothing is posted. The statements are made in a hidden folder, recorded in the ledger in one transaction, and put in their places.
public struct PeriodClosing {
  /// What is to be closed.
  public struct Order: Sendable {
    public var period: String
    /// Nil: every partner whose calendar has the period.
    public var partner: String?
    public var force: Force?
    /// The last business day that is over.
    public var yesterday: CalendarDay

    public init(period: String, partner: String? = nil, force: Force? = nil, yesterday: CalendarDay) {
      self.period = period
      self.partner = partner
      self.force = force
      self.yesterday = yesterday
    }
  }

  /// Who closes although something is missing or open, and why.
  public struct Force: Sendable {
    public var reason: String
    public var by: String

    public init(reason: String, by: String) {
      self.reason = reason
      self.by = by
    }
  }

  /// What became of one partner's period.
  public struct Result: Sendable {
    public enum What: Sendable {
      case issued(ClosedPeriod, path: String)
      /// It was closed before: nothing has changed.
      case wasIssued(ClosedPeriod, path: String)
      case refused([ClosingObstacle])
      /// The partner has no line up to the end of the period and has closed none: there is nothing to state.
      case nothing
    }
    public let partner: String
    public let what: What
  }

  private let reading: LedgerReading
  private let order: Order
  private let newest: RunRecord
  private let files: IssuedFiles
  private let stage: (ClosingStage) throws -> Void
  private let progress: (String) -> Void

  /// Closes a period of one partner or of all; partners do not stop each other. Results are in the order of the rules.
  ///
  /// Throws `ClosingProblem` when there is no such period or partner, `RunLockRefusal` while a run is under way, `BrokenLaw` when the
  /// ledger and a statement disagree (nothing is issued then), and what opening the ledger and writing files throws. `stage` is told which step
  /// begins and ends the closing by throwing.
  public static func close(
    _ order: Order, _ configuration: Configuration, stage: @escaping (ClosingStage) throws -> Void = { _ in },
    progress: @escaping (String) -> Void = { _ in }
  ) throws -> [Result] {
    guard LedgerOpening.exists(configuration) else { throw LedgerOpening.absent(configuration) }
    let suspicion = SuspectMark(configuration)
    return try suspicion.watching {
      try FolderTree.ensure(configuration.output)
      let lock = try RunLock(path: configuration.lock, runDay: "none: a period is being closed")
      try suspicion.check()
      let reading = try LedgerReading(configuration, changing: "closing")
      guard let newest = reading.state.runs.last else {
        throw ClosingProblem("\(configuration.ledger.name): expected a ledger with runs, found none: run a day first")
      }
      try UnfinishedWork.finish(configuration, reading.ledger, progress: progress)
      let results = try PeriodClosing(reading, order, newest, stage, progress).close()
      lock.release()
      return results
    }
  }

  /// How a command ends that closed: 3 when something was missing, 2 when too much was open.
  public static func exit(_ results: [Result]) -> ExitCode {
    var exits: Set<ExitCode> = []
    for result in results { if case .refused(let obstacles) = result.what { exits.formUnion(obstacles.map(\.exit)) } }
    return exits.contains(.sourceMissing) ? .sourceMissing : exits.contains(.openDiscrepancies) ? .openDiscrepancies : .allMatched
  }

  private init(
    _ reading: LedgerReading, _ order: Order, _ newest: RunRecord, _ stage: @escaping (ClosingStage) throws -> Void,
    _ progress: @escaping (String) -> Void
  ) {
    (self.reading, self.order, self.newest, self.stage, self.progress) = (reading, order, newest, stage, progress)
    files = IssuedFiles(reading.configuration, stage: stage)
  }

  // MARK: What is closed

  /// A period that can be closed, and what was in its way.
  private struct Closable {
    let partner: PartnerPeriods.Partner
    let days: ClosedRange<CalendarDay>
    let force: ClosedPeriod.Force?
  }

  private func close() throws -> [Result] {
    let closed = try reading.ledger.closedPeriods()
    let partners = try NamedPeriods(period: order.period, partner: order.partner, newest: newest.day)
      .partners(PartnerPeriods(reading.rules, closed: closed).partners, closed)
    let accounts = partners.map { Account.payable($0.party) }
    let movements = try reading.ledger.movements(upTo: newest.number, accounts: accounts, days: nil)
    let check = try ClosingCheck(reading.ledger, reading.state.runs, movements, yesterday: order.yesterday)
    var results: [String: Result.What] = [:]
    var closable: [Closable] = []
    for partner in partners {
      let id = partner.settings.partner
      let versions = closed.filter { $0.partner == id && $0.period == order.period }
      if let before = versions.last {
        for version in versions { try files.verify(version) }
        results[id] = .wasIssued(before, path: files.path(before))
      } else if let days = partner.calendar.openDays(named: order.period) {
        guard let first = check.firstOpen(partner), first.upperBound <= days.upperBound else {
          results[id] = .nothing
          continue
        }
        let obstacles = try check.obstacles(partner, days)
        if let force = forced(obstacles) {
          closable.append(Closable(partner: partner, days: days, force: obstacles.isEmpty ? nil : force))
        } else {
          results[id] = .refused(obstacles)
        }
      } else {
        results[id] = .nothing
      }
    }
    for period in try issue(closable, closed) { results[period.partner] = .issued(period, path: files.path(period)) }
    return partners.map { Result(partner: $0.settings.partner, what: results[$0.settings.partner]!) }
  }

  /// What a closing despite obstacles is recorded with; nil when it is refused.
  private func forced(_ obstacles: [ClosingObstacle]) -> ClosedPeriod.Force? {
    if obstacles.isEmpty { return ClosedPeriod.Force(obstacles: "", reason: "", by: "") }
    guard let force = order.force, obstacles.allSatisfy(\.canBeForced) else { return nil }
    return ClosedPeriod.Force(obstacles: obstacles.map(\.summary).joined(separator: "; "), reason: force.reason, by: force.by)
  }

  // MARK: Issuing

  /// Makes, records and puts in place.
  private func issue(_ closable: [Closable], _ closed: [ClosedPeriod]) throws -> [ClosedPeriod] {
    if closable.isEmpty { return [] }
    let new = closable.map { closing in
      let issue = StatementIssue(partner: closing.partner.settings.partner, period: order.period)
      return ClosedPeriod(
        partner: closing.partner.settings.partner, period: order.period, days: closing.days, statement: issue.number, run: newest.number,
        sha256: "", lines: 0, force: closing.force, accounts: [])
    }
    let after = closed + new
    let partners = PartnerPeriods(reading.rules, closed: after).partners
    let wanted = new.map { period in
      StatementBuilder.Wanted(
        partners.first { $0.settings.partner == period.partner }!, period.period, period.days,
        issue: StatementIssue(partner: period.partner, period: period.period))
    }
    try stage(.making)
    let statements = try reading.issued.make(wanted, after: newest, progress)
    progress("writing \(statements.count == 1 ? "1 statement" : "\(statements.count) statements")")
    let digests = try files.make(statements)
    let issued = try new.indices.map { place in
      var period = new[place]
      period.sha256 = digests[place][0]
      period.lines = Int64(statements[place].lines.count)
      period.accounts = try statements[place].payments().map(ClosedAccount.init)
      return period
    }
    try checkLaws(closed + issued)
    try stage(.recording)
    try reading.ledger.record(closed: issued)
    try files.put(issued)
    return issued
  }

  private func checkLaws(_ closed: [ClosedPeriod]) throws {
    let (ledger, parties) = (reading.ledger, reading.rules.parties)
    let accounts = Set(closed.compactMap { parties.number(of: $0.partner) }).map(Account.payable)
    let movements = try ledger.movements(upTo: newest.number, accounts: accounts, days: nil)
    try StatementLaw.check(closed, movements, try ledger.balances(), parties)
  }
}

/// A closing or a payment list that cannot be as it is asked for (exit 64). Nothing has changed.
public struct ClosingProblem: Error, CustomStringConvertible {
  public let description: String
  init(_ description: String) { self.description = description }
}

extension ClosedAccount {
  fileprivate init(_ payment: PartnerStatement.Payment) {
    let account = payment.account
    self.init(
      currency: account.currency, opening: account.opening, earned: account.earned, refunded: account.refunded, trueUps: account.trueUps,
      adjustments: account.adjustments, paid: account.paid, closing: account.closing, due: payment.due,
      carriedForward: payment.carriedForward)
  }
}

extension LedgerReading {
  var issued: IssuedStatements {
    IssuedStatements(configuration: configuration, ledger: ledger, state: state, rules: rules, zone: zone)
  }
}
