import LedgerStore
import Reports
import SettlementCore

extension RunSummary.MoneyRow {
  private struct Key: Hashable {
    let currency: Currency
    let group: Account.Kind
  }

  /// The groups of accounts in the order of their kinds, by currency; `balances` are those after the run, the newest of an account first.
  static func all(_ movements: [Movement], _ balances: [AccountBalance]) throws(AmountOverflow) -> [Self] {
    var closing: [Key: Int64] = [:]
    var seen: Set<AccountBalance.Of> = []
    for balance in balances where seen.insert(balance.of).inserted {
      let key = Key(currency: balance.currency, group: balance.account.kind)
      closing[key] = try closing[key, default: 0].adding(balance.amount)
    }
    var moves: [Key: [GroupKind: Int64]] = [:]
    for movement in movements {
      let key = Key(currency: movement.currency, group: movement.account.kind)
      moves[key, default: [:]][movement.kind] = try (moves[key]?[movement.kind] ?? 0).adding(movement.amount)
    }
    let keys = closing.keys.sorted { ($0.currency.code, $0.group.rawValue) < ($1.currency.code, $1.group.rawValue) }
    var rows: [Self] = []
    for key in keys {
      let kinds = GroupKind.allCases.compactMap { kind in moves[key]?[kind].flatMap { $0 == 0 ? nil : (kind: kind, amount: $0) } }
      rows.append(try Self(currency: key.currency, group: key.group.name, moves: kinds, closing: closing[key]!))
    }
    return rows
  }
}

extension RunSummary.Partner {
  /// The partners of the rules; `balances` as above, `standing` are the discrepancies after the run.
  static func all(
    _ rules: RunRules, _ movements: [Movement], _ balances: [AccountBalance], _ standing: [DiscrepancyRow]
  ) throws(AmountOverflow) -> [Self] {
    var (open, inTransit): ([String: Int64], [String: Int64]) = ([:], [:])
    for row in standing where row.state == .open { open[row.identity.partner, default: 0] += 1 }
    for row in standing where row.state == .inTransit { inTransit[row.identity.partner, default: 0] += 1 }
    var partners: [Self] = []
    for settings in rules.book.partners {
      let party = rules.parties.number(of: settings.partner)!
      partners.append(
        Self(
          partner: settings.partner, title: settings.title, isReconciled: settings.statement != nil,
          accounts: try accounts(party, movements, balances), open: open[settings.partner] ?? 0,
          inTransit: inTransit[settings.partner] ?? 0))
    }
    return partners
  }

  private static func accounts(_ party: Int32, _ movements: [Movement], _ balances: [AccountBalance]) throws(AmountOverflow) -> [Account] {
    let (payable, held) = (SettlementCore.Account.payable(party), SettlementCore.Account.held(party))
    let currencies = Set(balances.filter { $0.account == payable || $0.account == held }.map(\.currency)).sorted { $0.code < $1.code }
    var accounts: [Account] = []
    for currency in currencies {
      func balance(_ account: SettlementCore.Account) throws(AmountOverflow) -> Int64 {
        try (balances.first { $0.account == account && $0.currency == currency }?.amount ?? 0).times(-1)
      }
      var change: Int64 = 0
      for movement in movements where movement.account == payable && movement.currency == currency {
        change = try change.adding(try movement.amount.times(-1))
      }
      accounts.append(try Account(currency: currency, held: try balance(held), change: change, closing: try balance(payable)))
    }
    return accounts
  }
}

extension AccountBalance {
  /// Whose balance it is.
  fileprivate struct Of: Hashable {
    let currency: Currency
    let account: Account
  }

  fileprivate var of: Of { Of(currency: currency, account: account) }
}

extension Account.Kind {
  /// `held`, `paid-out`.
  var name: String { self == .paidOut ? "paid-out" : "\(self)" }
}
