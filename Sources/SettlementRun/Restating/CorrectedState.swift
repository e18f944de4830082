import LedgerStore
import SettlementCore

/// What runs hand on to later ones when a ledger's history is reckoned under other terms: ladders, and the prices that were earned.
struct CorrectedState: Sendable {
  /// Numbers of the versions whose terms are other ones.
  let terms: Set<Int32>
  private(set) var ladders: [LadderKey: Ladder] = [:]
  /// By the number of the redemption.
  private var prices: [Int64: Int64] = [:]

  init(terms: Set<Int32>) { self.terms = terms }

  /// A reversal takes back what was earned under the other terms.
  func putPrices(into intake: inout Intake) {
    for (row, number) in intake.redemptionNumber.enumerated() {
      if let price = prices[number] { intake.facts.redemptions.price[row] = price }
    }
  }

  mutating func take(_ settling: Settling) {
    for (key, ladder) in settling.run.ladders where terms.contains(key.terms) { ladders[key] = ladder }
    let facts = settling.intake.facts
    for (row, number) in settling.intake.redemptionNumber.enumerated() {
      let order = facts.redemptions.order[row]
      if order >= 0, terms.contains(settling.terms[Int(order)]) { prices[number] = settling.prices[row] }
    }
  }
}
