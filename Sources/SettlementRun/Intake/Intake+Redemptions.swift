import Feeds
import LedgerStore
import SettlementCore

/// What is still to be looked up once the rows of all feeds are known.
struct Pending {
  /// Stored orders whose history is needed.
  var orders: Set<Int64> = []
  /// Stored records whose order is unknown.
  var redemptions: Set<Int64> = []
  var refunds: Set<Int64> = []
  /// New rows → the stored order that they belong to.
  var orderOfRedemption: [Int32: Int64] = [:]
  var orderOfRefund: [Int32: Int64] = [:]
  /// Stored redemptions seen as reversed now, and stored refunds seen as failed.
  var reversals: [Int64: (at: Int64, day: Int32)] = [:]
  var failures: Set<Int64> = []
}

extension Intake {
  /// Takes the rows of `redemptions.csv`. The one change that is an event is redeemed → reversed.
  mutating func take(_ feed: RedemptionFeed, _ ledger: any Ledger, _ pending: inout Pending) throws {
    rejects += feed.rejects.listed
    var batch = feed.redemptions
    let entitlements = feed.entitlements.map { rules.entitlements.intern($0) }
    for row in 0..<batch.count { batch.entitlement[row] = entitlements[Int(batch.entitlement[row])] }
    batch.run = batch.day.map { run(of: $0) }
    batch.reversalRun = [Int32](repeating: Run.never, count: batch.count)
    batch.group = [Int64](repeating: 0, count: batch.count)
    batch.price = batch.group
    let (identity, orders) = try identify(batch)
    batch.order = orders
    let stored = try ledger.redemptions(withIDs: batch.ids, rows: identity.rows(count: batch.count))
    var place: [Int32: Int32] = [:]
    for (at, row) in stored.asked.enumerated() { place[row] = Int32(at) }

    var newRow: [Int32: Int32] = [:]
    if place.isEmpty && identity.repeats.isEmpty {
      facts.redemptions = batch
      redemptionOrder = identity.order
      codes = feed.codes
      for row in 0..<batch.count where feed.status[row] == .reversed { reverseNew(Int32(row), like: batch, row) }
    } else {
      for row in identity.rows(count: batch.count) where place[row] == nil {
        let new = Int32(facts.redemptions.count)
        newRow[row] = new
        facts.redemptions.append(Int(row), of: batch)
        if feed.codes.count > 0 { codes.append(Int(row), of: feed.codes) }
        if feed.status[Int(row)] == .reversed { reverseNew(new, like: batch, Int(row)) }
      }
    }
    newRedemptions = facts.redemptions.count
    redemptionNumber = [Int64](repeating: 0, count: newRedemptions)
    redemptionSeen = [Int32](repeating: current, count: newRedemptions)
    for (row, first) in identity.laterRows(onlyLast: isReadByWatermark) where newRow[first] != nil {
      compareNew(newRow[first]!, batch, Int(row), feed)
    }
    try compareStored(batch, feed, identity, place, stored, ledger, &pending)
    try resolveOrders(ledger, &pending)
  }

  /// Which rows are records for the first time, and the row of each one's order among the new ones, −1 without; side by side.
  private func identify(_ batch: RedemptionBatch) throws -> (Identity, orders: [Int32]) {
    let (index, ids) = (orderIndex, facts.orders.ids)
    let found: [(identity: Identity?, orders: [Int32])] = try inParallel(2) { half in
      if half == 0 { return (Identity(batch.ids), []) }
      return (nil, (0..<batch.count).map { index.row(in: ids, equalTo: $0, of: batch.orderIDs).map(Int32.init) ?? -1 })
    }
    return (found[0].identity!, found[1].orders)
  }

  private mutating func reverseNew(_ new: Int32, like batch: RedemptionBatch, _ row: Int) {
    let at = batch.reversedAt[row]
    let own = facts.redemptions.day[Int(new)]
    let day = at == .min ? max(today.number, own) : batch.reversalDay[row]
    facts.redemptions.reversedAt[Int(new)] = at
    facts.redemptions.reversalDay[Int(new)] = day
    facts.redemptions.reversalRun[Int(new)] = run(of: max(day, own))
    reversalsSeen.append(new)
  }

