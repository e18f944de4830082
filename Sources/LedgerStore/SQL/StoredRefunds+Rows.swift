import SettlementCore

extension StoredRefunds: StoredOfOrder {
  static var table: String { "refunds" }
  static var idColumn: String { "refund_id" }
  static var select: String {
    """
    SELECT f.number, f.refund_id, f.order_number, f.amount, f.exponent, f.entitlement, f.units, f.refunded_at, f.day, f.run, f.posted, \
    f.group_number, x.refund, x.day, x.run FROM refunds f LEFT JOIN failures x ON x.refund = f.number
    """
  }
  static var listsOfOrder: [String] { [] }
  static var numbersOfOrder: [String] { ["SELECT number FROM refunds_of_order WHERE order_number = $1"] }

  mutating func append(_ row: some LedgerRow, asked place: Int32) {
    number.append(row.integer(0))
    row.append(1, to: &batch.ids)
    orderNumber.append(row.integer(2))
    batch.order.append(-1)
    batch.amount.append(row.integer(3))
    batch.exponent.append(UInt8(row.integer(4)))
    batch.entitlement.append(row.isNull(5) ? -1 : row.short(5))
    batch.units.append(row.integer(6))
    batch.refundedAt.append(row.integer(7))
    batch.day.append(row.short(8))
    seenRun.append(row.short(9))
    batch.run.append(row.integer(10) != 0 ? row.short(9) : Run.never)
    batch.group.append(row.integer(11))
    failureSeen.append(!row.isNull(12))
    batch.undoDay.append(row.short(13))
    batch.undoRun.append(row.isNull(14) ? Run.never : row.short(14))
    asked.append(place)
  }

  /// An excess may have been posted for any of them.
  mutating func complete(_ database: some LedgerDatabase) throws {
    try database.lateRows(.refund, number) { late, place in
      switch late.what {
      case .linked: orderNumber[place] = late.orderNumber
      case .posted: (batch.run[place], batch.group[place]) = (late.run, late.group)
      case .excess: batch.excess.append((refund: Int32(place), run: late.run))
      case .reversed: batch.undoRun[place] = late.run
      case .split: break
      }
    }
    batch.orderIDs = try database.unknownOrders(.refund, number, orderNumbers: orderNumber)
  }
}
