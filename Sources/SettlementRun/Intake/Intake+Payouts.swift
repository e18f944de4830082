import Feeds
import LedgerStore
import SettlementCore

extension Intake {
  /// Takes the rows of `payouts.csv` (SPEC §6). A payout without currency has the only one in which its party can be owed anything.
  mutating func take(_ feed: PayoutFeed, file: String, _ ledger: any Ledger) throws {
    rejects += feed.rejects.listed
    let identity = Identity(feed.ids)
    let stored = try ledger.payouts(withIDs: feed.ids, rows: identity.rows(count: feed.count))
    var known: [Int32: PayoutRecord] = [:]
    for (at, row) in stored.asked.enumerated() { known[row] = stored.records[at] }
    for row in identity.rows(count: feed.count) {
      guard let payout = payout(feed, Int(row), file) else { continue }
      if let first = known[row] {
        if !Self.isSame(first, payout) { changedPayouts.append(first) }
      } else {
        known[row] = payout
        payouts.append(payout)
      }
    }
    for (row, first) in identity.repeats {
      guard let payout = payout(feed, Int(row), file), let first = known[first], !Self.isSame(first, payout) else { continue }
      changedPayouts.append(first)
    }
  }

  private static func isSame(_ left: PayoutRecord, _ right: PayoutRecord) -> Bool {
    left.party == right.party && left.amount == right.amount && left.currency == right.currency && left.paidAt == right.paidAt
  }

  private mutating func payout(_ feed: PayoutFeed, _ row: Int, _ file: String) -> PayoutRecord? {
    func reject(_ field: String, _ expected: String, _ found: String) {
      rejects.append(Reject(source: "payouts", file: file, line: Int(feed.line[row]), field: field, expected: expected, found: found))
    }
    let name = feed.parties[Int(feed.party[row])]
    guard let party = rules.parties.number(of: name) else {
      reject("party", "a party of an agreement, or one with a file in partners", name)
      return nil
    }
    let given = feed.currency[row]
    guard let currency = given == .unknown ? rules.onlyCurrency(of: name) : given else {
      reject("currency", "a currency, for \(name) is owed several", "an empty field")
      return nil
    }
    switch feed.parseAmount(row, exponent: currency.exponent) {
    case .failure(let failure):
      rejects.append(failure)
      return nil
    case .success(let amount):
      return PayoutRecord(
        id: feed.ids[row], party: party, amount: amount, currency: currency, paidAt: feed.paidAt[row],
        day: CalendarDay(number: feed.day[row]),
        run: run(of: feed.day[row]))
    }
  }

  /// Payouts whose day has come: new ones, and those that waited for it.
  func duePayouts(_ ledger: any Ledger) throws -> [PayoutRecord] {
    let waiting = woken.filter { $0.feed == .payout }.map(\.number)
    return payouts.filter { $0.run == current } + (try ledger.payouts(numbers: waiting)).records
  }
}
