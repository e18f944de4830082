import LedgerStore
import Reports
import SettlementCore

extension RunSummary.TrendDay {
  /// How many business days a run looks back, its own included.
  private static let length = 30

  /// The days up to the run's that have run, from the manifests that the ledger keeps.
  static func all(upTo record: RunRecord, _ runs: [RunRecord]) throws -> [Self] {
    let first = record.day.adding(days: 1 - length)
    var days: [Self] = []
    for run in runs.prefix(Int(record.number)) where run.day >= first {
      let summary = try StoredSummary.decode(run.summary).summary
      if days.last?.day != run.day.description { days.append(Self(day: run.day, orders: 0, paid: [], open: 0, inTransit: 0)) }
      try days[days.count - 1].add(summary)
    }
    return days
  }

  private mutating func add(_ summary: RunSummary) throws {
    func count(_ state: Finding.State) -> Int64 {
      summary.discrepancies.reduce(0) { $1.state == state.rawValue ? $0 + $1.count : $0 }
    }
    orders += summary.counts.orders
    (open, inTransit) = (count(.open), count(.inTransit))
    for row in summary.money ?? [] where row.group == Account.Kind.custody.name {
      for move in row.moves where move.kind == GroupKind.order.name { try add(move.amount, row.currency) }
    }
  }

  private mutating func add(_ text: String, _ code: String) throws {
    guard let currency = Currency(code: code) else { throw BrokenLaw("a stored manifest names the currency \(code), which is unknown") }
    let amount = try MoneyText.parse(text, exponent: currency.exponent)
    guard let place = paid.firstIndex(where: { $0.currency == code }) else {
      return paid.append(Paid(currency: currency, amount: amount))
    }
    let before = try MoneyText.parse(paid[place].amount, exponent: currency.exponent)
    paid[place] = Paid(currency: currency, amount: try before.adding(amount))
  }
}
