import SettlementCore

extension StoredOrders: StoredColumns {
  static var table: String { "orders" }
  static var idColumn: String { "order_id" }
  static var select: String {
    """
    SELECT f.number, f.order_id, f.bundle, f.channel, f.quantity, f.currency, f.paid, f.list, f.fee, f.paid_at, f.day, f.terms, f.run \
    FROM orders f
    """
  }

  mutating func append(_ row: some LedgerRow, asked place: Int32) throws {
    number.append(row.integer(0))
    row.append(1, to: &batch.ids)
    batch.bundle.append(row.short(2))
    batch.channel.append(row.isNull(3) ? -1 : row.short(3))
    batch.quantity.append(row.integer(4))
    batch.currency.append(try currency(row))
    batch.paid.append(row.integer(6))
    batch.list.append(row.integer(7))
    batch.fee.append(row.integer(8))
    batch.paidAt.append(row.integer(9))
    batch.day.append(row.short(10))
    let isSplit = !row.isNull(11)
    batch.terms.append(isSplit ? row.short(11) : -1)
    seenRun.append(row.short(12))
    batch.run.append(isSplit ? row.short(12) : Run.never)
    asked.append(place)
  }

  /// Most orders have the currency of the one before: then no text is made.
  private func currency(_ row: some LedgerRow) throws -> Currency {
    if let last = batch.currency.last, row.equals(5, last.code) { return last }
    return try row.currency(5)
  }

  mutating func complete(_ database: some LedgerDatabase) throws {
    let places = number.indices.filter { batch.terms[$0] < 0 }
    try database.lateRows(.order, places.map { number[$0] }) { late, at in
      guard late.what == .split else { return }
      batch.terms[places[at]] = late.terms
      batch.run[places[at]] = late.run
    }
  }
}
