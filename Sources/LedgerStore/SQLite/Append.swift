import GRDB
import SettlementCore

extension SQLiteLedger {
  @discardableResult
  public func append(_ run: NewRun) throws(LedgerFailure) -> AppendedRun {
    try Self.attempt("append run \(run.number)", path) { try append(run) { _ in } }
  }

  /// Facts are most of a run and take most of its time, so they are written by another thread while the caller finishes the rest. Meanwhile
  /// look-ups pass over what the open transaction has added.
  @discardableResult
  public func append(_ facts: NewRun, finishing: (inout NewRun) throws -> Void) throws -> AppendedRun {
    let operation = "append run \(facts.number)"
    let numbers = try Self.attempt(operation, path) { try queue.inDatabase { try begin($0, facts, operation) } }
    firstUnfinished.withLock { $0 = numbers.firsts }
    let writer = FactWriter(queue, facts, numbers)
    let writing = Ahead { Result { try writer.write() } }
    defer { firstUnfinished.withLock { $0 = [:] } }
    do {
      var run = facts
      try finishing(&run)
      return try Self.attempt(operation, path) {
        try writing.value.get()
        return try queue.inDatabase { database in
          let appended = try RunWriter(ledger: self, database: database, run: run, numbers: numbers, operation: operation).write()
          try database.commit()
          return appended
        }
      }
    } catch {
      writer.stop()
      _ = writing.value
      try Self.attempt(operation, path) { try queue.inDatabase { if $0.isInsideTransaction { try $0.rollback() } } }
      throw error
    }
  }

  private func begin(_ database: Database, _ facts: NewRun, _ operation: String) throws -> NewNumbers {
    try database.beginTransaction(.immediate)
    do {
      let numbers = try NewNumbers(database, facts)
      try RunWriter(ledger: self, database: database, run: facts, numbers: numbers, operation: operation).check()
      return numbers
    } catch {
      try database.rollback()
      throw error
    }
  }
}

/// Writes what a run has beside its facts, inside the transaction: each table in the order of its own keys.
///
/// A class, because a run is some fifty columns, and a copied value counts a reference for each.
final class RunWriter {
  let ledger: SQLiteLedger
  let database: Database
  let run: NewRun
  let operation: String
  let numbers: NewNumbers

  init(ledger: SQLiteLedger, database: Database, run: NewRun, numbers: NewNumbers, operation: String) {
    self.ledger = ledger
    self.database = database
    self.run = run
    self.numbers = numbers
    self.operation = operation
  }

