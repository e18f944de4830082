import Faults
import GRDB
import SettlementCore
import Synchronization

/// Writes the facts of a run, a block of rows at a time: between two blocks others may use the connection.
final class FactWriter: Sendable {
  private let queue: DatabaseQueue
  private let run: NewRun
  private let numbers: NewNumbers
  private let isStopped = Atomic(false)

  init(_ queue: DatabaseQueue, _ run: NewRun, _ numbers: NewNumbers) {
    self.queue = queue
    self.run = run
    self.numbers = numbers
  }

  func write() throws {
    try writeOrders()
    try writeRedemptions()
    try writeRefunds()
  }

  /// Ends `write` before its next block.
  func stop() { isStopped.store(true, ordering: .relaxed) }

  private func writeOrders() throws {
    let (orders, current) = (run.orders, run.number)
    let lists = RedemptionsOfNewOrders(orders: orders.count, run.redemptions, numbers.redemptions)
    let currencies = orders.currenciesInUse
    let columns = [
      "order_id", "bundle", "channel", "quantity", "currency", "paid", "list", "fee", "paid_at", "day", "terms", "run", "redemptions",
    ]
    let gather = { @Sendable (block: Block) in
      let texts = OrderTexts(block, orders.ids, lists, currencies)
      return (
        texts: texts, bundle: block(orders.bundle), channel: block(orders.channel), quantity: block(orders.quantity),
        currency: block(orders.currency), paid: block(orders.paid), list: block(orders.list), fee: block(orders.fee),
        paidAt: block(orders.paidAt), day: block(orders.day), terms: block(orders.terms)
      )
    }
    try insert(into: "orders", columns, numbers.orders.rows, gather, texts: \.texts.all) { block in
      { to, row in
        to.pinned(block.texts.all.range(row))
        to.integer(block.bundle[row])
        to.optional(block.channel[row] < 0 ? nil : Int64(block.channel[row]))
        to.integer(block.quantity[row])
        to.pinned(block.texts.codes[Int(block.currency[row].index)])
        to.integer(block.paid[row])
        to.integer(block.list[row])
        to.integer(block.fee[row])
        to.integer(block.paidAt[row])
        to.integer(block.day[row])
        to.optional(block.terms[row] < 0 ? nil : Int64(block.terms[row]))
        to.integer(current)
        let list = block.texts.list(row)
        if list.isEmpty { to.null() } else { to.pinned(list) }
      }
    }
  }

  private func writeRedemptions() throws {
    let (batch, hasPosted, current) = (run.redemptions.batch, run.redemptions.posted, run.number)
    let orderNumbers = numbers.ofOrders(run.redemptions.orderNumber)
    let columns = ["redemption_id", "order_number", "entitlement", "redeemed_at", "day", "run", "posted", "group_number", "price"]
    let gather = { @Sendable (block: Block) in
      (
        ids: block(batch.ids), order: block(orderNumbers), entitlement: block(batch.entitlement), redeemedAt: block(batch.redeemedAt),
        day: block(batch.day), posted: block(hasPosted), group: block(batch.group), price: block(batch.price)
      )
    }
    try insert(into: "redemptions", columns, numbers.redemptions.rows, gather, texts: \.ids) { block in
      { to, row in
        let hasPosted = block.posted[row]
        to.pinned(block.ids.range(row))
        to.optional(block.order[row] == 0 ? nil : block.order[row])
        to.integer(block.entitlement[row])
        to.integer(block.redeemedAt[row])
        to.integer(block.day[row])
        to.integer(current)
        to.integer(hasPosted ? 1 : 0)
        to.optional(hasPosted && block.group[row] != 0 ? block.group[row] : nil)
        to.optional(hasPosted ? block.price[row] : nil)
      }
    }
  }

  private func writeRefunds() throws {
    let (batch, hasPosted, current) = (run.refunds.batch, run.refunds.posted, run.number)
    let orderNumbers = numbers.ofOrders(run.refunds.orderNumber)
    let columns = [
      "refund_id", "order_number", "amount", "exponent", "entitlement", "units", "refunded_at", "day", "run", "posted", "group_number",
    ]
    let gather = { @Sendable (block: Block) in
      (
        ids: block(batch.ids), order: block(orderNumbers), amount: block(batch.amount), exponent: block(batch.exponent),
        entitlement: block(batch.entitlement), units: block(batch.units), refundedAt: block(batch.refundedAt), day: block(batch.day),
        posted: block(hasPosted), group: block(batch.group)
      )
    }
    try insert(into: "refunds", columns, numbers.refunds.rows, gather, texts: \.ids) { block in
      { to, row in
        let hasPosted = block.posted[row]
        to.pinned(block.ids.range(row))
        to.optional(block.order[row] == 0 ? nil : block.order[row])
        to.integer(block.amount[row])
        to.integer(block.exponent[row])
        to.optional(block.entitlement[row] < 0 ? nil : Int64(block.entitlement[row]))
        to.integer(block.units[row])
        to.integer(block.refundedAt[row])
        to.integer(block.day[row])
        to.integer(current)
        to.integer(hasPosted ? 1 : 0)
        to.optional(hasPosted && block.group[row] != 0 ? block.group[row] : nil)
      }
    }
  }

  /// Inserts rows in the order of their numbers, which SQLite gives them: one above the newest.
  private func insert<Gathered: Sendable>(
    into table: String, _ columns: [String], _ rows: [Int32], _ gather: @escaping @Sendable (Block) -> Gathered,
    texts: (Gathered) -> TextColumn, _ binding: (Gathered) -> (inout Parameters, Int) -> Void
  ) throws {
    let bulk = BulkInsert(table: table, columns: columns)
    try Block.forEach(rows, gather: gather) { count, block in
      if isStopped.load(ordering: .relaxed) { return }
      try Effect.at(.statement, queue.path)
      try queue.inDatabase { database in try bulk.insert(database, count, pinning: texts(block).bytes, binding(block)) }
    }
  }
}

/// The texts of a block of orders in one column: ids, then lists of redemptions, then the codes of all currencies in use.
private struct OrderTexts: Sendable {
  private(set) var all: TextColumn
  /// Where each code stands, by the currency's index.
  private(set) var codes = [Range<Int>](repeating: 0..<0, count: Currency.count)
  private let count: Int

  init(_ block: Block, _ ids: TextColumn, _ lists: RedemptionsOfNewOrders, _ currencies: Set<Currency>) {
    all = block(ids)
    count = block.count
    for row in block.rows { lists.append(Int(row), to: &all) }
    for currency in currencies where !currency.code.isEmpty {
      all.append(currency.code)
      codes[Int(currency.index)] = all.range(all.count - 1)
    }
  }

  /// Where the list of an order stands.
  func list(_ row: Int) -> Range<Int> { all.range(count + row) }
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
