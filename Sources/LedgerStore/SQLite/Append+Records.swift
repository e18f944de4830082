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
    let numbers = numbers.orders.numbers
    let currencies = orders.currenciesInUse
    let gather = { @Sendable (block: Block) in
      let (ids, codes) = Self.withCodes(of: currencies, block(orders.ids))
      return (
        ids: ids, codes: codes, number: block(numbers), bundle: block(orders.bundle), channel: block(orders.channel), quantity: block(orders.quantity),
        currency: block(orders.currency), paid: block(orders.paid), list: block(orders.list), fee: block(orders.fee), paidAt: block(orders.paidAt),
        day: block(orders.day), terms: block(orders.terms)
      )
    }
    try Block.forEach(self.numbers.orders.rows, gather: gather) { count, block in
      try insert.insert(count, texts: block.ids) { to, row in
        to.integer(block.number[row])
        to.pinned(block.ids.range(row))
        to.integer(block.bundle[row])
        to.optional(block.channel[row] < 0 ? nil : Int64(block.channel[row]))
        to.integer(block.quantity[row])
        to.pinned(block.codes[Int(block.currency[row].index)])
        to.integer(block.paid[row])
        to.integer(block.list[row])
        to.integer(block.fee[row])
        to.integer(block.paidAt[row])
        to.integer(block.day[row])
        to.optional(block.terms[row] < 0 ? nil : Int64(block.terms[row]))
        to.integer(run.number)
      }
    }
  }

  /// The ids with the codes of all currencies in use behind them, and where each code stands, by the currency's index.
  private static func withCodes(of currencies: Set<Currency>, _ ids: TextColumn) -> (TextColumn, [Range<Int>]) {
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
    let (batch, hasPosted, numbers) = (run.redemptions.batch, run.redemptions.posted, numbers.redemptions.numbers)
    let orderNumbers = orderNumbers(run.redemptions.orderNumber)
    let rows = self.numbers.redemptions.rows
    let linked = Ahead { Self.inOrderOfOrders(rows, orderNumbers) }
    let gather = { @Sendable (block: Block) in
      (
        ids: block(batch.ids), number: block(numbers), order: block(orderNumbers), entitlement: block(batch.entitlement),
        redeemedAt: block(batch.redeemedAt), day: block(batch.day), posted: block(hasPosted), group: block(batch.group), price: block(batch.price)
      )
    }
    try Block.forEach(rows, gather: gather) { count, block in
      try insert.insert(count, texts: block.ids) { to, row in
        let hasPosted = block.posted[row]
        to.integer(block.number[row])
        to.pinned(block.ids.range(row))
        to.optional(block.order[row] == 0 ? nil : block.order[row])
        to.integer(block.entitlement[row])
        to.integer(block.redeemedAt[row])
        to.integer(block.day[row])
        to.integer(run.number)
        to.integer(hasPosted ? 1 : 0)
        to.optional(hasPosted && block.group[row] != 0 ? block.group[row] : nil)
        to.optional(hasPosted ? block.price[row] : nil)
      }
    }
    try link("redemptions_of_order", linked.take(), numbers, orderNumbers)
    try writeUnknownOrders(.redemption, self.numbers.redemptions, orderNumbers, batch.orderIDs)
  }

  func writeRefunds() throws {
    let insert = BulkInsert(
      database: database, table: "refunds",
      columns: [
        "number", "refund_id", "order_number", "amount", "exponent", "entitlement", "units", "refunded_at", "day", "run", "posted",
        "group_number",
      ])
    let (batch, hasPosted, numbers) = (run.refunds.batch, run.refunds.posted, numbers.refunds.numbers)
    let orderNumbers = orderNumbers(run.refunds.orderNumber)
    let rows = self.numbers.refunds.rows
    let gather = { @Sendable (block: Block) in
      (
        ids: block(batch.ids), number: block(numbers), order: block(orderNumbers), amount: block(batch.amount), exponent: block(batch.exponent),
        entitlement: block(batch.entitlement), units: block(batch.units), refundedAt: block(batch.refundedAt), day: block(batch.day),
        posted: block(hasPosted), group: block(batch.group)
      )
    }
    try Block.forEach(rows, gather: gather) { count, block in
      try insert.insert(count, texts: block.ids) { to, row in
        let hasPosted = block.posted[row]
        to.integer(block.number[row])
        to.pinned(block.ids.range(row))
        to.optional(block.order[row] == 0 ? nil : block.order[row])
        to.integer(block.amount[row])
        to.integer(block.exponent[row])
        to.optional(block.entitlement[row] < 0 ? nil : Int64(block.entitlement[row]))
        to.integer(block.units[row])
        to.integer(block.refundedAt[row])
        to.integer(block.day[row])
        to.integer(run.number)
        to.integer(hasPosted ? 1 : 0)
        to.optional(hasPosted && block.group[row] != 0 ? block.group[row] : nil)
      }
    }
    try link("refunds_of_order", Self.inOrderOfOrders(rows, orderNumbers), numbers, orderNumbers)
    try writeUnknownOrders(.refund, self.numbers.refunds, orderNumbers, batch.orderIDs)
  }

  /// Numbers for references; 0 for an unknown order.
  private func orderNumbers(_ references: [Int64]) -> [Int64] {
    let new = numbers.orders.numbers
    return references.map { $0 >= 0 ? $0 : $0 == RecordReference.none ? 0 : new[Int(-1 - $0)] }
  }

  /// The rows that have an order, sorted by order, then number.
  private static func inOrderOfOrders(_ rows: [Int32], _ orderNumbers: [Int64]) -> [Int32] {
    RadixSort.order(of: orderNumbers, startingFrom: rows).filter { orderNumbers[Int($0)] != 0 }
  }

  /// Which records an order has, in its own order.
  private func link(_ table: String, _ linked: [Int32], _ numbers: [Int64], _ orderNumbers: [Int64]) throws {
    let insert = BulkInsert(database: database, table: table, columns: ["order_number", "number"])
    try Block.forEach(linked, gather: { @Sendable in (order: $0(orderNumbers), number: $0(numbers)) }) { count, block in
      try insert.insert(count) { to, row in
        to.integer(block.order[row])
        to.integer(block.number[row])
      }
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

extension OrderBatch {
  /// Most orders have the currency of the one before: a set is asked only where it changes.
  var currenciesInUse: Set<Currency> {
    var used: Set<Currency> = []
    var last: Currency?
    for currency in currency where currency != last {
      used.insert(currency)
      last = currency
    }
    return used
  }
}
