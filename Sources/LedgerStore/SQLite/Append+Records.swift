import GRDB
import SettlementCore

extension RunWriter {
  func writeOrders() throws {
    let orders = run.orders
    let (ids, codes) = withCurrencyCodes(orders)
    let insert = BulkInsert(
      database: database, table: "orders",
      columns: [
        "number", "order_id", "bundle", "channel", "quantity", "currency", "paid", "list", "fee", "paid_at", "day", "terms", "run",
      ])
    try insert.insert(numbers.orders.rows, texts: ids) { to, row in
      to.integer(numbers.orders.numbers[row])
      to.pinned(ids.range(row))
      to.integer(orders.bundle[row])
      to.optional(orders.channel[row] < 0 ? nil : Int64(orders.channel[row]))
      to.integer(orders.quantity[row])
      to.pinned(codes[Int(orders.currency[row].index)])
      to.integer(orders.paid[row])
      to.integer(orders.list[row])
      to.integer(orders.fee[row])
      to.integer(orders.paidAt[row])
      to.integer(orders.day[row])
      to.optional(orders.terms[row] < 0 ? nil : Int64(orders.terms[row]))
      to.integer(run.number)
    }
  }

  /// The ids with the codes of all currencies in use behind them, and where each code stands, by the currency's index.
  private func withCurrencyCodes(_ orders: OrderBatch) -> (TextColumn, [Range<Int>]) {
    var texts = orders.ids
    var places = [Range<Int>](repeating: 0..<0, count: Currency.count)
    for currency in Set(orders.currency) where !currency.code.isEmpty {
      texts.append(currency.code)
      places[Int(currency.index)] = texts.range(texts.count - 1)
    }
    return (texts, places)
  }

  func writeRedemptions() throws {
    let batch = run.redemptions.batch
    let orderNumbers = run.redemptions.orderNumber.map { numbers.order($0) ?? 0 }
    let insert = BulkInsert(
      database: database, table: "redemptions",
      columns: [
        "number", "redemption_id", "order_number", "entitlement", "redeemed_at", "day", "run", "posted", "group_number", "price",
      ])
    try insert.insert(numbers.redemptions.rows, texts: batch.ids) { to, row in
      let posted = run.redemptions.posted[row]
      to.integer(numbers.redemptions.numbers[row])
      to.pinned(batch.ids.range(row))
      to.optional(orderNumbers[row] == 0 ? nil : orderNumbers[row])
      to.integer(batch.entitlement[row])
      to.integer(batch.redeemedAt[row])
      to.integer(batch.day[row])
      to.integer(run.number)
      to.integer(posted ? 1 : 0)
      to.optional(posted && batch.group[row] != 0 ? batch.group[row] : nil)
      to.optional(posted ? batch.price[row] : nil)
    }
    try link("redemptions_of_order", numbers.redemptions, orderNumbers)
    try writeUnknownOrders(.redemption, numbers.redemptions, orderNumbers, batch.orderIDs)
  }

  func writeRefunds() throws {
    let batch = run.refunds.batch
    let orderNumbers = run.refunds.orderNumber.map { numbers.order($0) ?? 0 }
    let insert = BulkInsert(
      database: database, table: "refunds",
      columns: [
        "number", "refund_id", "order_number", "amount", "exponent", "entitlement", "units", "refunded_at", "day", "run", "posted",
        "group_number",
      ])
    try insert.insert(numbers.refunds.rows, texts: batch.ids) { to, row in
      let posted = run.refunds.posted[row]
      to.integer(numbers.refunds.numbers[row])
      to.pinned(batch.ids.range(row))
      to.optional(orderNumbers[row] == 0 ? nil : orderNumbers[row])
      to.integer(batch.amount[row])
      to.integer(batch.exponent[row])
      to.optional(batch.entitlement[row] < 0 ? nil : Int64(batch.entitlement[row]))
      to.integer(batch.units[row])
      to.integer(batch.refundedAt[row])
      to.integer(batch.day[row])
      to.integer(run.number)
      to.integer(posted ? 1 : 0)
      to.optional(posted && batch.group[row] != 0 ? batch.group[row] : nil)
    }
    try link("refunds_of_order", numbers.refunds, orderNumbers)
    try writeUnknownOrders(.refund, numbers.refunds, orderNumbers, batch.orderIDs)
  }

  /// Which records an order has, in its own order: sorted by order, then number.
  private func link(_ table: String, _ batch: NewNumbers.Batch, _ orderNumbers: [Int64]) throws {
    let linked = RadixSort.order(of: orderNumbers, startingFrom: batch.rows).filter { orderNumbers[Int($0)] != 0 }
    try BulkInsert(database: database, table: table, columns: ["order_number", "number"]).insert(linked) { to, row in
      to.integer(orderNumbers[row])
      to.integer(batch.numbers[row])
    }
  }

  private func writeUnknownOrders(_ feed: Feed, _ batch: NewNumbers.Batch, _ orderNumbers: [Int64], _ orderIDs: TextColumn) throws {
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
