import Testing

@testable import SettlementCore

/// `Terms.surelyFits` is a promise that the split cannot overflow: it may be shy, never wrong.
@Suite struct SureFitTests {
  @Test(arguments: UInt64(0)..<40) func neverPromisesTooMuch(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    func amount(_ bits: UInt64 = 63) -> Int64 { Int64(random.next() >> UInt64.random(in: 64 - bits..<64, using: &random)) }
    var (promised, overflowed) = (0, 0)
    for _ in 0..<200 {
      let shares = (0..<Int.random(in: 1...4, using: &random)).map { place in
        Share(
          to: .channel, entitlement: Bool.random(using: &random) ? "e\(place)" : nil,
          units: Bool.random(using: &random) ? 1 : amount(10) + 1,
          amount: [.fixed(amount(50)), .percent(Rate(1, over: 3)!, of: .base), .tiered(tariff(amount(50)))].randomElement(using: &random)!,
          minimum: Bool.random(using: &random) ? amount() : nil, place: place)
      }
      let version = AgreementVersion(effective: CalendarDay(number: 0), allowsLoss: true, shares: shares, digest: "")
      let terms = RandomTerms.terms(of: version)
      let (quantity, paid) = (amount(62) + 1, amount())
      var life = OrderLife()
      let facts = OrderFacts(paid: paid, list: paid, fee: 0, quantity: quantity, day: CalendarDay(number: 0), channel: 1)
      let isPromised = terms.surelyFits(quantity: quantity, base: paid)
      promised += isPromised ? 1 : 0
      do {
        _ = try life.post(facts, by: terms)
      } catch {
        overflowed += 1
        #expect(!isPromised, "seed \(seed)")
      }
    }
    #expect(promised > 0 && overflowed > 0, "seed \(seed): both sides are met")
  }

  private func tariff(_ price: Int64) -> Tariff {
    Tariff(measure: .units, mode: .volume, per: .month, tiers: [Tier(upTo: nil, price: .fixed(price))])
  }
}
