import LedgerStore
import Reports
import SettlementCore
import Testing

@testable import SettlementRun

/// Intervals between purchases against a model that looks at every pair.
@Suite struct RepurchaseTests {
  private static func model(_ purchases: [Purchase], _ period: Range<Int64>, bundle: Int32?) -> Repurchase {
    let all = purchases.filter { bundle == nil || $0.bundle == bundle }
    var (found, repeating) = (Repurchase(), Set<String>())
    for (place, purchase) in all.enumerated() where period.contains(purchase.order) {
      found.orders += 1
      let earlier = all[..<place].filter { $0.buyer == purchase.buyer }.map(\.day.number)
      guard let last = earlier.max() else { continue }
      found.intervals[Int32(purchase.day.number - last), default: 0] += 1
      repeating.insert(purchase.buyer)
    }
    found.buyers = Int64(Set(all.filter { period.contains($0.order) }.map(\.buyer)).count)
    found.repeatBuyers = Int64(repeating.count)
    return found
  }

  @Test(arguments: UInt64(1)...60) func theSameAsTheModel(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let first = CalendarDay("2026-01-01")!
    let count = Int64.random(in: 0...60, using: &random)
    let purchases = (0..<count).map { number in
      Purchase(
        buyer: "buyer:\(Int.random(in: 0...8, using: &random))", order: number + 1, bundle: .random(in: 0...2, using: &random),
        day: first.adding(days: Int.random(in: 0...400, using: &random)))
    }.sorted { ($0.buyer, $0.day.number, $0.order) < ($1.buyer, $1.day.number, $1.order) }
    // Orders of the period have the last numbers, whatever day they were paid on.
    let period = Int64.random(in: 1...max(1, count), using: &random)..<count + 1
    var sums = RepurchaseSums(period: period)
    for purchase in purchases { sums.take(purchase) }
    let rows = sums.finish { ("B\($0)", "") }
    let expected = [Self.model(purchases, period, bundle: nil)] + (0...2).map { Self.model(purchases, period, bundle: $0) }
    let named = zip(expected, ["", "B0", "B1", "B2"]).map { row, name in
      var row = row
      row.bundle = name
      return row
    }
    #expect(rows == named.filter { $0.orders > 0 }, "seed \(seed)")
    for row in rows {
      #expect(row.counts.reduce(0, +) == row.repurchases && row.repeatBuyers <= row.buyers && row.buyers <= row.orders, "seed \(seed)")
      let sorted = row.intervals.flatMap { Array(repeating: $0.key, count: Int($0.value)) }.sorted()
      #expect(row.median == (sorted.isEmpty ? nil : Int64(sorted[(sorted.count - 1) / 2])), "seed \(seed)")
    }
  }
}
