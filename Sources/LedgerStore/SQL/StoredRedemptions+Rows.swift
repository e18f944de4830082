import SettlementCore

extension StoredRedemptions: StoredOfOrder {
  static var table: String { "redemptions" }
  static var idColumn: String { "redemption_id" }
  static var select: String {
    """
    SELECT f.number, f.redemption_id, f.order_number, f.entitlement, f.redeemed_at, f.day, f.run, f.posted, f.group_number, f.price, \
    x.redemption, x.reversed_at, x.day, x.run FROM redemptions f LEFT JOIN reversals x ON x.redemption = f.number
    """
  }
  static var listsOfOrder: [String] {
    [
      "SELECT redemptions FROM orders WHERE number = $1 AND redemptions IS NOT NULL",
      "SELECT numbers FROM later_redemptions_of_order WHERE order_number = $1",
    ]
  }
  static var numbersOfOrder: [String] { [] }

  mutating func append(_ row: some LedgerRow, asked place: Int32) {
    number.append(row.integer(0))
    row.append(1, to: &batch.ids)
    orderNumber.append(row.integer(2))
    batch.order.append(-1)
    batch.entitlement.append(row.short(3))
    batch.redeemedAt.append(row.integer(4))
    batch.day.append(row.short(5))
    seenRun.append(row.short(6))
    batch.run.append(row.integer(7) != 0 ? row.short(6) : Run.never)
    batch.group.append(row.integer(8))
    batch.price.append(row.integer(9))
    reversalSeen.append(!row.isNull(10))
    batch.reversedAt.append(row.optional(11) ?? .min)
    batch.reversalDay.append(row.short(12))
    batch.reversalRun.append(row.isNull(13) ? Run.never : row.short(13))
    asked.append(place)
  }

  mutating func complete(_ database: some LedgerDatabase) throws {
    let places = number.indices.filter(isIncomplete)
    try database.lateRows(.redemption, places.map { number[$0] }) { late, at in
      let place = places[at]
      switch late.what {
      case .linked: orderNumber[place] = late.orderNumber
      case .posted: (batch.run[place], batch.group[place], batch.price[place]) = (late.run, late.group, late.price)
      case .reversed: batch.reversalRun[place] = late.run
      case .split, .excess: break
      }
    }
    batch.orderIDs = try database.unknownOrders(.redemption, number, orderNumbers: orderNumber)
  }

  private func isIncomplete(_ place: Int) -> Bool {
    orderNumber[place] == 0 || batch.run[place] == Run.never || (reversalSeen[place] && batch.reversalRun[place] == Run.never)
  }
}
