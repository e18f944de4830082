import Feeds
import LedgerStore
import SettlementCore

extension Intake {
  /// Takes the rows of `orders.csv`: new ones become facts, known ones are compared with their first content.
  mutating func take(_ feed: OrderFeed, file: String, _ ledger: any Ledger) throws {
    rejects += feed.rejects.listed
    var batch = feed.orders
    let bundles = feed.bundles.map { rules.bundles.intern($0) }
    let channels = feed.channels.map { rules.parties.intern($0) }
    for row in 0..<batch.count {
      batch.bundle[row] = bundles[Int(batch.bundle[row])]
      if batch.channel[row] >= 0 { batch.channel[row] = channels[Int(batch.channel[row])] }
    }
    batch.run = batch.day.map { run(of: $0) }
    batch.terms = [Int32](repeating: -1, count: batch.count)
    var buyers = feed.buyers
    if let kept = rowsThatFit(batch, feed, file) {
      batch = batch.rows(kept)
      if buyers.count > 0 { buyers = buyers.rows(kept) }
    }
    let identity = Identity(batch.ids)
    let stored = try ledger.orders(withIDs: batch.ids, rows: identity.rows(count: batch.count))
    try keepNew(batch, buyers, identity, stored)
  }

  /// The rows whose own amounts fit 64 bits; nil: all. The others are rejected (SPEC §2).
  private mutating func rowsThatFit(_ batch: OrderBatch, _ feed: OrderFeed, _ file: String) -> [Int32]? {
    var bad: Set<Int32> = []
    var life = OrderLife()
    for row in 0..<batch.count {
      guard let number = rules.finder.terms(of: batch.bundle[row], on: CalendarDay(number: batch.day[row])) else { continue }
      let terms = rules.terms[Int(number)]
      if terms.currency != batch.currency[row] { continue }
      if terms.surelyFits(quantity: batch.quantity[row], base: max(batch.paid[row], batch.list[row])) { continue }
      let facts = OrderFacts(
        paid: batch.paid[row], list: batch.list[row], fee: batch.fee[row], quantity: batch.quantity[row],
        day: CalendarDay(number: batch.day[row]), channel: max(batch.channel[row], 0))
      if (try? life.post(facts, by: terms)) != nil { continue }
      bad.insert(Int32(row))
      rejects.append(
        Reject(
          source: "orders", file: file, line: Int(feed.line[row]), field: "quantity",
          expected: "an order whose amounts fit 64 bits of minor units", found: String(batch.quantity[row])))
    }
    return bad.isEmpty ? nil : (0..<Int32(batch.count)).filter { !bad.contains($0) }
  }

  private mutating func keepNew(_ batch: OrderBatch, _ buyers: TextColumn, _ identity: Identity, _ stored: StoredOrders) throws {
    var place: [Int32: Int32] = [:]  // row of the file → stored row
    for (at, row) in stored.asked.enumerated() { place[row] = Int32(at) }
    if place.isEmpty && identity.repeats.isEmpty {
      facts.orders = batch
      self.buyers = buyers
    } else {
      var newRow: [Int32: Int32] = [:]
      for row in identity.rows(count: batch.count) where place[row] == nil {
        newRow[row] = Int32(facts.orders.count)
        facts.orders.append(Int(row), of: batch)
        if buyers.count > 0 { self.buyers.append(Int(row), of: buyers) }
      }
      for (row, at) in place where !Self.isSame(batch, Int(row), stored.batch, Int(at)) {
        changedOrders.insert(stored.number[Int(at)])
        noteContent(of: batch, Int(row))
      }
      for (row, first) in identity.repeats {
        if let new = newRow[first] {
          if Self.isSame(batch, Int(row), facts.orders, Int(new)) { continue }
          note(.init(feed: .order, row: new))
          noteContent(of: batch, Int(row))
        } else if let at = place[first], !Self.isSame(batch, Int(row), stored.batch, Int(at)) {
          changedOrders.insert(stored.number[Int(at)])
          noteContent(of: batch, Int(row))
        }
      }
    }
    newOrders = facts.orders.count
    orderNumber = [Int64](repeating: 0, count: newOrders)
    orderIndex = TextIndex(expecting: newOrders)
    for row in 0..<newOrders { _ = orderIndex.insert(row, of: facts.orders.ids) }
  }

  mutating func note(_ reference: Reference) {
    if !changed.contains(reference) { changed.append(reference) }
  }

  /// Compares the canonical columns; while an order has no currency its amounts stand at four decimals.
  static func isSame(_ left: OrderBatch, _ row: Int, _ right: OrderBatch, _ other: Int) -> Bool {
    func amounts(_ batch: OrderBatch, _ row: Int) -> [Int128] {
      var factor: Int128 = 1
      for _ in batch.currency[row].exponent..<4 { factor *= 10 }
      return [batch.paid[row], batch.list[row], batch.fee[row]].map { Int128($0) * factor }
    }
    let isCurrencySame = left.currency[row] == right.currency[other] || left.currency[row] == .unknown || right.currency[other] == .unknown
    return isCurrencySame && left.bundle[row] == right.bundle[other] && left.channel[row] == right.channel[other]
      && left.quantity[row] == right.quantity[other] && left.paidAt[row] == right.paidAt[other]
      && amounts(left, row) == amounts(right, other)
  }
}

extension TextColumn {
  /// The given rows.
  func rows(_ rows: [Int32]) -> TextColumn {
    var kept = TextColumn()
    for row in rows { kept.append(Int(row), of: self) }
    return kept
  }
}

extension OrderBatch {
  /// The given rows.
  func rows(_ rows: [Int32]) -> OrderBatch {
    var kept = OrderBatch()
    for row in rows { kept.append(Int(row), of: self) }
    return kept
  }
}
