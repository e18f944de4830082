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
  /// `closed` are all periods that count as closed, the wanted ones too. Each run whose lines they show is told again once.
  func make(
    _ wanted: [StatementBuilder.Wanted], after record: RunRecord, closed: [ClosedPeriod], _ progress: (String) -> Void = { _ in }
  ) throws -> [PartnerStatement] {
    let parties = Set(wanted.map(\.partner.party)).sorted()
    let movements = try ledger.movements(upTo: record.number, accounts: parties.map(Account.payable), days: nil)
    var builder = StatementBuilder(wanted, after: record, movements, rules, zone)
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

  /// The issued statements of closed periods, in their order.
  func remake(_ periods: [ClosedPeriod], closed: [ClosedPeriod]) throws -> [PartnerStatement] {
    let partners = PartnerPeriods(rules, closed: closed).partners
    return try periods.flatMap { period in
      guard let partner = partners.first(where: { $0.settings.partner == period.partner }) else {
        throw SettlementRefusal(
          "statement \(period.statement) has no file, and it cannot be made again without the file of \(period.partner) in rules/partners: "
            + "put it back")
      }
      let wanted = StatementBuilder.Wanted(
        partner, period.period, period.days,
        issue: StatementIssue(partner: period.partner, period: period.period, version: period.version))
      return try make([wanted], after: state.runs[Int(period.run) - 1], closed: closed)
    }
  }

  /// Gives every issued statement its file, where an earlier command was cut off before it could.
  func complete() throws {
    let closed = try ledger.closedPeriods()
    if closed.isEmpty { return }
    try IssuedFiles(configuration).complete(closed) { try remake($0, closed: closed) }
  }
}
