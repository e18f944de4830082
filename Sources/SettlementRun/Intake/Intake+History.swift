import Feeds
import LedgerStore
import SettlementCore

extension Intake {
  /// Loads the whole history of every order that this run touches: by a new record, a waiting one, or its day of expiry.
  mutating func loadHistory(_ ledger: any Ledger, _ pending: inout Pending, claims: [OpenClaim]) throws {
    woken = try ledger.waiting(dueOn: today)
    try touchWaiting(ledger, &pending)
    try touch(claims, ledger, &pending)
    try touchExpiring(ledger, &pending)
    for number in changedOrders { pending.orders.insert(number) }
    try loadTouched(ledger, pending)
    for (row, number) in pending.orderOfRedemption { facts.redemptions.order[Int(row)] = orderRow[number]! }
    for (row, number) in pending.orderOfRefund { facts.refunds.order[Int(row)] = orderRow[number]! }
    wake()
    applyChanges(pending)
    try loadBuyers(ledger)
  }

  /// Looks up whose orders those are of which something was redeemed today.
  private mutating func loadBuyers(_ ledger: any Ledger) throws {
    let redemptions = facts.redemptions
    var isAsked = [Bool](repeating: false, count: facts.orders.count)
    for row in 0..<redemptions.count where redemptions.run[row] == current && redemptions.day[row] == today.number {
      if Int(redemptions.order[row]) >= newOrders { isAsked[Int(redemptions.order[row])] = true }
    }
    buyersOfStored = try ledger.buyers(ofOrders: isAsked.indices.filter { isAsked[$0] }.map { orderNumber[$0] })
  }

  /// Loads the touched orders with all their records, and the records of unknown orders that were asked for.
  mutating func loadTouched(_ ledger: any Ledger, _ pending: Pending) throws {
    let numbers = pending.orders.sorted()
    try loadOrders(ledger.orders(numbers: numbers))
    append(try ledger.redemptions(ofOrders: numbers))
    append(try ledger.refunds(ofOrders: numbers))
    append(try ledger.redemptions(numbers: pending.redemptions.sorted()))
    append(try ledger.refunds(numbers: pending.refunds.sorted()))
  }

  private func touchWaiting(_ ledger: any Ledger, _ pending: inout Pending) throws {
    for waiting in woken where waiting.feed == .order { pending.orders.insert(waiting.number) }
    let redemptions = try ledger.redemptions(numbers: Set(woken.filter { $0.feed == .redemption }.map(\.number)).sorted())
    for at in 0..<redemptions.count {
      if redemptions.orderNumber[at] > 0 {
        pending.orders.insert(redemptions.orderNumber[at])
      } else {
        pending.redemptions.insert(redemptions.number[at])
      }
    }
    let refunds = try ledger.refunds(numbers: Set(woken.filter { $0.feed == .refund }.map(\.number)).sorted())
    for at in 0..<refunds.count {
      if refunds.orderNumber[at] > 0 { pending.orders.insert(refunds.orderNumber[at]) } else { pending.refunds.insert(refunds.number[at]) }
    }
  }

  /// What a partner has not answered yet takes part in its next reconciliation.
  private func touch(_ claims: [OpenClaim], _ ledger: any Ledger, _ pending: inout Pending) throws {
    func numbers(_ feed: Feed) -> [Int64] { Set(claims.filter { $0.feed == feed }.map(\.number)).sorted() }
    pending.orders.formUnion(numbers(.order))
    pending.orders.formUnion(try ledger.redemptions(numbers: numbers(.redemption)).orderNumber.filter { $0 > 0 })
    pending.orders.formUnion(try ledger.refunds(numbers: numbers(.refund)).orderNumber.filter { $0 > 0 })
  }

  /// Orders whose last valid day lies between the run before and this one.
  func touchExpiring(_ ledger: any Ledger, _ pending: inout Pending) throws {
    guard current > 1 else { return }
    let before = runDays[Int(current) - 2]
    guard before < today else { return }
    for terms in rules.terms {
      for days in terms.expiries {
        let paid = before.adding(days: -Int(days))...today.adding(days: -1 - Int(days))
        pending.orders.formUnion(try ledger.ordersPaid(in: paid, terms: terms.number))
      }
    }
  }

  private mutating func loadOrders(_ stored: StoredOrders) throws {
    for at in 0..<stored.count {
      let row = facts.orders.count
      facts.orders.append(at, of: stored.batch)
      orderNumber.append(stored.number[at])
      orderRow[stored.number[at]] = Int32(row)
      _ = orderIndex.insert(row, of: facts.orders.ids)
      giveCurrency(row)
    }
  }