  /// A later row of the same file about a new record.
  private mutating func compareNew(_ new: Int32, _ batch: RedemptionBatch, _ row: Int, _ feed: RedemptionFeed) {
    let known = facts.redemptions
    let isSame =
      known.orderIDs.equals(Int(new), batch.orderIDs, row) && known.entitlement[Int(new)] == batch.entitlement[row]
      && known.redeemedAt[Int(new)] == batch.redeemedAt[row]
      && isSameCode(codes.count > 0 ? codes[Int(new)] : "", feed, row)
    let wasReversed = reversalsSeen.contains(new)
    switch (isSame, wasReversed, feed.status[row]) {
    case (true, false, .redeemed): break
    case (true, false, .reversed): reverseNew(new, like: batch, row)
    case (true, true, .reversed) where known.reversedAt[Int(new)] == batch.reversedAt[row]: break
    default:
      note(Reference(feed: .redemption, row: new))
      noteContent(of: batch, row, status: Self.standing(feed, row))
    }
  }

  /// What a row says beside its columns of the batch.
  private static func standing(_ feed: RedemptionFeed, _ row: Int) -> String {
    feed.codes.count > 0 ? "\(feed.status[row]) \(feed.codes[row])" : "\(feed.status[row])"
  }

  /// A code counts as content where both sides have one: without a key there is none (SPEC §10).
  private func isSameCode(_ known: String, _ feed: RedemptionFeed, _ row: Int) -> Bool {
    if known.isEmpty || feed.codes.count == 0 { return true }
    let code = feed.codes[row]
    return code.isEmpty || code == known
  }

  private mutating func compareStored(
    _ batch: RedemptionBatch, _ feed: RedemptionFeed, _ identity: Identity, _ place: [Int32: Int32], _ stored: StoredRedemptions,
    _ ledger: any Ledger, _ pending: inout Pending
  ) throws {
    if place.isEmpty { return }
    let rows = identity.storedRows(place, onlyLast: isReadByWatermark)
    let orders = try ledger.orders(withIDs: batch.orderIDs, rows: rows.map(\.row))
    let codes = feed.codes.count > 0 ? try ledger.codes(ofRedemptions: Array(Set(stored.number))) : [:]
    var orderNumber: [Int32: Int64] = [:]
    for (at, row) in orders.asked.enumerated() { orderNumber[row] = orders.number[at] }
    for (row, at) in rows {
      let known = stored.batch
      let number = stored.number[at]
      let isOrderSame =
        stored.orderNumber[at] > 0 ? orderNumber[row] == stored.orderNumber[at] : known.orderIDs.equals(at, batch.orderIDs, Int(row))
      let isSame =
        isOrderSame && known.entitlement[at] == batch.entitlement[Int(row)] && known.redeemedAt[at] == batch.redeemedAt[Int(row)]
        && isSameCode(codes[number] ?? "", feed, Int(row))
      let reversed = pending.reversals[number]?.at ?? (stored.reversalSeen[at] ? known.reversedAt[at] : nil)
      switch (isSame, reversed, feed.status[Int(row)]) {
      case (true, nil, .redeemed): continue
      case (true, .some, .redeemed) where isOfEarlierDay: continue
      case (true, nil, .reversed):
        let time = batch.reversedAt[Int(row)]
        pending.reversals[number] = (time, time == .min ? max(today.number, known.day[at]) : batch.reversalDay[Int(row)])
      case (true, .some(let time), .reversed) where time == batch.reversedAt[Int(row)]: continue
      default:
        changedRedemptions.insert(number)
        noteContent(of: batch, Int(row), status: Self.standing(feed, Int(row)))
        if let order = orderNumber[row] { pending.orders.insert(order) }
      }
      if stored.orderNumber[at] > 0 { pending.orders.insert(stored.orderNumber[at]) } else { pending.redemptions.insert(number) }
    }
  }

  /// Finds the orders of new redemptions that are not among the new ones.
  private mutating func resolveOrders(_ ledger: any Ledger, _ pending: inout Pending) throws {
    var unresolved: [Int32] = []
    let orderIDs = facts.redemptions.orderIDs
    for row in 0..<newRedemptions where facts.redemptions.order[row] < 0 { unresolved.append(Int32(row)) }
    let found = try ledger.orders(withIDs: orderIDs, rows: unresolved)
    for (at, row) in found.asked.enumerated() {
      pending.orderOfRedemption[row] = found.number[at]
      pending.orders.insert(found.number[at])
    }
  }
}
