import LedgerStore
import Reconciliation
import SettlementCore

/// Asks the ledger whether leftover lines repeat what was matched in an earlier run, or reverse it (SPEC §7, step 2).
struct SettledLookup {
  let book: PartnerBook
  let settling: Settling
  let ledger: any Ledger
  private(set) var answer = SettledKeys()

  static func keys(_ book: PartnerBook, _ lines: [Int32], _ settling: Settling, _ ledger: any Ledger) throws -> SettledKeys {
    if lines.isEmpty || settling.intake.current == 1 { return SettledKeys() }
    var lookup = SettledLookup(book: book, settling: settling, ledger: ledger)
    try lookup.ask(lines)
    return lookup.answer
  }

  private mutating func ask(_ lines: [Int32]) throws {
    var references = TextColumn()
    var orders = TextColumn()
    for line in lines {
      let content = book.line(Int(line), occurrence: 1)
      references.append(content.reference)
      orders.append(content.orderID)
    }
    let rows = lines.indices.map { Int32($0) }
    switch (book.delivery.profile.matches, book.delivery.profile.on.contains(.reference)) {
    case (.redemptions, true): try note(ledger.redemptions(withIDs: references, rows: rows), lines) { Int($0) }
    case (.redemptions, false): try askByOrder(orders, rows, lines)
    case (.orders, true): try askBills(references, orders, rows, lines)
    case (.orders, false): try askBills(orders, orders, rows, lines)
    }
  }

  /// Notes redemptions of this partner that have earned, or were reversed, in an earlier run.
  private mutating func note(_ found: StoredRedemptions, _ lines: [Int32], lineOf: (Int32) -> Int?) throws {
    let orders = try ledger.orders(numbers: Set(found.orderNumber.filter { $0 > 0 }).sorted())
    var place: [Int64: Int] = [:]
    for at in 0..<orders.count { place[orders.number[at]] = at }
    for at in 0..<found.count {
      guard let line = lineOf(found.asked[at]).map({ lines[$0] }), let order = place[found.orderNumber[at]] else { continue }
      guard settling.intake.rules.party(of: orders.batch, order, found.batch.entitlement[at]) == book.delivery.party else { continue }
      let current = settling.intake.current
      let isReversed = book.lines.type[Int(line)] == .reversed
      if found.batch.run[at] < current && isReversed { answer.counterpart.insert(line) }
      if (isReversed ? found.batch.reversalRun[at] : found.batch.run[at]) < current { answer.same.insert(line) }
    }
  }

  private mutating func askByOrder(_ orderIDs: TextColumn, _ rows: [Int32], _ lines: [Int32]) throws {
    let orders = try ledger.orders(withIDs: orderIDs, rows: rows)
    for at in 0..<orders.count {
      let line = Int(orders.asked[at])
      var redemptions = try ledger.redemptions(ofOrders: [orders.number[at]])
      let item = book.line(Int(lines[line]), occurrence: 1).item
      let names = settling.intake.rules.entitlements
      let isOfItem = redemptions.batch.entitlement.map { !book.delivery.profile.on.contains(.item) || names[$0] == item }
      redemptions.asked = redemptions.number.indices.map { Int32($0) }
      try note(redemptions, lines) { isOfItem[Int($0)] ? line : nil }
    }
  }

  /// A channel's orders and refunds that were known before this run.
  private mutating func askBills(_ ids: TextColumn, _ orderIDs: TextColumn, _ rows: [Int32], _ lines: [Int32]) throws {
    let orders = try ledger.orders(withIDs: ids, rows: rows)
    for at in 0..<orders.count where book.delivery.covers(channel: orders.batch.channel[at]) {
      let line = lines[Int(orders.asked[at])]
      if book.lines.type[Int(line)] == .redeemed { answer.same.insert(line) }
    }
    let reversed = try ledger.orders(withIDs: orderIDs, rows: rows)
    for at in 0..<reversed.count where book.delivery.covers(channel: reversed.batch.channel[at]) {
      let line = lines[Int(reversed.asked[at])]
      if book.lines.type[Int(line)] == .reversed { answer.counterpart.insert(line) }
    }
    let refunds = try ledger.refunds(withIDs: ids, rows: rows)
    let numbers = try ledger.orders(numbers: Set(refunds.orderNumber.filter { $0 > 0 }).sorted())
    var channel: [Int64: Int32] = [:]
    for at in 0..<numbers.count { channel[numbers.number[at]] = numbers.batch.channel[at] }
    for at in 0..<refunds.count where !refunds.failureSeen[at] {
      guard let of = channel[refunds.orderNumber[at]], book.delivery.covers(channel: of) else { continue }
      let line = lines[Int(refunds.asked[at])]
      if book.lines.type[Int(line)] == .reversed { answer.same.insert(line) }
    }
  }
}
