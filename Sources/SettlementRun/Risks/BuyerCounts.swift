import Reports
import SettlementCore

/// How much each buyer did on the run's day, of what this run took in: redemptions of the buyer's orders, and orders.
struct BuyerCounts {
  private typealias Risk = RunSummary.Risk
  /// So many buyers of a kind are told, those with the most.
  static let told = 20

  private var names: [String] = []
  private var redemptions: [Int64] = []
  private var orders: [Int64] = []

  init(_ intake: Intake) {
    let buyers = numbers(intake)
    if names.isEmpty { return }
    (redemptions, orders) = ([Int64](repeating: 0, count: names.count), [Int64](repeating: 0, count: names.count))
    let (made, sold, today) = (intake.facts.redemptions, intake.facts.orders, intake.today.number)
    for row in 0..<made.count where made.run[row] == intake.current && made.day[row] == today && made.order[row] >= 0 {
      let buyer = buyers[Int(made.order[row])]
      if buyer >= 0 { redemptions[Int(buyer)] += 1 }
    }
    for row in 0..<intake.newOrders where sold.day[row] == today && buyers[row] >= 0 { orders[Int(buyers[row])] += 1 }
  }

  /// The number of each order's buyer, by the order's row; −1: none is known.
  private mutating func numbers(_ intake: Intake) -> [Int32] {
    if intake.buyers.count == 0 && intake.buyersOfStored.isEmpty { return [] }
    var (known, first): ([String: Int32], [Int32]) = ([:], [])
    var numbers = [Int32](repeating: -1, count: intake.facts.orders.count)
    func number(_ name: String) -> Int32 {
      if let number = known[name] { return number }
      known[name] = Int32(names.count)
      names.append(name)
      return Int32(names.count - 1)
    }
    // Equal texts of the new orders are found without making a String of each.
    var index = TextIndex(expecting: intake.buyers.count)
    first = [Int32](repeating: -1, count: intake.buyers.count)
    for row in 0..<intake.buyers.count where !intake.buyers.range(row).isEmpty {
      let same = index.insert(row, of: intake.buyers)
      first[row] = same.map { first[$0] } ?? number(intake.buyers[row])
      numbers[row] = first[row]
    }
    for (order, name) in intake.buyersOfStored { if let row = intake.orderRow[order] { numbers[Int(row)] = number(name) } }
    return numbers
  }

  /// By kind; of each those with the most first, equal ones as bytes.
  func risks(_ limits: RiskLimits) -> [RunSummary.Risk] {
    above(limits.buyerRedemptions, redemptions, .buyerRedemptions) + above(limits.buyerOrders, orders, .buyerOrders)
  }

  private func above(_ limit: Int64, _ counts: [Int64], _ kind: Risk.Kind) -> [Risk] {
    let found = counts.indices.filter { counts[$0] > limit }.sorted {
      counts[$0] != counts[$1] ? counts[$0] > counts[$1] : names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8)
    }
    return found.prefix(Self.told).map {
      Risk(kind: kind, about: names[$0], count: counts[$0], buyers: Int64(found.count), limit: limit, within: "1d")
    }
  }
}
