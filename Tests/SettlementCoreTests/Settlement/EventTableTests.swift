import Testing

@testable import SettlementCore

/// The order of events (SPEC §4): by run, instant, kind and id as bytes, whatever order the rows arrived in.
@Suite struct EventTableTests {
  private func told(_ events: EventTable, _ facts: OrderFactsTable) -> [String] {
    (0..<events.count).map { event in
      "\(events.run[event]) \(events.instant[event]) \(events.kind[event]) \(facts.ids(events.kind[event])[Int(events.record[event])])"
    }
  }

  private func shuffled(_ facts: OrderFactsTable, _ random: inout SplitMix64) -> OrderFactsTable {
    var other = OrderFactsTable()
    let orders = (0..<facts.orders.count).shuffled(using: &random)
    var place = [Int32](repeating: -1, count: orders.count)
    for (row, old) in orders.enumerated() {
      other.orders.append(old, of: facts.orders)
      place[old] = Int32(row)
    }
    for row in (0..<facts.redemptions.count).shuffled(using: &random) { other.redemptions.append(row, of: facts.redemptions) }
    for row in (0..<facts.refunds.count).shuffled(using: &random) { other.refunds.append(row, of: facts.refunds) }
    other.redemptions.order = other.redemptions.order.map { $0 < 0 ? -1 : place[Int($0)] }
    other.refunds.order = other.refunds.order.map { $0 < 0 ? -1 : place[Int($0)] }
    return other
  }

  @Test(arguments: UInt64(0)..<60) func isSortedWhateverArrivesFirst(seed: UInt64) {
    let facts = RandomShop(seed: seed).facts
    var random = SplitMix64(seed: seed)
    let events = EventTable(facts, upTo: 2, endOfDay: RandomShop.endOfDay)
    let other = shuffled(facts, &random)
    #expect(told(EventTable(other, upTo: 2, endOfDay: RandomShop.endOfDay), other) == told(events, facts), "seed \(seed)")
    let keys = (0..<events.count).map { event -> (Int32, Int64, UInt8, [UInt8]) in
      let id = facts.ids(events.kind[event])[Int(events.record[event])]
      return (events.run[event], events.instant[event], events.kind[event].rawValue, Array(id.utf8))
    }
    for (left, right) in zip(keys, keys.dropFirst()) {
      let isBefore = (left.0, left.1, left.2) < (right.0, right.1, right.2)
      let isTie = (left.0, left.1, left.2) == (right.0, right.1, right.2) && !right.3.lexicographicallyPrecedes(left.3)
      #expect(isBefore || isTie, "seed \(seed)")
    }
    let (orders, redemptions, refunds) = (facts.orders, facts.redemptions, facts.refunds)
    let known = (0..<redemptions.count).filter { redemptions.order[$0] >= 0 }
    let knownRefunds = (0..<refunds.count).filter { refunds.order[$0] >= 0 }
    #expect(
      events.count == orders.count + known.count + known.count { redemptions.reversalRun[$0] <= 2 } + knownRefunds.count
        + knownRefunds.count { refunds.undoRun[$0] <= 2 }, "seed \(seed): every event stands there once")
  }

  @Test(arguments: UInt64(0)..<20) func nothingCountsBeforeItsOrder(seed: UInt64) {
    let facts = RandomShop(seed: seed).facts
    let events = EventTable(facts, upTo: 2, endOfDay: RandomShop.endOfDay)
    for event in 0..<events.count {
      #expect(events.instant[event] >= facts.orders.paidAt[Int(events.order[event])], "seed \(seed)")
      guard events.kind[event] == .reversal else { continue }
      #expect(events.instant[event] >= facts.redemptions.redeemedAt[Int(events.record[event])], "seed \(seed)")
    }
  }
}

extension OrderFactsTable {
  /// The ids of the records that a kind of event is about.
  fileprivate func ids(_ kind: EventKind) -> TextColumn {
    switch kind {
    case .order: orders.ids
    case .redemption, .reversal: redemptions.ids
    case .refund, .undo: refunds.ids
    }
  }
}
