import Feeds
import LedgerStore
import Reports
import RuleFiles
import SettlementCore

/// Makes issued statements from the ledger's facts: those of a closing, and again those whose file was lost.
struct IssuedStatements {
  let configuration: Configuration
  let ledger: any Ledger
  let state: LedgerState
  let rules: RunRules
  let zone: BusinessZone

  /// What is wanted of one run: statements of periods that are closed after it.
  ///
  /// Each run whose lines they show is told again once.
  func make(
    _ wanted: [StatementBuilder.Wanted], after record: RunRecord, _ progress: (String) -> Void = { _ in }
  ) throws -> [PartnerStatement] {
    let parties = Set(wanted.map(\.partner.party)).sorted()
    let movements = try ledger.movements(upTo: record.number, accounts: parties.map(Account.payable), days: nil)
    var builder = StatementBuilder(wanted, after: record, head: try ledger.head(ofRun: record.number), movements, rules, zone)
    var runs: [RunRecord] = []
    for run in builder.runs {
      let earlier = state.runs[Int(run) - 1]
      progress("run \(earlier.id): telling it again")
      try builder.add(try RunReplay.posted(earlier, state, rules, zone, ledger), run: run, as: Int32(runs.count))
      runs.append(earlier)
    }
    let discrepancies = try ledger.discrepancies(asOf: record.number).map(\.discrepancy)
    return try builder.finished(discrepancies, runs: runs, state, ledger, language: configuration.language)
  }

  /// The issued statements of closed periods, in their order. Those that were closed after one run are made together.
  func remake(_ periods: [ClosedPeriod], closed: [ClosedPeriod]) throws -> [PartnerStatement] {
    var made: [ClosedPeriod: PartnerStatement] = [:]
    for (run, periods) in Dictionary(grouping: periods.filter { $0.restatement == nil }, by: \.run) {
      let wanted = try periods.map { period in
        StatementBuilder.Wanted(
          try partner(of: period, closed), period.period, period.days,
          issue: StatementIssue(partner: period.partner, period: period.period))
      }
      let statements = try make(wanted, after: state.runs[Int(run) - 1])
      for (period, statement) in zip(periods, statements) { made[period] = statement }
    }
    for period in periods where period.restatement != nil {
      let before = closed.filter { $0.partner == period.partner && $0.days == period.days && $0.version < period.version }
      made[period] = try restated([Version(version: period, before: before)], closed: closed)[0]
    }
    return periods.map { made[$0]! }
  }

  /// Gives every issued statement its file, where an earlier command was cut off before it could.
  func complete() throws {
    let closed = try ledger.closedPeriods()
    if closed.isEmpty { return }
    try IssuedFiles(configuration).complete(closed) { try remake($0, closed: closed) }
  }
}
