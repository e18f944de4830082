import GRDB
import SettlementCore

extension RunWriter {
  /// Which records an order has, and which orders its terms have.
  func writeLinks() throws {
    let redemptions = numbers.ofOrders(run.redemptions.orderNumber)
    let refunds = numbers.ofOrders(run.refunds.orderNumber)
    try writeOrdersOfTerms()
    try writeLaterRedemptions()
    try writeRefundsOfOrders(refunds)
    try writeUnknownOrders(.redemption, numbers.redemptions, redemptions, run.redemptions.batch.orderIDs)
    try writeUnknownOrders(.refund, numbers.refunds, refunds, run.refunds.batch.orderIDs)
  }

  private func writeOrdersOfTerms() throws {
    let insert = try Prepared.insert(database, into: "orders_of_terms", ["terms", "day", "run", "numbers"])
    for list in OrdersOfTerms.lists(run.orders, numbers.orders) {
      try insert.run {
        $0.integer(list.terms)
        $0.integer(list.day)
        $0.integer(run.number)
        $0.text(list.numbers, 0)
      }
    }
  }

  /// Redemptions of orders that an earlier run saw, and those that were linked now. The others stand in their order's row.
  private func writeLaterRedemptions() throws {
    var orders: [Int64] = []
    var redemptions: [Int64] = []
    let new = numbers.redemptions.numbers
    for (row, order) in run.redemptions.orderNumber.enumerated() where order > 0 {
      orders.append(order)
      redemptions.append(new[row])
    }
    for late in run.latePostings {
      guard late.feed == .redemption, case .linked(let order) = late.what else { continue }
      orders.append(numbers.number(.order, order))
      redemptions.append(numbers.number(.redemption, late.number))
    }
    let sorted = RadixSort.order(of: orders, startingFrom: RadixSort.order(of: redemptions)).map(Int.init)
    let insert = try Prepared.insert(database, into: "later_redemptions_of_order", ["order_number", "run", "numbers"])
    var start = 0
    while start < sorted.count {
      let order = orders[sorted[start]]
      let end = sorted[start...].firstIndex { orders[$0] != order } ?? sorted.count
      var list = TextColumn()
      for place in start..<end { NumberList.extend(&list, with: redemptions[sorted[place]], isFirst: place == start) }
      list.endRow()
      try insert.run {
        $0.integer(order)
        $0.integer(run.number)
        $0.text(list, 0)
      }
      start = end
    }
  }

  private func writeRefundsOfOrders(_ orders: [Int64]) throws {
    let sorted = RadixSort.order(of: orders, startingFrom: numbers.refunds.rows).filter { orders[Int($0)] != 0 }
    let refunds = numbers.refunds.numbers
    try BulkInsert(table: "refunds_of_order", columns: ["order_number", "number"]).insert(database, sorted.count) { to, place in
      to.integer(orders[Int(sorted[place])])
      to.integer(refunds[Int(sorted[place])])
    }
  }

  private func writeUnknownOrders(_ feed: Feed, _ batch: NewNumbers.Batch, _ orderNumbers: [Int64], _ orderIDs: TextColumn) throws {
    if !orderNumbers.contains(0) { return }
    let insert = try Prepared.insert(database, into: "unknown_orders", ["feed", "number", "order_id"])
    for row in batch.rows where orderNumbers[Int(row)] == 0 {
      guard orderIDs.count == orderNumbers.count else { throw contradiction("a \(feed.rawValue) names neither an order nor an order id") }
      try insert.run {
        $0.text(feed.rawValue)
        $0.integer(batch.numbers[Int(row)])
        $0.text(orderIDs, Int(row))
      }
    }
  }

  func writePayouts() throws {
    let insert = try Prepared.insert(
      database, into: "payouts", ["number", "payout_id", "party", "amount", "currency", "paid_at", "day", "run", "posted"])
    for row in numbers.payouts.rows {
      let payout = run.payouts[Int(row)]
      try insert.run {
        $0.integer(numbers.payouts.numbers[Int(row)])
        $0.text(payout.id)
        $0.integer(payout.party)
        $0.integer(payout.amount)
        $0.text(payout.currency.code)
        $0.integer(payout.paidAt)
        $0.integer(payout.day.number)
        $0.integer(run.number)
        $0.integer(payout.run == run.number ? 1 : 0)
      }
    }
  }
}

