import LedgerStore
import Reports
import SettlementCore

extension IssuedStatements {
  /// A later version of an issued statement as its run left it: the first version's lines and what later runs have changed of them.
  ///
  /// `version` need not have its digests yet; `before` are the versions before it, `closed` all closed periods.
  func restated(
    _ version: ClosedPeriod, before: [ClosedPeriod], closed: [ClosedPeriod], _ progress: (String) -> Void = { _ in }
  ) throws -> PartnerStatement {
    guard let first = before.first, let last = before.last, let restatement = version.restatement else {
      throw BrokenLaw("statement \(version.statement) replaces none")
    }
    let partner = try partner(of: version, closed)
    let record = state.runs[Int(version.run) - 1]
    let movements = try ledger.movements(upTo: record.number, accounts: [.payable(partner.party)], days: nil)
    let changed = try ChangedLines(
      version, partner, closed, closedThrough: restatement.closedThrough, rules.parties, ledger)
    let issue = StatementIssue(partner: version.partner, period: version.period, version: version.version)
    var builder = StatementBuilder(
      [StatementBuilder.Wanted(partner, version.period, version.days, issue: issue)], after: record,
      head: try ledger.head(ofRun: record.number), movements, rules, zone)
    let later = changed.runs(movements, after: first.run)
    var (ids, found): ([String], [ChangedLines.Found]) = ([], [])
    for run in Set(builder.runs).union(later).sorted() {
      let earlier = state.runs[Int(run) - 1]
      progress("run \(earlier.id): telling it again")
      let posted = try RunReplay.posted(earlier, state, rules, zone, ledger)
      let lines = run > first.run ? try changed.lines(posted, run: run) : []
      try builder.add(posted, run: run, as: Int32(ids.count), changed: Set(lines.map(\.line.group)))
      ids.append(earlier.id)
      found += lines
    }
    let discrepancies = try ledger.discrepancies(asOf: record.number).map(\.discrepancy)
    var statement = builder.finished(discrepancies, runs: ids, language: configuration.language)[0]
    statement.accounts = try Self.accounts(first.accounts, found)
    statement.changes = StatementChanges(
      replaces: restatement.replaces, reason: restatement.reason, by: restatement.by,
      lines: found.filter { $0.run > last.run }.map(\.line), balances: try Self.balances(first.accounts, found))
    return statement
  }

  func partner(of period: ClosedPeriod, _ closed: [ClosedPeriod]) throws -> PartnerPeriods.Partner {
    guard let partner = PartnerPeriods(rules, closed: closed).partners.first(where: { $0.settings.partner == period.partner }) else {
      throw SettlementRefusal(
        "statement \(period.statement) cannot be made again without the file of \(period.partner) in rules/partners: put it back")
    }
    return partner
  }

  /// The roll-forward as it was issued first, with every change since.
  private static func accounts(_ issued: [ClosedAccount], _ found: [ChangedLines.Found]) throws -> [RollForward] {
    var accounts: [Currency: RollForward] = [:]
    for account in issued { accounts[account.currency] = RollForward(account) }
    for change in found {
      let currency = change.line.currency
      var account = accounts[currency] ?? RollForward(currency: currency, opening: 0, closing: 0)
      _ = try account.closing.adding(change.line.difference)
      account.add(change.line.difference, as: change.movement)
      accounts[currency] = account
    }
    return accounts.values.sorted { $0.currency.code < $1.currency.code }
  }

  /// The balances as they were issued first, and where the changes count.
  private static func balances(_ issued: [ClosedAccount], _ found: [ChangedLines.Found]) throws -> [StatementChanges.Balance] {
    var balances: [Currency: StatementChanges.Balance] = [:]
    for account in issued {
      balances[account.currency] = .init(
        currency: account.currency, closing: account.closing, due: account.due, carriedForward: account.carriedForward)
    }
    for line in found.map(\.line) {
      var balance = balances[line.currency] ?? .init(currency: line.currency, closing: 0, due: 0, carriedForward: 0)
      if let place = balance.stated.firstIndex(where: { $0.period == line.countedIn }) {
        balance.stated[place].amount = try balance.stated[place].amount.adding(line.difference)
      } else {
        balance.stated.append(.init(line.countedIn, line.difference))
      }
      balances[line.currency] = balance
    }
    return balances.values.sorted { $0.currency.code < $1.currency.code }
  }
}
