import Feeds
import LedgerStore
import Reports
import RuleFiles
import SettlementCore

/// Gathers the platform's own statement as it stands after a run: of the month of its business day, from the sums that the ledger keeps of
/// each run. No order is looked at.
struct PlatformBook {
  let record: RunRecord
  /// All of the ledger's.
  let runs: [RunRecord]
  let rules: RunRules
  let zone: BusinessZone

  /// `drafts` are what the run publishes for partners, `closed` every closed period. Throws `BrokenLaw` when what the runs moved is not
  /// what the accounts hold.
  func statement(
    _ ledger: any Ledger, _ discrepancies: [Discrepancy], drafts: [PartnerStatement], closed: [ClosedPeriod],
    language: PartnerSettings.Language
  ) throws -> PlatformStatement {
    let days = StatementPeriod.month.bounds(holding: record.day)
    let month = runs.prefix(Int(record.number)).filter { days.contains($0.day) }
    let first = month[0]
    var statement = PlatformStatement(
      period: StatementPeriod.month.name(holding: record.day), days: days, zone: zone.identifier, run: record.id, businessDay: record.day,
      firstRun: first.id, runCount: month.count, head: try ledger.head(ofRun: record.number) ?? "", language: language)
    statement.books = try books(
      Array(month), opening: try ledger.balances(asOf: first.number - 1), closing: try ledger.balances(asOf: record.number),
      try ledger.movements(runs: first.number...record.number))
    statement.discrepancies = discrepancies
    statement.titles = Dictionary(rules.book.partners.map { ($0.partner, $0.title) }) { first, _ in first }
    statement.files = Self.files(drafts, closed.filter { $0.run < record.number })
    return statement
  }

  /// The newest draft and the newest issued version of each partner, as the run finds them.
  private static func files(_ drafts: [PartnerStatement], _ closed: [ClosedPeriod]) -> [String: PlatformStatement.Files] {
    var files: [String: PlatformStatement.Files] = [:]
    for draft in drafts.sorted(by: { $0.days.upperBound < $1.days.upperBound }) {
      files[draft.partner.partner, default: .init()].draft = draft.fileName
    }
    for period in closed.sorted(by: { ($0.days.upperBound, $0.version) < ($1.days.upperBound, $1.version) }) {
      files[period.partner, default: .init()].issued = "\(period.partner)-\(period.period)-R\(period.version).xlsx"
    }
    return files
  }

  // MARK: One book a currency

  private func books(
    _ month: [RunRecord], opening: [AccountBalance], closing: [AccountBalance], _ movements: [Movement]
  ) throws -> [PlatformStatement.Book] {
    let dayOfRun = Dictionary(uniqueKeysWithValues: month.map { ($0.number, $0.day) })
    return try Set(closing.map(\.currency)).sorted { $0.code < $1.code }.map { currency in
      let mine = movements.filter { $0.currency == currency }
      var before: [Account: Int64] = [:]
      for balance in opening where balance.currency == currency { before[balance.account] = balance.amount }
      let after = closing.filter { $0.currency == currency }
      try check(before, after, mine)
      var book = PlatformStatement.Book(currency: currency)
      for balance in after {
        let account = PlatformAccount(balance.account)
        book[account].opening = try book[account].opening.adding(try Self.shown(before[balance.account] ?? 0, account))
        book[account].closing = try book[account].closing.adding(try Self.shown(balance.amount, account))
      }
      for movement in mine {
        let (account, kind) = (PlatformAccount(movement.account), Int(movement.kind.rawValue))
        book[account].moves[kind] = try book[account].moves[kind].adding(try Self.shown(movement.amount, account))
      }
      book.parties = try parties(currency, before, after, mine)
      book.days = try self.days(month, dayOfRun, mine)
      return book
    }
  }

  /// Debit + as the ledger has it, or credit + where an account says whose the money is.
  private static func shown(_ amount: Int64, _ account: PlatformAccount) throws(AmountOverflow) -> Int64 {
    account.isOwner ? try amount.times(-1) : amount
  }

  /// Opening and movements give what each account holds.
  private func check(_ before: [Account: Int64], _ after: [AccountBalance], _ movements: [Movement]) throws {
    var sums = before.mapValues { Int128($0) }
    for movement in movements { sums[movement.account, default: 0] += Int128(movement.amount) }
    for balance in after where sums[balance.account] != Int128(balance.amount) {
      throw BrokenLaw(
        "account \(balance.account.name(rules.parties)) in \(balance.currency.code): up to run \(record.id) it moved to "
          + "\(sums[balance.account] ?? 0) minor units, its balance is \(balance.amount)")
    }
  }

  /// Partners in the order of the rules, then parties without a file by name.
  private func parties(
    _ currency: Currency, _ before: [Account: Int64], _ after: [AccountBalance], _ movements: [Movement]
  ) throws -> [PlatformStatement.PartyRow] {
    var rows: [Int32: PlatformStatement.PartyRow] = [:]
    for balance in after where [.payable, .held].contains(balance.account.kind) && balance.account.party != Party.platform {
      let (party, isHeld) = (balance.account.party, balance.account.kind == .held)
      var row = rows[party] ?? .init(party: rules.parties[party], account: RollForward(currency: currency, opening: 0, closing: 0), held: 0)
      if isHeld {
        row.held = try balance.amount.times(-1)
      } else {
        // The closing follows from the movements, which `check` has compared with the balance.
        row.account.opening = try (before[balance.account] ?? 0).times(-1)
        row.account.closing = row.account.opening
      }
      rows[party] = row
    }
    for movement in movements where movement.account.kind == .payable {
      try rows[movement.account.party]!.account.add(try movement.amount.times(-1), as: RollForward.Movement(movement.kind, isLate: false))
    }
    let listed = rules.book.partners.compactMap { rules.parties.number(of: $0.partner) }
    let others = rows.keys.filter { !listed.contains($0) }.sorted {
      rules.parties[$0].utf8.lexicographicallyPrecedes(rules.parties[$1].utf8)
    }
    return (listed + others).compactMap { rows[$0] }
  }

  private func days(
    _ month: [RunRecord], _ dayOfRun: [Int32: CalendarDay], _ movements: [Movement]
  ) throws -> [PlatformStatement.DayRow] {
    var rows: [PlatformStatement.DayRow] = []
    var places: [CalendarDay: Int] = [:]
    for run in month {
      if places[run.day] == nil {
        places[run.day] = rows.count
        rows.append(.init(day: run.day))
      }
      rows[places[run.day]!].runs += 1
    }
    for movement in movements {
      let place = places[dayOfRun[movement.run]!]!
      switch PlatformAccount(movement.account) {
      case .custody where movement.kind == .order: rows[place].paid = try rows[place].paid.adding(movement.amount)
      case .custody: rows[place].refunded = try rows[place].refunded.adding(try movement.amount.times(-1))
      case .revenue: rows[place].revenue = try rows[place].revenue.adding(try movement.amount.times(-1))
      case .heldForPlatform: rows[place].heldChange = try rows[place].heldChange.adding(try movement.amount.times(-1))
      default: break
      }
    }
    return rows
  }
}
