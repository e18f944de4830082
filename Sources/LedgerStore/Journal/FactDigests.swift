import SettlementCore

/// The digests of a run's orders, redemptions and refunds, made from the columns on a thread of its own while they are written: reading
/// millions of rows back would take longer than writing them.
enum FactDigests {
  static func start(_ run: NewRun, _ numbers: NewNumbers) -> Ahead<[TableDigest]> {
    Ahead { [orders(run, numbers), redemptions(run, numbers), refunds(run, numbers)] }
  }

  private static func orders(_ run: NewRun, _ numbers: NewNumbers) -> TableDigest {
    let (orders, current) = (run.orders, run.number)
    let lists = RedemptionsOfNewOrders(orders: orders.count, run.redemptions, numbers.redemptions)
    return digest("orders", numbers.orders) { block, number, rows in
      let (ids, bundle, channel, quantity) = (block(orders.ids), block(orders.bundle), block(orders.channel), block(orders.quantity))
      let (currency, paid, list, fee) = (block(orders.currency), block(orders.paid), block(orders.list), block(orders.fee))
      let (paidAt, day, terms, at) = (block(orders.paidAt), block(orders.day), block(orders.terms), Array(block.rows))
      for row in 0..<block.count {
        rows.integer(number + Int64(row))
        rows.text(ids, row)
        rows.integer(bundle[row])
        rows.optional(channel[row] < 0 ? nil : Int64(channel[row]))
        rows.integer(quantity[row])
        rows.text(currency[row].code)
        rows.integer(paid[row])
        rows.integer(list[row])
        rows.integer(fee[row])
        rows.integer(paidAt[row])
        rows.integer(day[row])
        rows.optional(terms[row] < 0 ? nil : Int64(terms[row]))
        rows.integer(current)
        let redemptions = lists(Int(at[row]))
        if redemptions.isEmpty { rows.null() } else { rows.numbers(redemptions) }
        rows.endRow()
      }
    }
  }

  private static func redemptions(_ run: NewRun, _ numbers: NewNumbers) -> TableDigest {
    let (batch, hasPosted, current) = (run.redemptions.batch, run.redemptions.posted, run.number)
    let orderNumbers = numbers.ofOrders(run.redemptions.orderNumber)
    return digest("redemptions", numbers.redemptions) { block, number, rows in
      let (ids, order, entitlement, redeemedAt) = (block(batch.ids), block(orderNumbers), block(batch.entitlement), block(batch.redeemedAt))
      let (day, posted, group, price) = (block(batch.day), block(hasPosted), block(batch.group), block(batch.price))
      for row in 0..<block.count {
        rows.integer(number + Int64(row))
        rows.text(ids, row)
        rows.optional(order[row] == 0 ? nil : order[row])
        rows.integer(entitlement[row])
        rows.integer(redeemedAt[row])
        rows.integer(day[row])
        rows.integer(current)
        rows.integer(posted[row] ? 1 : 0)
        rows.optional(posted[row] && group[row] != 0 ? group[row] : nil)
        rows.optional(posted[row] ? price[row] : nil)
        rows.endRow()
      }
    }
  }

  private static func refunds(_ run: NewRun, _ numbers: NewNumbers) -> TableDigest {
    let (batch, hasPosted, current) = (run.refunds.batch, run.refunds.posted, run.number)
    let orderNumbers = numbers.ofOrders(run.refunds.orderNumber)
    return digest("refunds", numbers.refunds) { block, number, rows in
      for (place, row) in block.rows.lazy.map(Int.init).enumerated() {
        rows.integer(number + Int64(place))
        rows.text(batch.ids, row)
        rows.optional(orderNumbers[row] == 0 ? nil : orderNumbers[row])
        rows.integer(batch.amount[row])
        rows.integer(batch.exponent[row])
        rows.optional(batch.entitlement[row] < 0 ? nil : Int64(batch.entitlement[row]))
        rows.integer(batch.units[row])
        rows.integer(batch.refundedAt[row])
        rows.integer(batch.day[row])
        rows.integer(current)
        rows.integer(hasPosted[row] ? 1 : 0)
        rows.optional(hasPosted[row] && batch.group[row] != 0 ? batch.group[row] : nil)
        rows.endRow()
      }
    }
  }

  /// In the order of the numbers, a block of rows at a time.
  private static func digest(
    _ table: String, _ batch: NewNumbers.Batch, _ add: (Block, _ first: Int64, inout NewRows) -> Void
  ) -> TableDigest {
    var (hash, rows, number) = (RowHash(), NewRows(), batch.range.lowerBound)
    for block in Block.all(of: batch.rows) {
      rows.clear()
      add(block, number, &rows)
      hash.add(rows)
      number += Int64(block.count)
    }
    return hash.digest(table)
  }
}
