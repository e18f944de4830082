import SettlementCore

/// What a caller gave contradicts what is there, or itself.
struct Contradiction: Error {
  let message: String

  init(_ message: String) { self.message = message }
}

extension LedgerDatabase {
  /// The numbers of a new run. Throws `Contradiction` when it does not follow the newest, or its facts contradict themselves.
  func begin(_ facts: NewRun) throws -> NewNumbers {
    let numbers = try NewNumbers(self, facts)
    try sealWhatWasThere()
    try checkFollows(facts)
    try checkLengths(facts)
    return numbers
  }

  private func checkFollows(_ run: NewRun) throws {
    let newest = try newestRun()
    guard run.number == newest + 1 else { throw Contradiction("expected run \(newest + 1), found \(run.number)") }
    if let zone = try zone() {
      guard zone == run.zone else { throw Contradiction("expected the zone \(zone) of the first run, found \(run.zone)") }
    } else {
      try insert([run.zone], into: "meta", ["key", "value"]) { to, zone in
        to.text("zone")
        to.text(zone)
      }
    }
  }

  private func checkLengths(_ run: NewRun) throws {
    let orders = run.orders
    let columns = [
      orders.bundle.count, orders.channel.count, orders.quantity.count, orders.currency.count, orders.paid.count, orders.list.count,
      orders.fee.count, orders.paidAt.count, orders.day.count, orders.terms.count,
    ]
    guard columns.allSatisfy({ $0 == orders.count }) else { throw Contradiction("the columns of the orders differ in length") }
    guard run.buyers.count == 0 || run.buyers.count == orders.count else {
      throw Contradiction("expected a buyer for every order or none, found \(run.buyers.count) for \(orders.count)")
    }
    let redemptions = run.redemptions.batch
    let earned = [
      run.redemptions.orderNumber.count, run.redemptions.posted.count, redemptions.entitlement.count, redemptions.redeemedAt.count,
      redemptions.day.count, redemptions.group.count, redemptions.price.count,
    ]
    guard earned.allSatisfy({ $0 == redemptions.count }) else { throw Contradiction("the columns of the redemptions differ in length") }
    guard run.codes.count == 0 || run.codes.count == redemptions.count else {
      throw Contradiction("expected a code for every redemption or none, found \(run.codes.count) for \(redemptions.count)")
    }
    let refunds = run.refunds.batch
    let given = [
      run.refunds.orderNumber.count, run.refunds.posted.count, refunds.amount.count, refunds.exponent.count, refunds.entitlement.count,
      refunds.units.count, refunds.refundedAt.count, refunds.day.count, refunds.group.count,
    ]
    guard given.allSatisfy({ $0 == refunds.count }) else { throw Contradiction("the columns of the refunds differ in length") }
  }
}
