import Feeds
import LedgerStore
import SettlementCore

extension Intake {
  /// Takes the rows of `refunds.csv`. The one change that is an event is succeeded → failed; first seen as failed it never moves anything.
  mutating func take(_ feed: RefundFeed, _ ledger: any Ledger, _ pending: inout Pending) throws {
    rejects += feed.rejects.listed
    var batch = feed.refunds
    let count = batch.count
    let entitlements = feed.entitlements.map { rules.entitlements.intern($0) }
    for row in 0..<count where batch.entitlement[row] >= 0 { batch.entitlement[row] = entitlements[Int(batch.entitlement[row])] }
    batch.run = batch.day.map { run(of: $0) }
    batch.undoRun = [Int32](repeating: Run.never, count: count)
    batch.undoDay = [Int32](repeating: 0, count: count)
    batch.group = [Int64](repeating: 0, count: count)
    let orders = try ledger.orders(withIDs: batch.orderIDs, rows: (0..<Int32(count)).map { $0 })
    var orderOfRow: [Int32: Int] = [:]
    for (at, row) in orders.asked.enumerated() { orderOfRow[row] = at }
    let taken = readAmounts(feed, &batch, orderOfRow, orders)
    let kept = batch.rows(taken)
    let status = taken.map { feed.status[Int($0)] }
    let identity = Identity(kept.ids)
    let stored = try ledger.refunds(withIDs: kept.ids, rows: identity.rows(count: kept.count))
    var place: [Int32: Int32] = [:]
    for (at, row) in stored.asked.enumerated() { place[row] = Int32(at) }
    func numberOfOrder(_ row: Int32) -> Int64? { orderOfRow[taken[Int(row)]].map { orders.number[$0] } }

    var newRow: [Int32: Int32] = [:]
    for row in identity.rows(count: kept.count) where place[row] == nil {
      let new = Int32(facts.refunds.count)
      newRow[row] = new
      facts.refunds.append(Int(row), of: kept)
      if status[Int(row)] == .failed {
        facts.refunds.run[Int(new)] = Run.never
        failedAtFirst.insert(new)
      }
      if let order = orderIndex.row(in: facts.orders.ids, equalTo: Int(row), of: kept.orderIDs) {
        facts.refunds.order[Int(new)] = Int32(order)
      } else if let number = numberOfOrder(row) {
        pending.orderOfRefund[new] = number
        pending.orders.insert(number)
      }
    }
    newRefunds = facts.refunds.count
    refundNumber = [Int64](repeating: 0, count: newRefunds)
    for (row, first) in identity.laterRows(onlyLast: isReadByWatermark) where newRow[first] != nil {
      compareNew(newRow[first]!, kept, Int(row), status[Int(row)])
    }
    for (row, at) in identity.storedRows(place, onlyLast: isReadByWatermark) {
      compareStored(kept, Int(row), status[Int(row)], stored, at, numberOfOrder(row), &pending)
    }
  }

  /// Reads every amount in its order's minor unit; at four decimals while the order is unknown. Returns the rows that are kept.
  private mutating func readAmounts(_ feed: RefundFeed, _ batch: inout RefundBatch, _ orderOfRow: [Int32: Int], _ orders: StoredOrders)
    -> [Int32]
  {
    var taken: [Int32] = []
    batch.amount = []
    batch.exponent = []
    for row in 0..<batch.count {
      var currency = Currency.unknown
      if let order = orderIndex.row(in: facts.orders.ids, equalTo: row, of: batch.orderIDs) {
        currency = facts.orders.currency[order]
      } else if let at = orderOfRow[Int32(row)] {
        currency = orders.batch.currency[at]
        if currency == .unknown, let agreed = rules.finder.currency(of: orders.batch.bundle[at]) { currency = agreed }
      }
      batch.exponent.append(UInt8(currency.exponent))
      switch feed.parseAmount(row, exponent: currency.exponent) {
      case .success(let amount):
        batch.amount.append(amount)
        taken.append(Int32(row))
      case .failure(let reject):
        batch.amount.append(0)
        rejects.append(reject)
      }
    }
    return taken
  }

  private static func isSame(_ left: RefundBatch, _ row: Int, _ right: RefundBatch, _ other: Int) -> Bool {
    func scaled(_ batch: RefundBatch, _ row: Int) -> Int128 {
      var amount = Int128(batch.amount[row])
      for _ in Int(batch.exponent[row])..<4 { amount *= 10 }
      return amount
    }
    return scaled(left, row) == scaled(right, other) && left.entitlement[row] == right.entitlement[other]
      && left.units[row] == right.units[other]
      && left.refundedAt[row] == right.refundedAt[other]
  }

  private mutating func compareNew(_ new: Int32, _ batch: RefundBatch, _ row: Int, _ status: RefundFeed.Status) {
    let isSame = Self.isSame(facts.refunds, Int(new), batch, row) && facts.refunds.orderIDs.equals(Int(new), batch.orderIDs, row)
    let hasFailed = failedAtFirst.contains(new) || failuresSeen.contains(new)
    switch (isSame, hasFailed, status) {
    case (true, false, .succeeded), (true, true, .failed): break
    case (true, false, .failed):
      fail(new)
    default:
      note(Reference(feed: .refund, row: new))
      noteContent(of: batch, row, status: "\(status)")
    }
  }

  /// A refund failed: it is undone in this run, or when its own day has come.
  mutating func fail(_ row: Int32) {
    facts.refunds.undoRun[Int(row)] = run(of: facts.refunds.day[Int(row)])
    facts.refunds.undoDay[Int(row)] = max(today.number, facts.refunds.day[Int(row)])
    failuresSeen.append(row)
  }

  private mutating func compareStored(
    _ batch: RefundBatch, _ row: Int, _ status: RefundFeed.Status, _ stored: StoredRefunds, _ at: Int, _ order: Int64?,
    _ pending: inout Pending
  ) {
    let number = stored.number[at]
    let isOrderSame = stored.orderNumber[at] > 0 ? order == stored.orderNumber[at] : stored.batch.orderIDs.equals(at, batch.orderIDs, row)
    let isSame = isOrderSame && Self.isSame(batch, row, stored.batch, at)
    let hasFailed = stored.failureSeen[at] || pending.failures.contains(number)
    switch (isSame, hasFailed, status) {
    case (true, false, .succeeded), (true, true, .failed): return
    case (true, true, .succeeded) where isOfEarlierDay: return
    case (true, false, .failed): pending.failures.insert(number)
    default:
      changedRefunds.insert(number)
      noteContent(of: batch, row, status: "\(status)")
      if let order { pending.orders.insert(order) }
    }
    if stored.orderNumber[at] > 0 { pending.orders.insert(stored.orderNumber[at]) } else { pending.refunds.insert(number) }
  }
}

extension RefundBatch {
  /// The given rows.
  func rows(_ rows: [Int32]) -> RefundBatch {
    if rows.count == count { return self }
    var kept = RefundBatch()
    for row in rows { kept.append(Int(row), of: self) }
    return kept
  }
}
