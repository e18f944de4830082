import SettlementCore

/// Writes what a run has beside its facts, inside the transaction: each table in the order of its own keys.
///
/// A class, because a run is some fifty columns, and a copied value counts a reference for each.
final class RunWriter<Database: LedgerDatabase> {
  let database: Database
  let run: NewRun
  let numbers: NewNumbers

  init(database: Database, run: NewRun, numbers: NewNumbers) {
    self.database = database
    self.run = run
    self.numbers = numbers
  }

  func write() throws -> AppendedRun {
    try writeNames()
    try writeCurrencies()
    let record = try writeRun()
    try writeLinks()
    try writeSources()
    try writePayouts()
    try writeLaterEvents()
    try writeWaiting()
    try writeMoney()
    try writeDiscrepancies()
    try writeDecisions()
    try writePartners()
    return AppendedRun(
      record: record, orders: numbers.orders.numbers, redemptions: numbers.redemptions.numbers, refunds: numbers.refunds.numbers,
      payouts: numbers.payouts.numbers)
  }

  private func writeNames() throws {
    try writeNames(.party, run.parties)
    try writeNames(.bundle, run.bundles)
    try writeNames(.entitlement, run.entitlements)
    let first = try database.versions().count
    let columns = ["number", "bundle", "effective", "digest", "currency", "first_run"]
    try database.insert(Array(run.versions.enumerated()), into: "versions", columns) { to, version in
      to.integer(first + version.offset)
      to.text(version.element.bundle)
      to.integer(version.element.effective.number)
      to.text(version.element.digest)
      to.text(version.element.currency.code)
      to.integer(run.number)
    }
  }

  /// Those beyond the stored ones, which must come first.
  private func writeNames(_ kind: NameKind, _ terminology: Terminology) throws {
    let stored = try database.storedNames(kind)
    guard terminology.names.starts(with: stored) else {
      throw Contradiction("the \(kind.rawValue) names differ from those of earlier runs")
    }
    if kind == .party, let first = terminology.names.first, first != Share.platform {
      throw Contradiction("party 0 is \(Share.platform), found \(first)")
    }
    try database.insert(stored.count..<terminology.count, into: "names", ["kind", "number", "name"]) { to, number in
      to.text(kind.rawValue)
      to.integer(number)
      to.text(terminology.names[number])
    }
  }

  /// For the views: how many decimals the amounts of each currency in use have.
  private func writeCurrencies() throws {
    var used = run.orders.currenciesInUse
    used.formUnion(run.payouts.map(\.currency))
    used.formUnion(run.movements.map(\.currency))
    used.formUnion(run.discrepancies.map(\.currency))
    used.formUnion(run.linesKept.map(\.currency))
    let currencies = used.sorted { $0.code < $1.code }
    try database.insert(currencies, into: "currencies", ["code", "exponent", "scale"], replacing: ["code"]) { to, currency in
      to.text(currency.code)
      to.integer(currency.exponent)
      to.integer((0..<currency.exponent).reduce(1) { scale, _ in scale * 10 })
    }
  }

  private func writeRun() throws -> RunRecord {
    let record = RunRecord(
      number: run.number, day: run.day, sequence: run.sequence, firstGroup: run.firstGroup, groupCount: run.groupCount,
      summary: run.summary,
      orders: numbers.orders.range, redemptions: numbers.redemptions.range, refunds: numbers.refunds.range, payouts: numbers.payouts.range)
    let columns = [
      "run", "day", "sequence", "first_group", "group_count", "first_order", "order_count", "first_redemption", "redemption_count",
      "first_refund", "refund_count", "first_payout", "payout_count", "summary",
    ]
    try database.insert([record], into: "runs", columns) { to, record in
      to.integer(record.number)
      to.integer(record.day.number)
      to.integer(record.sequence)
      to.integer(record.firstGroup)
      to.integer(record.groupCount)
      for range in [record.orders, record.redemptions, record.refunds, record.payouts] {
        to.integer(range.lowerBound)
        to.integer(range.count)
      }
      to.text(record.summary)
    }
    return record
  }
}
