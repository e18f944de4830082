import GRDB
import SettlementCore

extension RunWriter {
  func writeOrders() throws {
    let insert = BulkInsert(
      database: database, table: "orders",
      columns: [
        "number", "order_id", "bundle", "channel", "quantity", "currency", "paid", "list", "fee", "paid_at", "day", "terms", "run",
      ])
    let orders = run.orders
    let currencies = Set(orders.currency)
    try Block.forEach(numbers.orders.rows) { block in
      let (ids, codes) = withCodes(of: currencies, block(orders.ids))
      let number = block(numbers.orders.numbers)
      let (bundle, channel, quantity) = (block(orders.bundle), block(orders.channel), block(orders.quantity))
      let (currency, paid, list, fee) = (block(orders.currency), block(orders.paid), block(orders.list), block(orders.fee))
      let (paidAt, day, terms) = (block(orders.paidAt), block(orders.day), block(orders.terms))
      try insert.insert(block.count, texts: ids) { to, row in
        to.integer(number[row])
        to.pinned(ids.range(row))
        to.integer(bundle[row])
        to.optional(channel[row] < 0 ? nil : Int64(channel[row]))
        to.integer(quantity[row])
        to.pinned(codes[Int(currency[row].index)])
        to.integer(paid[row])
        to.integer(list[row])
        to.integer(fee[row])
        to.integer(paidAt[row])
        to.integer(day[row])
        to.optional(terms[row] < 0 ? nil : Int64(terms[row]))
        to.integer(run.number)
      }
    }
  }

  /// The ids with the codes of all currencies in use behind them, and where each code stands, by the currency's index.
  private func withCodes(of currencies: Set<Currency>, _ ids: TextColumn) -> (TextColumn, [Range<Int>]) {
    var texts = ids
    var places = [Range<Int>](repeating: 0..<0, count: Currency.count)
    for currency in currencies where !currency.code.isEmpty {
      texts.append(currency.code)
      places[Int(currency.index)] = texts.range(texts.count - 1)
    }
    return (texts, places)
  }

  func writeRedemptions() throws {
    let insert = BulkInsert(
      database: database, table: "redemptions",
      columns: [
        "number", "redemption_id", "order_number", "entitlement", "redeemed_at", "day", "run", "posted", "group_number", "price",
      ])
    let batch = run.redemptions.batch
    let orderNumbers = run.redemptions.orderNumber.map { numbers.order($0) ?? 0 }
    try Block.forEach(numbers.redemptions.rows) { block in
      let (ids, number, order) = (block(batch.ids), block(numbers.redemptions.numbers), block(orderNumbers))
      let (entitlement, redeemedAt, day) = (block(batch.entitlement), block(batch.redeemedAt), block(batch.day))
      let (posted, group, price) = (block(run.redemptions.posted), block(batch.group), block(batch.price))
      try insert.insert(block.count, texts: ids) { to, row in
        to.integer(number[row])
        to.pinned(ids.range(row))
        to.optional(order[row] == 0 ? nil : order[row])
        to.integer(entitlement[row])
        to.integer(redeemedAt[row])
        to.integer(day[row])
        to.integer(run.number)
        to.integer(posted[row] ? 1 : 0)
        to.optional(posted[row] && group[row] != 0 ? group[row] : nil)
        to.optional(posted[row] ? price[row] : nil)
      }
    }
    try link("redemptions_of_order", numbers.redemptions, orderNumbers)
    try writeUnknownOrders(.redemption, numbers.redemptions, orderNumbers, batch.orderIDs)
  }

  func writeRefunds() throws {
    let insert = BulkInsert(
      database: database, table: "refunds",
      columns: [
        "number", "refund_id", "order_number", "amount", "exponent", "entitlement", "units", "refunded_at", "day", "run", "posted",
        "group_number",
      ])
    let batch = run.refunds.batch
    let orderNumbers = run.refunds.orderNumber.map { numbers.order($0) ?? 0 }
    try Block.forEach(numbers.refunds.rows) { block in
      let (ids, number, order) = (block(batch.ids), block(numbers.refunds.numbers), block(orderNumbers))
      let (amount, exponent, entitlement) = (block(batch.amount), block(batch.exponent), block(batch.entitlement))
      let (units, refundedAt, day) = (block(batch.units), block(batch.refundedAt), block(batch.day))
      let (posted, group) = (block(run.refunds.posted), block(batch.group))
      try insert.insert(block.count, texts: ids) { to, row in
        to.integer(number[row])
        to.pinned(ids.range(row))
        to.optional(order[row] == 0 ? nil : order[row])
        to.integer(amount[row])
        to.integer(exponent[row])
        to.optional(entitlement[row] < 0 ? nil : Int64(entitlement[row]))
        to.integer(units[row])
        to.integer(refundedAt[row])
        to.integer(day[row])
        to.integer(run.number)
        to.integer(posted[row] ? 1 : 0)
        to.optional(posted[row] && group[row] != 0 ? group[row] : nil)
      }
    }
    try link("refunds_of_order", numbers.refunds, orderNumbers)
    try writeUnknownOrders(.refund, numbers.refunds, orderNumbers, batch.orderIDs)
  }

  /// Which records an order has, in its own order: sorted by order, then number.
  private func link(_ table: String, _ batch: NewNumbers.Batch, _ orderNumbers: [Int64]) throws {
    let linked = RadixSort.order(of: orderNumbers, startingFrom: batch.rows).filter { orderNumbers[Int($0)] != 0 }
    let insert = BulkInsert(database: database, table: table, columns: ["order_number", "number"])
    try Block.forEach(linked) { block in
      let (order, number) = (block(orderNumbers), block(batch.numbers))
      try insert.insert(block.count) { to, row in
        to.integer(order[row])
        to.integer(number[row])
      }
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