  /// Throws when the run does not follow the newest, or its facts contradict themselves.
  func check() throws {
    try checkFollows()
    try checkLengths()
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

  func contradiction(_ message: String) -> LedgerFailure {
    LedgerFailure(.contradiction, operation: operation, path: ledger.path, message: message)
  }

  private func checkFollows() throws {
    let newest = try Int32.fetchOne(database, sql: "SELECT coalesce(max(run), 0) FROM runs")!
    guard run.number == newest + 1 else { throw contradiction("expected run \(newest + 1), found \(run.number)") }
    if let zone = try ledger.zone(database) {
      guard zone == run.zone else { throw contradiction("expected the zone \(zone) of the first run, found \(run.zone)") }
    } else {
      try database.execute(sql: "INSERT INTO meta VALUES ('zone', ?)", arguments: [run.zone])
    }
  }

  private func checkLengths() throws {
    let orders = run.orders
    let columns = [
      orders.bundle.count, orders.channel.count, orders.quantity.count, orders.currency.count, orders.paid.count, orders.list.count,
      orders.fee.count, orders.paidAt.count, orders.day.count, orders.terms.count,
    ]
    guard columns.allSatisfy({ $0 == orders.count }) else { throw contradiction("the columns of the orders differ in length") }
    let redemptions = run.redemptions.batch
    let earned = [
      run.redemptions.orderNumber.count, run.redemptions.posted.count, redemptions.entitlement.count, redemptions.redeemedAt.count,
      redemptions.day.count, redemptions.group.count, redemptions.price.count,
    ]
    guard earned.allSatisfy({ $0 == redemptions.count }) else { throw contradiction("the columns of the redemptions differ in length") }
    guard run.codes.count == 0 || run.codes.count == redemptions.count else {
      throw contradiction("expected a code for every redemption or none, found \(run.codes.count) for \(redemptions.count)")
    }
    let refunds = run.refunds.batch
    let given = [
      run.refunds.orderNumber.count, run.refunds.posted.count, refunds.amount.count, refunds.exponent.count, refunds.entitlement.count,
      refunds.units.count, refunds.refundedAt.count, refunds.day.count, refunds.group.count,
    ]
    guard given.allSatisfy({ $0 == refunds.count }) else { throw contradiction("the columns of the refunds differ in length") }
  }

  private func writeNames() throws {
    try writeNames(.party, run.parties)
    try writeNames(.bundle, run.bundles)
    try writeNames(.entitlement, run.entitlements)
    let first = try ledger.versions(database).count
    let insert = try Prepared.insert(
      database, into: "versions", ["number", "bundle", "effective", "digest", "currency", "first_run"])
    for (place, version) in run.versions.enumerated() {
      try insert.run {
        $0.integer(first + place)
        $0.text(version.bundle)
        $0.integer(version.effective.number)
        $0.text(version.digest)
        $0.text(version.currency.code)
        $0.integer(run.number)
      }
    }
  }

  /// Those beyond the stored ones, which must come first.
  private func writeNames(_ kind: SQLiteLedger.NameKind, _ terminology: Terminology) throws {
    let stored = try ledger.storedNames(database, kind)
    guard terminology.names.starts(with: stored) else {
      throw contradiction("the \(kind.rawValue) names differ from those of earlier runs")
    }
    if kind == .party, let first = terminology.names.first, first != Share.platform {
      throw contradiction("party 0 is \(Share.platform), found \(first)")
    }
    let insert = try Prepared.insert(database, into: "names", ["kind", "number", "name"])
    for number in stored.count..<terminology.count {
      try insert.run {
        $0.text(kind.rawValue)
        $0.integer(number)
        $0.text(terminology.names[number])
      }
    }
  }

  /// For the views: how many decimals the amounts of each currency in use have.
  private func writeCurrencies() throws {
    var used = run.orders.currenciesInUse
    used.formUnion(run.payouts.map(\.currency))
    used.formUnion(run.movements.map(\.currency))
    used.formUnion(run.discrepancies.map(\.currency))
    used.formUnion(run.linesKept.map(\.currency))
    let insert = try Prepared.insert(database, into: "currencies", ["code", "exponent", "scale"], orReplace: true)
    for currency in used.sorted(by: { $0.code < $1.code }) {
      try insert.run {
        $0.text(currency.code)
        $0.integer(currency.exponent)
        $0.integer((0..<currency.exponent).reduce(1) { scale, _ in scale * 10 })
      }
    }
  }

  private func writeRun() throws -> RunRecord {
    let record = RunRecord(
      number: run.number, day: run.day, sequence: run.sequence, firstGroup: run.firstGroup, groupCount: run.groupCount,
      summary: run.summary,
      orders: numbers.orders.range, redemptions: numbers.redemptions.range, refunds: numbers.refunds.range, payouts: numbers.payouts.range)
    let insert = try Prepared.insert(
      database, into: "runs",
      [
        "run", "day", "sequence", "first_group", "group_count", "first_order", "order_count", "first_redemption", "redemption_count",
        "first_refund", "refund_count", "first_payout", "payout_count", "summary",
      ])
    try insert.run {
      $0.integer(record.number)
      $0.integer(record.day.number)
      $0.integer(record.sequence)
      $0.integer(record.firstGroup)
      $0.integer(record.groupCount)
      for range in [record.orders, record.redemptions, record.refunds, record.payouts] {
        $0.integer(range.lowerBound)
        $0.integer(range.count)
      }
      $0.text(record.summary)
    }
    return record
  }
}
