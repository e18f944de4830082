import Feeds
import LedgerStore
import RuleFiles
import SettlementCore

/// Derives the laws of money again from the facts: every run told again, accounts, statements, and what stands open.
struct LawCheck {
  private let ledger: any Ledger
  private let state: LedgerState
  private let rules: RunRules
  private let zone: BusinessZone
  private let progress: (String) -> Void

  /// Throws `RuleProblems` and `RuleConflict` when the rules are not those of the ledger.
  init(_ configuration: Configuration, _ ledger: any Ledger, _ state: LedgerState, _ progress: @escaping (String) -> Void) throws {
    (rules, zone) = try RunRules.read(configuration, state)
    (self.ledger, self.state, self.progress) = (ledger, state, progress)
  }

  /// Returns how many posting groups the facts give. Throws `BrokenLaw`.
  func check() throws -> Int64 {
    guard let newest = state.runs.last else { return 0 }
    var groups: Int64 = 0
    for run in state.runs {
      progress("run \(run.id): telling it again")
      groups += try RunReplay.posted(run, state, rules, zone, ledger).groupCount
    }
    progress("accounts and statements")
    let movements = try ledger.movements(upTo: newest.number)
    let balances = try ledger.balances()
    try checkAccounts(movements, balances)
    let closed = try ledger.closedPeriods()
    let parties = Set(closed.compactMap { rules.parties.number(of: $0.partner) }).map(Account.payable)
    try StatementLaw.check(closed, movements.filter { parties.contains($0.account) }, balances, rules.parties)
    try checkOpen(newest)
    return groups
  }

  /// Every balance is the sum of what moved on its account, and all of a currency sum to zero.
  private func checkAccounts(_ movements: [Movement], _ balances: [AccountBalance]) throws {
    struct Key: Hashable {
      let currency: Currency
      let account: Account
    }
    var sums: [Key: Int128] = [:]
    var all: [Currency: Int128] = [:]
    for movement in movements {
      sums[Key(currency: movement.currency, account: movement.account), default: 0] += Int128(movement.amount)
      all[movement.currency, default: 0] += Int128(movement.amount)
    }
    for balance in balances {
      let sum = sums.removeValue(forKey: Key(currency: balance.currency, account: balance.account)) ?? 0
      if sum == Int128(balance.amount) { continue }
      throw BrokenLaw(
        "account \(balance.account.name(state.parties)) in \(balance.currency.code): its movements sum to \(sum) minor units, its balance is "
          + "\(balance.amount)")
    }
    if let (key, sum) = sums.first(where: { $0.value != 0 }) {
      throw BrokenLaw("account \(key.account.name(state.parties)) in \(key.currency.code): moved by \(sum) minor units, and has no balance")
    }
    if let (currency, sum) = all.first(where: { $0.value != 0 }) {
      throw BrokenLaw("the accounts in \(currency.code) sum to \(sum) instead of zero")
    }
  }

  /// What stands open is what the versions of discrepancies leave open.
  private func checkOpen(_ newest: RunRecord) throws {
    let left = try ledger.discrepancies(asOf: newest.number).filter { $0.state != .resolved }
    let open = try ledger.openDiscrepancies()
    if left == open { return }
    throw BrokenLaw("\(left.count) discrepancies are left open by their versions, \(open.count) stand open, or others")
  }
}
