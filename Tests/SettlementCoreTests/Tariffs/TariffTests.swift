import Testing

@testable import SettlementCore

/// T(measure) and the price of one earning (SPEC §5).
@Suite struct TariffTests {
  /// The published example: 7.00 up to 5, 6.50 up to 10, 6.00 beyond.
  private static let published = [
    Tier(upTo: 5, price: .fixed(700)), Tier(upTo: 10, price: .fixed(650)), Tier(upTo: nil, price: .fixed(600)),
  ]
  private static let withFlats = [
    Tier(upTo: 5, price: .fixed(700), flat: 100), Tier(upTo: 10, price: .fixed(650), flat: 200),
    Tier(upTo: nil, price: .fixed(600), flat: 400),
  ]
  /// 10 % up to 100.00, 9 % up to 500.00, 8 % beyond.
  private static let percents = [
    Tier(upTo: 10_000, price: .percent(Rate(text: "10")!)), Tier(upTo: 50_000, price: .percent(Rate(text: "9")!)),
    Tier(upTo: nil, price: .percent(Rate(text: "8")!)),
  ]
  /// 10 % of the first 2 units, 5 % of the others.
  private static let percentsByUnits = [
    Tier(upTo: 2, price: .percent(Rate(text: "10")!)), Tier(upTo: nil, price: .percent(Rate(text: "5")!)),
  ]

  private func tariff(_ measure: Tariff.Measure, _ mode: Tariff.Mode, _ tiers: [Tier]) -> Tariff {
    Tariff(measure: measure, mode: mode, per: .month, tiers: tiers)
  }

  @Test(
    arguments: [
      (.volume, 5, 3500), (.volume, 6, 3900), (.volume, 10, 6500), (.volume, 11, 6600), (.graduated, 0, 0), (.graduated, 5, 3500),
      (.graduated, 6, 4150), (.graduated, 20, 12750),
    ] as [(Tariff.Mode, Int64, Int64)])
  func publishedExample(mode: Tariff.Mode, units: Int64, total: Int64) throws {
    #expect(try tariff(.units, mode, Self.published).total(LadderMeasure(units: units), .halfUp) == total)
  }

  /// Graduated: every entered tier's flat once (6 → 41.50 + 1 + 2); volume: only that of the tier reached (6 → 39 + 2). Zero enters none.
  @Test(
    arguments: [
      (.graduated, 0, 0), (.graduated, 1, 800), (.graduated, 5, 3600), (.graduated, 6, 4450), (.graduated, 20, 13450), (.volume, 5, 3600),
      (.volume, 6, 4100), (.volume, 20, 12400),
    ] as [(Tariff.Mode, Int64, Int64)])
  func flats(mode: Tariff.Mode, units: Int64, total: Int64) throws {
    #expect(try tariff(.units, mode, Self.withFlats).total(LadderMeasure(units: units), .halfUp) == total)
  }

  /// Graduated 600.00 → 10.00 + 36.00 + 8.00; 500.01 → 46.00 + 0.0008 → 46.00. Volume 500.00 → 45.00, 500.01 → 40.0008 → 40.00.
  @Test(
    arguments: [
      (.graduated, 10_000, 1000), (.graduated, 60_000, 5400), (.graduated, 50_001, 4600), (.volume, 50_000, 4500), (.volume, 50_001, 4000),
      (.volume, 60_000, 4800),
    ] as [(Tariff.Mode, Int64, Int64)])
  func percentsByAmount(mode: Tariff.Mode, amount: Int64, total: Int64) throws {
    #expect(try tariff(.amount, mode, Self.percents).total(LadderMeasure(units: 9, amount: amount), .halfUp) == total)
  }

  /// n = 3, a = 10.00: graduated 10 %·1000·2/3 + 5 %·1000·1/3 = 66.66… + 16.66… = 83.33… → 83; volume 5 % of 1000 = 50.
  @Test(
    arguments: [(.graduated, 3, 1000, 83), (.volume, 3, 1000, 50), (.graduated, 2, 995, 100), (.graduated, 4, 1000, 75)]
      as [(Tariff.Mode, Int64, Int64, Int64)])
  func percentsByUnits(mode: Tariff.Mode, units: Int64, amount: Int64, total: Int64) throws {
    #expect(try tariff(.units, mode, Self.percentsByUnits).total(LadderMeasure(units: units, amount: amount), .halfUp) == total)
  }

  /// 5 % of 10 is 0.5: rounded once, each way.
  @Test(arguments: [(Rounding.halfUp, 1), (.halfEven, 0), (.down, 0)] as [(Rounding, Int64)])
  func roundsOnce(rounding: Rounding, total: Int64) throws {
    let tiers = [Tier(upTo: nil, price: .percent(Rate(text: "5")!))]
    #expect(try tariff(.amount, .graduated, tiers).total(LadderMeasure(amount: 10), rounding) == total)
  }

  /// Prices: the tier that holds x + s; graduated by amount the difference of two totals: from 99.00 by 2.00 → 10.09 − 9.90 = 0.19.
  @Test func pricesOfOneEarning() throws {
    let one = LadderMeasure(units: 1, amount: 200)
    let units = tariff(.units, .graduated, Self.published)
    #expect(try units.price(of: one, after: LadderMeasure(units: 4), .halfUp) == 700)
    #expect(try units.price(of: one, after: LadderMeasure(units: 5), .halfUp) == 650)
    #expect(try tariff(.units, .volume, Self.withFlats).price(of: one, after: LadderMeasure(units: 5), .halfUp) == 650)
    let amounts = LadderMeasure(units: 3, amount: 9_900)
    #expect(try tariff(.amount, .graduated, Self.percents).price(of: one, after: amounts, .halfUp) == 19)
    #expect(try tariff(.amount, .volume, Self.percents).price(of: one, after: amounts, .halfUp) == 18)
  }

  @Test func overflowIsToldSo() {
    let tiers = [Tier(upTo: nil, price: .fixed(.max / 2))]
    #expect(throws: AmountOverflow.self) { try tariff(.units, .volume, tiers).total(LadderMeasure(units: 3), .halfUp) }
  }
}
