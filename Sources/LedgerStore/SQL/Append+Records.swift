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
    let lists = OrdersOfTerms.lists(run.orders, numbers.orders)
    try database.insert(lists, into: "orders_of_terms", ["terms", "day", "run", "numbers"]) { to, list in
      to.integer(list.terms)
      to.integer(list.day)
      to.integer(run.number)
      to.numbers(list.numbers[...])
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
    let starts = sorted.indices.filter { $0 == 0 || orders[sorted[$0]] != orders[sorted[$0 - 1]] } + [sorted.count]
    let numbers = sorted.map { redemptions[$0] }
    let columns = ["order_number", "run", "numbers"]
    try database.insert(starts.count - 1, into: "later_redemptions_of_order", columns, replacing: []) { to, place in
      to.integer(orders[sorted[starts[place]]])
      to.integer(run.number)
      to.numbers(numbers[starts[place]..<starts[place + 1]])
    }
  }

  private func writeRefundsOfOrders(_ orders: [Int64]) throws {
    let sorted = RadixSort.order(of: orders, startingFrom: numbers.refunds.rows).filter { orders[Int($0)] != 0 }
    let refunds = numbers.refunds.numbers
    try database.insert(sorted, into: "refunds_of_order", ["order_number", "number"]) { to, row in
      to.integer(orders[Int(row)])
      to.integer(refunds[Int(row)])
    }
  }

  private func writeUnknownOrders(_ feed: Feed, _ batch: NewNumbers.Batch, _ orderNumbers: [Int64], _ orderIDs: TextColumn) throws {
    if !orderNumbers.contains(0) { return }
    guard orderIDs.count == orderNumbers.count else { throw Contradiction("a \(feed.rawValue) names neither an order nor an order id") }
    let numbers = batch.numbers
    let rows = batch.rows.filter { orderNumbers[Int($0)] == 0 }
    try database.insert(rows, into: "unknown_orders", ["feed", "number", "order_id"]) { to, row in
      to.text(feed.rawValue)
      to.integer(numbers[Int(row)])
      to.text(orderIDs, Int(row))
    }
  }

  func writePayouts() throws {
    let columns = ["number", "payout_id", "party", "amount", "currency", "paid_at", "day", "run", "posted"]
    let numberOf = numbers.payouts.numbers
    try database.insert(numbers.payouts.rows, into: "payouts", columns) { to, row in
      let payout = run.payouts[Int(row)]
      to.integer(numberOf[Int(row)])
      to.text(payout.id)
      to.integer(payout.party)
      to.integer(payout.amount)
      to.text(payout.currency.code)
      to.integer(payout.paidAt)
      to.integer(payout.day.number)
      to.integer(run.number)
      to.integer(payout.run == run.number ? 1 : 0)
    }
  }
}