  /// An order that named no currency takes its agreement's, once there is one and its amounts have no more decimals than that.
  private mutating func giveCurrency(_ row: Int) {
    guard facts.orders.currency[row] == .unknown else { return }
    let terms = facts.orders.terms[row]
    guard let currency = terms >= 0 ? rules.terms[Int(terms)].currency : rules.finder.currency(of: facts.orders.bundle[row]) else { return }
    var divisor: Int64 = 1
    for _ in currency.exponent..<4 { divisor *= 10 }
    let (paid, list, fee) = (facts.orders.paid[row], facts.orders.list[row], facts.orders.fee[row])
    guard paid % divisor == 0, list % divisor == 0, fee % divisor == 0 else { return }
    facts.orders.paid[row] = paid / divisor
    facts.orders.list[row] = list / divisor
    facts.orders.fee[row] = fee / divisor
    facts.orders.currency[row] = currency
  }

  private mutating func append(_ stored: StoredRedemptions) {
    for at in 0..<stored.count where redemptionRow[stored.number[at]] == nil {
      if stored.seenRun[at] > current { continue }
      let row = facts.redemptions.count
      facts.redemptions.append(at, of: stored.batch)
      facts.redemptions.order[row] = orderRow[stored.orderNumber[at]] ?? -1
      redemptionNumber.append(stored.number[at])
      redemptionSeen.append(stored.seenRun[at])
      redemptionRow[stored.number[at]] = Int32(row)
    }
  }

  private mutating func append(_ stored: StoredRefunds) {
    for at in 0..<stored.count where refundRow[stored.number[at]] == nil {
      if stored.seenRun[at] > current { continue }
      let row = facts.refunds.count
      facts.refunds.append(at, of: stored.batch)
      facts.refunds.order[row] = orderRow[stored.orderNumber[at]] ?? -1
      refundNumber.append(stored.number[at])
      if stored.failureSeen[at] { failedRefunds.insert(Int32(row)) }
      refundRow[stored.number[at]] = Int32(row)
    }
    for (at, run) in stored.batch.excess {
      if let row = refundRow[stored.number[Int(at)]], run <= current { facts.refunds.excess.append((row, run)) }
    }
  }

  /// What waits is tried again in this run; records of an order that was unknown are linked when it has come.
  private mutating func wake() {
    for waiting in woken {
      switch (waiting.feed, waiting.what) {
      case (.order, _): facts.orders.run[Int(orderRow[waiting.number]!)] = current
      case (.redemption, .reversal): facts.redemptions.reversalRun[Int(redemptionRow[waiting.number]!)] = current
      case (.redemption, _):
        let row = redemptionRow[waiting.number]!
        facts.redemptions.run[Int(row)] = current
        if facts.redemptions.order[Int(row)] < 0,
          let order = orderIndex.row(in: facts.orders.ids, equalTo: Int(row), of: facts.redemptions.orderIDs)
        {
          facts.redemptions.order[Int(row)] = Int32(order)
          linkedRedemptions.append(row)
        }
      case (.refund, .reversal):
        facts.refunds.undoRun[Int(refundRow[waiting.number]!)] = current
        facts.refunds.undoDay[Int(refundRow[waiting.number]!)] = today.number
      case (.refund, .excess): facts.refunds.excess.append((refundRow[waiting.number]!, current))
      case (.refund, _):
        let row = refundRow[waiting.number]!
        facts.refunds.run[Int(row)] = current
        if facts.refunds.order[Int(row)] < 0,
          let order = orderIndex.row(in: facts.orders.ids, equalTo: Int(row), of: facts.refunds.orderIDs)
        {
          facts.refunds.order[Int(row)] = Int32(order)
          linkedRefunds.append(row)
        }
      case (.payout, _): break
      }
    }
  }

  /// Changes of stored records: reversals, failures, and other content.
  private mutating func applyChanges(_ pending: Pending) {
    for (number, reversal) in pending.reversals.sorted(by: { $0.key < $1.key }) {
      let row = Int(redemptionRow[number]!)
      facts.redemptions.reversedAt[row] = reversal.at
      facts.redemptions.reversalDay[row] = reversal.day
      facts.redemptions.reversalRun[row] = run(of: max(reversal.day, facts.redemptions.day[row]))
      reversalsSeen.append(Int32(row))
    }
    for number in pending.failures.sorted() {
      fail(refundRow[number]!)
    }
    for number in changedOrders.sorted() { note(Reference(feed: .order, row: orderRow[number]!)) }
    for number in changedRedemptions.sorted() { note(Reference(feed: .redemption, row: redemptionRow[number]!)) }
    for number in changedRefunds.sorted() { note(Reference(feed: .refund, row: refundRow[number]!)) }
  }
}
