import Faults
import PostgresClient
import SettlementCore
import Synchronization

/// Sends the facts of a run by COPY, a table at a time and a block of rows at a time: while the server takes one, another thread makes the
/// next.
final class PostgresFactWriter: Sendable {
  private struct Stopped: Error {}
  private let run: NewRun
  private let numbers: NewNumbers
  private let isStopped = Atomic(false)

  init(_ run: NewRun, _ numbers: NewNumbers) {
    self.run = run
    self.numbers = numbers
  }

  func write(_ database: PostgresDatabase) throws {
    try writeOrders(database)
    try writeRedemptions(database)
    try writeRefunds(database)
  }

  /// Ends `write` before its next block; it throws then.
  func stop() { isStopped.store(true, ordering: .relaxed) }

  private func writeOrders(_ database: PostgresDatabase) throws {
    let (orders, current, first) = (run.orders, run.number, numbers.orders.range.lowerBound)
    let lists = RedemptionsOfNewOrders(orders: orders.count, run.redemptions, numbers.redemptions)
    let columns = [
      "number", "order_id", "bundle", "channel", "quantity", "currency", "paid", "list", "fee", "paid_at", "day", "terms", "run",
      "redemptions",
    ]
    try send(to: database, "orders", columns, numbers.orders.rows) { block in
      var (rows, number) = (CopyRows(columns: columns.count), first + Int64(block.rows.startIndex))
      rows.reserve(block.count * 160)
      for row in block.rows.lazy.map(Int.init) {
        rows.begin()
        rows.long(number)
        rows.text(orders.ids.bytes[orders.ids.range(row)])
        rows.integer(orders.bundle[row])
        if orders.channel[row] < 0 { rows.null() } else { rows.integer(orders.channel[row]) }
        rows.long(Int64(orders.quantity[row]))
        rows.text(orders.currency[row].code.utf8)
        rows.long(orders.paid[row])
        rows.long(orders.list[row])
        rows.long(orders.fee[row])
        rows.long(orders.paidAt[row])
        rows.integer(orders.day[row])
        if orders.terms[row] < 0 { rows.null() } else { rows.integer(orders.terms[row]) }
        rows.integer(current)
        let list = lists(row)
        if list.isEmpty { rows.null() } else { rows.longs(list) }
        number += 1
      }
      return rows.bytes
    }
  }

  private func writeRedemptions(_ database: PostgresDatabase) throws {
    let (batch, hasPosted, current) = (run.redemptions.batch, run.redemptions.posted, run.number)
    let first = numbers.redemptions.range.lowerBound
    let orderNumbers = numbers.ofOrders(run.redemptions.orderNumber)
    let columns = [
      "number", "redemption_id", "order_number", "entitlement", "redeemed_at", "day", "run", "posted", "group_number", "price",
    ]
    try send(to: database, "redemptions", columns, numbers.redemptions.rows) { block in
      var (rows, number) = (CopyRows(columns: columns.count), first + Int64(block.rows.startIndex))
      rows.reserve(block.count * 128)
      for row in block.rows.lazy.map(Int.init) {
        let hasPosted = hasPosted[row]
        rows.begin()
        rows.long(number)
        rows.text(batch.ids.bytes[batch.ids.range(row)])
        if orderNumbers[row] == 0 { rows.null() } else { rows.long(orderNumbers[row]) }
        rows.integer(batch.entitlement[row])
        rows.long(batch.redeemedAt[row])
        rows.integer(batch.day[row])
        rows.integer(current)
        rows.boolean(hasPosted)
        if hasPosted && batch.group[row] != 0 { rows.long(batch.group[row]) } else { rows.null() }
        if hasPosted { rows.long(batch.price[row]) } else { rows.null() }
        number += 1
      }
      return rows.bytes
    }
  }

  private func writeRefunds(_ database: PostgresDatabase) throws {
    let (batch, hasPosted, current, first) = (run.refunds.batch, run.refunds.posted, run.number, numbers.refunds.range.lowerBound)
    let orderNumbers = numbers.ofOrders(run.refunds.orderNumber)
    let columns = [
      "number", "refund_id", "order_number", "amount", "exponent", "entitlement", "units", "refunded_at", "day", "run", "posted",
      "group_number",
    ]
    try send(to: database, "refunds", columns, numbers.refunds.rows) { block in
      var (rows, number) = (CopyRows(columns: columns.count), first + Int64(block.rows.startIndex))
      for row in block.rows.lazy.map(Int.init) {
        let hasPosted = hasPosted[row]
        rows.begin()
        rows.long(number)
        rows.text(batch.ids.bytes[batch.ids.range(row)])
        if orderNumbers[row] == 0 { rows.null() } else { rows.long(orderNumbers[row]) }
        rows.long(batch.amount[row])
        rows.integer(Int32(batch.exponent[row]))
        if batch.entitlement[row] < 0 { rows.null() } else { rows.integer(batch.entitlement[row]) }
        rows.long(Int64(batch.units[row]))
        rows.long(batch.refundedAt[row])
        rows.integer(batch.day[row])
        rows.integer(current)
        rows.boolean(hasPosted)
        if hasPosted && batch.group[row] != 0 { rows.long(batch.group[row]) } else { rows.null() }
        number += 1
      }
      return rows.bytes
    }
  }

  /// Sends rows in the order of their numbers.
  private func send(
    to database: PostgresDatabase, _ table: String, _ columns: [String], _ rows: [Int32], _ make: @escaping @Sendable (Block) -> [UInt8]
  ) throws {
    if rows.isEmpty { return }
    try database.connection.copy(into: table, columns, subject: table) { put in
      try Block.forEach(rows, gather: make) { _, bytes in
        if isStopped.load(ordering: .relaxed) { throw Stopped() }
        try Effect.at(.statement, database.place)
        try put(bytes)
      }
    }
  }
}
