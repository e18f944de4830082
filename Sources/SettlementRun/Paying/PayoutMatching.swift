import LedgerStore
import SettlementCore

/// Which payouts paid which issued statements.
///
/// A payout belongs to the statement whose number its id is or begins with; else to the oldest one of its party that says exactly its
/// amount in its currency is payable and that no payout was matched with. Nothing is guessed beyond that: other payouts are unmatched. A payout
/// counts only for statements that do not hold it already: those of periods before the one in which it stands. The versions of a statement
/// ask for one payment: the number of any of them names it, and it is matched to the newest.
struct PayoutMatching {
  enum Rule: String, Sendable {
    case number, amount
  }
  struct Match: Sendable {
    let payout: PayoutRecord
    let rule: Rule
  }
  struct Key: Hashable {
    let statement: String
    let currency: Currency
  }

  private(set) var matches: [Key: [Match]] = [:]
  /// After the first issued statement of their party, by instant and id.
  private(set) var unmatched: [PayoutRecord] = []

  init(_ payouts: [PayoutRecord], _ closed: [ClosedPeriod], _ parties: Terminology) {
    let (closings, newest) = (PartnerPeriods.closings(closed), closed.newestVersions)
    let versions = Dictionary(grouping: closed) { PeriodKey($0) }
    func isNamed(_ statement: ClosedPeriod, by id: String) -> Bool {
      versions[PeriodKey(statement)]?.contains { Self.names(id, $0.statement) } == true
    }
    let ordered = payouts.sorted {
      $0.paidAt != $1.paidAt ? $0.paidAt < $1.paidAt : $0.id.utf8.lexicographicallyPrecedes($1.id.utf8)
    }
    var offered: [(payout: PayoutRecord, statements: [ClosedPeriod])] = []
    for payout in ordered {
      let partner = parties[payout.party]
      guard let own = closings[partner] else { continue }
      let end = StatementCalendar(.day, closings: own).days(of: payout.day, run: payout.run).upperBound
      let statements = newest.filter { $0.partner == partner && $0.days.upperBound < end }
      if !statements.isEmpty { offered.append((payout, statements)) }
    }
    // Those that name a statement first: a number says more than an amount.
    var left: [(payout: PayoutRecord, statements: [ClosedPeriod])] = []
    for (payout, statements) in offered {
      if let named = statements.first(where: { isNamed($0, by: payout.id) }) {
        matches[Key(statement: named.statement, currency: payout.currency), default: []].append(Match(payout: payout, rule: .number))
      } else {
        left.append((payout, statements))
      }
    }
    for (payout, statements) in left {
      let fitting = statements.first { statement in
        let key = Key(statement: statement.statement, currency: payout.currency)
        return matches[key] == nil && payout.amount > 0
          && statement.accounts.contains { $0.currency == payout.currency && $0.due == payout.amount }
      }
      if let fitting {
        matches[Key(statement: fitting.statement, currency: payout.currency)] = [Match(payout: payout, rule: .amount)]
      } else {
        unmatched.append(payout)
      }
    }
  }

  /// True when an id is a number, or begins with it and goes on with something else than a letter or digit.
  static func names(_ id: String, _ number: String) -> Bool {
    guard id.utf8.starts(with: number.utf8) else { return false }
    guard let next = id.utf8.dropFirst(number.utf8.count).first else { return true }
    return !(0x30...0x39).contains(next) && !(0x41...0x5A).contains(next) && !(0x61...0x7A).contains(next) && next < 0x80
  }
}

extension [ClosedPeriod] {
  /// Of every closed period its newest version, in their order.
  var newestVersions: [ClosedPeriod] {
    let versions = Dictionary(map { (PeriodKey($0), $0.version) }, uniquingKeysWith: Swift.max)
    return filter { versions[PeriodKey($0)] == $0.version }
  }
}

/// Names a closed period, whatever its version.
private struct PeriodKey: Hashable {
  let partner: String
  let lastDay: CalendarDay

  init(_ period: ClosedPeriod) { (partner, lastDay) = (period.partner, period.days.upperBound) }
}

extension Ledger {
  /// Every payout that has posted in these runs.
  func payouts(of runs: [RunRecord]) throws(LedgerFailure) -> [PayoutRecord] {
    var found: [PayoutRecord] = []
    for run in runs { found += try payouts(run: run.number).records }
    return found
  }
}
