import LedgerStore
import Reports
import SettlementCore

/// The law of statements (SPEC §8): what was closed is what the ledger's movements give, each opening is the closing before it, and the
/// last closing with everything after it is the payable.
enum StatementLaw {
  private struct Key: Hashable {
    let end: CalendarDay
    let currency: Currency
  }

  /// Checks every partner that has closed a period.
  ///
  /// `movements` are all of these partners' payables; `balances` the newest, or nil when these are not to be compared. Throws `BrokenLaw`.
  static func check(_ closed: [ClosedPeriod], _ movements: [Movement], _ balances: [AccountBalance]?, _ parties: Terminology) throws {
    for (partner, closings) in PartnerPeriods.closings(closed).sorted(by: { $0.key < $1.key }) {
      guard let party = parties.number(of: partner) else {
        throw BrokenLaw("\(partner) has closed periods, but the ledger has no such party")
      }
      // Which calendar the open periods have does not matter here.
      let calendar = StatementCalendar(.day, closings: closings)
      var sums: [Key: RollForward] = [:]
      var after: [Currency: Int128] = [:]
      for movement in movements where movement.account == .payable(party) {
        let days = calendar.days(of: movement.day, run: movement.run)
        if days.upperBound > closings.last!.days.upperBound {
          after[movement.currency, default: 0] -= Int128(movement.amount)
        } else {
          let key = Key(end: days.upperBound, currency: movement.currency)
          try sums[key, default: RollForward(currency: movement.currency, opening: 0, closing: 0)].add(movement, from: days.lowerBound)
        }
      }
      let last = try check(closed.filter { $0.partner == partner && $0.version == 1 }, &sums)
      try checkVersions(closed.filter { $0.partner == partner })
      if let lost = sums.first {
        throw BrokenLaw(
          "\(partner): lines in \(lost.key.currency.code) count in its closed period up to \(lost.key.end), which has no such account")
      }
      if let balances { try check(partner, last, after, balances.filter { $0.account == .payable(party) }) }
    }
  }

  /// Closed periods one after the other; returns the last closing by currency.
  private static func check(_ closed: [ClosedPeriod], _ sums: inout [Key: RollForward]) throws -> [Currency: Int64] {
    var last: [Currency: Int64] = [:]
    for period in closed.sorted(by: { $0.days.upperBound < $1.days.upperBound }) {
      for account in period.accounts {
        let currency = account.currency
        let found = sums.removeValue(forKey: Key(end: period.days.upperBound, currency: currency))
        var sum = found ?? RollForward(currency: currency, opening: 0, closing: 0)
        sum.opening = last[currency] ?? 0
        sum.closing = try sum.opening.adding(sum.closing)
        let stored = RollForward(account)
        if sum != stored {
          throw BrokenLaw(
            "statement \(period.statement), \(currency.code): the ledger gives \(sum.words), but it was closed with \(stored.words)")
        }
        last[currency] = account.closing
      }
      for (currency, amount) in last where amount != 0 && !period.accounts.contains(where: { $0.currency == currency }) {
        throw BrokenLaw(
          "statement \(period.statement) has no account in \(currency.code), in which \(Money(amount, currency)) was carried into it")
      }
    }
    return last
  }

  /// A later version leaves the balances of the first as they are.
  private static func checkVersions(_ closed: [ClosedPeriod]) throws {
    for period in closed where period.version > 1 {
      guard let before = closed.first(where: { $0.days == period.days && $0.version == period.version - 1 }),
        before.accounts == period.accounts, before.statement == period.restatement?.replaces
      else { throw BrokenLaw("statement \(period.statement) has no version before it with the same balances") }
    }
  }

  private static func check(
    _ partner: String, _ last: [Currency: Int64], _ after: [Currency: Int128], _ balances: [AccountBalance]
  ) throws {
    var payable: [Currency: Int128] = [:]
    for (currency, amount) in last { payable[currency, default: 0] += Int128(amount) }
    for (currency, amount) in after { payable[currency, default: 0] += amount }
    for balance in balances { payable[balance.currency, default: 0] += Int128(balance.amount) }
    if let (currency, difference) = payable.first(where: { $0.value != 0 }) {
      throw BrokenLaw(
        "\(partner), \(currency.code): the last closing and what came after it differ from the ledger's payable by \(difference) "
          + "minor units")
    }
  }
}

extension RollForward {
  init(_ account: ClosedAccount) {
    self.init(
      currency: account.currency, opening: account.opening, earned: account.earned, refunded: account.refunded, trueUps: account.trueUps,
      adjustments: account.adjustments, paid: account.paid, closing: account.closing)
  }

  /// Counts what a movement of the payable changed in what is owed; the closing too. `first` is the first day of the period.
  mutating func add(_ movement: SettlementRun.Movement, from first: CalendarDay) throws(AmountOverflow) {
    try add(try movement.amount.times(-1), as: Movement(movement.kind, isLate: movement.day < first))
  }

  /// `opening 0.00, earned 12.00, …`.
  var words: String {
    let amounts = [
      ("opening", opening), ("earned", earned), ("refunded", refunded), ("true-ups", trueUps), ("adjustments", adjustments), ("paid", paid),
      ("closing", closing),
    ]
    return amounts.map { "\($0) \(Money($1, currency).decimal)" }.joined(separator: ", ")
  }
}

typealias Movement = LedgerStore.Movement
