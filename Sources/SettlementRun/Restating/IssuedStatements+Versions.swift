import LedgerStore
import Reports
import SettlementCore

extension IssuedStatements {
  /// A version that is to be made, or made again: it need not have its digests yet.
  struct Version {
    let version: ClosedPeriod
    /// The versions before it, at least one.
    let before: [ClosedPeriod]

    /// The newest run that the first version shows.
    fileprivate var base: Int32 { before[0].run }
  }

  /// Later versions as their run left them, in their order: the first version's lines and what later runs have changed of them.
  ///
  /// All of one run and of different partners: every run whose lines they show is told again once. `closed` are all closed periods.
  func restated(
    _ versions: [Version], closed: [ClosedPeriod], _ progress: (String) -> Void = { _ in }
  ) throws -> [PartnerStatement] {
    guard let number = versions.first?.version.run else { return [] }
    let record = state.runs[Int(number) - 1]
    let partners = try versions.map { try partner(of: $0.version, closed) }
    let movements = try ledger.movements(upTo: number, accounts: partners.map { .payable($0.party) }, days: nil)
    let changed = try zip(versions, partners).map { try ChangedLines($0.version, $1, closed, rules.parties, ledger) }
    let wanted = zip(versions.map(\.version), partners).map { version, partner in
      StatementBuilder.Wanted(
        partner, version.period, version.days,
        issue: StatementIssue(partner: version.partner, period: version.period, version: version.version))
    }
    var builder = StatementBuilder(wanted, after: record, head: try ledger.head(ofRun: number), movements, rules, zone)
    var runs = Set(builder.runs)
    for (lines, version) in zip(changed, versions) { runs.formUnion(lines.runs(movements, after: version.base)) }
    var (told, found) = ([RunRecord](), [[ChangedLines.Found]](repeating: [], count: versions.count))
    for run in runs.sorted() {
      let earlier = state.runs[Int(run) - 1]
      progress("run \(earlier.id): telling it again")
      let posted = try RunReplay.posted(earlier, state, rules, zone, ledger)
      var groups: [Int32: Set<Int64>] = [:]
      for place in versions.indices where run > versions[place].base {
        let lines = try changed[place].lines(posted, run: run)
        groups[partners[place].party] = Set(lines.map(\.line.group))
        found[place] += lines
      }
      try builder.add(posted, run: run, as: Int32(told.count), changed: groups)
      told.append(earlier)
    }
    let discrepancies = try ledger.discrepancies(asOf: number).map(\.discrepancy)
    var statements = try builder.finished(discrepancies, runs: told, state, ledger, language: configuration.language)
    for place in statements.indices { try Self.complete(&statements[place], versions[place], found[place]) }
    return statements
  }

  /// Gives a statement its balances and its changed lines.
  private static func complete(_ statement: inout PartnerStatement, _ version: Version, _ found: [ChangedLines.Found]) throws {
    guard let restatement = version.version.restatement, let last = version.before.last else {
      throw BrokenLaw("statement \(version.version.statement) replaces none")
    }
    statement.accounts = try accounts(version.before[0].accounts, found)
    statement.changes = StatementChanges(
      replaces: restatement.replaces, reason: restatement.reason, by: restatement.by,
      lines: found.filter { $0.run > last.run }.map(\.line), balances: try balances(version.before[0].accounts, found))
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
      try account.add(change.line.difference, as: change.movement)
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
