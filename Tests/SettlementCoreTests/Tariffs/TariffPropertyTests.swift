import Testing

@testable import SettlementCore

/// T(measure) against the plain sum over single units, and the law of ladders (SPEC §5).
@Suite struct TariffPropertyTests {
  /// The total as a fraction over `LadderMeasure` unit by unit, then rounded once: no tier arithmetic at all.
  private func slowTotal(_ tariff: Tariff, _ at: LadderMeasure, _ rounding: Rounding) -> Int64 {
    let position = tariff.measure == .units ? at.units : at.amount
    if position <= 0 { return 0 }
    let whole = tariff.tier(holding: position)
    var flats: Int64 = 0
    var top: Int128 = 0
    // Test rates are thousandths, reduced: a common denominator of 1000 times the units.
    let bottom = Int128(1000) * (tariff.measure == .units ? Int128(at.units) : 1)
    for step in 1...position {
      let tier = tariff.mode == .volume ? whole : tariff.tier(holding: step)
      switch tier.price {
      case .fixed(let price): top += Int128(price) * bottom
      case .percent(let rate):
        let thousandths = Int128(rate.numerator) * 1000 / Int128(rate.denominator)
        top += tariff.measure == .units ? thousandths * Int128(at.amount) : thousandths
      }
    }
    var lower: Int64 = 0
    for tier in tariff.tiers where lower < position {
      if tariff.mode == .graduated || position <= tier.upTo ?? .max { flats += tier.flat }
      lower = tier.upTo ?? .max
    }
    return Int64(divide(top, by: bottom, rounding)) + flats
  }

  @Test(arguments: UInt64(0)..<60) func totalIsTheSumOverUnits(seed: UInt64) throws {
    var maker = RandomTerms(seed: seed)
    for _ in 0..<20 {
      let tariff = maker.tariff(isDelivery: true)
      let rounding = maker.pick(Rounding.allCases)
      let at = LadderMeasure(units: Int64(maker.number(0...25)), amount: Int64(maker.number(0...12_000)))
      #expect(try tariff.total(at, rounding) == slowTotal(tariff, at, rounding), "seed \(seed): \(tariff) at \(at)")
    }
  }

  /// The law of ladders: whatever earns, is taken back or refunded, after `settle` what was earned equals T(measure).
  @Test(arguments: UInt64(0)..<100) func whatWasEarnedIsWhatTheMeasureIsWorth(seed: UInt64) throws {
    var maker = RandomTerms(seed: seed)
    let tariff = maker.tariff(isDelivery: true)
    let rounding = maker.pick(Rounding.allCases)
    var ladder = Ladder()
    var live: [(base: Int64, price: Int64)] = []
    for run in 0..<8 {
      for _ in 0..<maker.number(0...6) {
        if maker.chance(3), !live.isEmpty {
          let back = live.remove(at: maker.number(0...live.count - 1))
          try ladder.move(units: -1, base: -back.base, earned: -back.price)
        } else {
          let base = Int64(maker.number(0...1500))
          live.append((base, try ladder.earn(units: 1, base: base, by: tariff, rounding)))
        }
      }
      if maker.chance(3), let last = live.indices.last {
        let taken = live[last].base / 2
        live[last].base -= taken
        try ladder.move(units: 0, base: -taken, earned: -taken / 3)
      }
      let before = ladder.earned
      let difference = try ladder.settle(by: tariff, rounding)
      let measure = LadderMeasure(units: Int64(live.count), amount: live.reduce(0) { $0 + $1.base })
      #expect(ladder.measure == measure, "seed \(seed), run \(run)")
      #expect(ladder.earned == before + difference && ladder.earned == slowTotal(tariff, measure, rounding), "seed \(seed), run \(run)")
      let more = try ladder.settle(by: tariff, rounding)
      #expect(more == 0, "seed \(seed): settled twice moves nothing")
    }
  }

  /// Graduated by amount climbs exactly: the prices alone add up to T, without flats a true-up is never needed.
  @Test(arguments: UInt64(0)..<40) func graduatedAmountsNeedNoTrueUp(seed: UInt64) throws {
    var maker = RandomTerms(seed: seed)
    let given = maker.tariff(isDelivery: false)
    let tariff = Tariff(measure: .amount, mode: .graduated, per: .year, tiers: given.tiers)
    var ladder = Ladder()
    for _ in 0..<30 { _ = try ladder.earn(units: 1, base: Int64(maker.number(0...900)), by: tariff, .halfUp) }
    let trueUp = try ladder.settle(by: tariff, .halfUp)
    #expect(trueUp == 0, "seed \(seed)")
  }
}
