import Foundation
import Reports
import RuleFiles
import SettlementCore
import Testing

@testable import SettlementRun

/// What `qingfen analyze` says agrees with the ledger, whatever the shop did.
@Suite struct AnalyzingTests {
  private func shop(_ seed: UInt64) throws -> Workplace {
    let workplace = try Workplace()
    try RandomStore(seed: seed).write(to: workplace)
    try workplace.run(RandomStore.days[0], through: RandomStore.days[9])
    return workplace
  }

  private func analyzing(_ workplace: Workplace, _ period: String = "2026-03") throws -> PeriodAnalyzing {
    try PeriodAnalyzing(try Configuration.read(path: "\(workplace.folder.path)/qingfen.yaml"), period: period)
  }

  /// Sums over the lines of every day's postings.csv, in fen.
  private func posted(_ workplace: Workplace, _ account: (String) -> Bool, kinds: Set<String>) throws -> Int64 {
    var sum: Int64 = 0
    for day in RandomStore.days {
      for row in CSVText.rows(try #require(workplace.text("output/\(day)/postings.csv"))).dropFirst()
      where account(row[7]) && kinds.contains(row[3]) {
        sum += try MoneyText.parse(row[9], exponent: 2)
      }
    }
    return sum
  }

  @Test(arguments: UInt64(1)..<4) func sumsAreThoseOfThePostings(seed: UInt64) throws {
    let workplace = try shop(seed)
    let analysis = try analyzing(workplace).analysis()
    func sum(_ rows: [PeriodAnalysis.Row], _ figure: KeyPath<PeriodAnalysis.Figures, Int64>) -> Int64 {
      rows.reduce(0) { $0 + $1.figures[keyPath: figure] }
    }
    let all: Set<String> = ["order", "earn", "unearn", "refund", "undo", "lapse"]
    let (payable, trueUps) = ({ (account: String) in account.hasPrefix("payable:") }, Set(["true-up"]))
    let bundles = analysis.bundles
    #expect(sum(bundles, \.paid) == (try posted(workplace, { $0 == "custody" }, kinds: ["order"])), "seed \(seed)")
    #expect(sum(bundles, \.refunded) == -(try posted(workplace, { $0 == "custody" }, kinds: ["refund", "undo"])), "seed \(seed)")
    #expect(sum(bundles, \.earned) == -(try posted(workplace, payable, kinds: all.union(trueUps))), "seed \(seed)")
    #expect(sum(bundles, \.revenue) == -(try posted(workplace, { $0 == "revenue" }, kinds: all.union(trueUps))), "seed \(seed)")
    #expect(
      sum(analysis.channels, \.earned) == -(try posted(workplace, payable, kinds: all)), "seed \(seed): ladders belong to no channel")
    for figure in [\PeriodAnalysis.Figures.orders, \.paid, \.refunds, \.refunded, \.sold, \.redeemed, \.lapsed] {
      #expect(
        sum(bundles, figure) == sum(analysis.channels, figure) && sum(bundles, figure) == sum(analysis.cohorts, figure), "seed \(seed)")
    }
    for figure in [\PeriodAnalysis.Figures.sold, \.redeemed, \.lapsed] {
      #expect(sum(bundles, figure) == sum(analysis.entitlements, figure))
    }
    for partner in analysis.partners {
      let name = "payable:\(partner.partner)"
      #expect(
        partner.closing == -(try posted(workplace, { $0 == name }, kinds: all.union(["true-up", "adjust", "payout"]))), "seed \(seed)")
      #expect(partner.moves.values.reduce(0, +) == partner.closing, "all runs are of this month")
    }
    #expect(
      sum(bundles, \.redeemed) > 0 && sum(bundles, \.lapsed) > 0 && sum(bundles, \.refunded) > 0,
      "seed \(seed): the shop is worth the test")
  }

  @Test func theWorkbookIsTheSameTwice() throws {
    let workplace = try shop(5)
    let first = try analyzing(workplace).write(to: nil)
    #expect(first.hasSuffix("/output/analysis/2026-03.xlsx"))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: first))
    let second = try analyzing(workplace).write(to: "\(workplace.folder.path)/again.xlsx")
    #expect(try bytes == Data(contentsOf: URL(fileURLWithPath: second)) && bytes.count > 5_000)
  }

  @Test func aMonthWithoutRunIsToldSo() throws {
    let workplace = try shop(6)
    func told(_ period: String) -> String {
      do {
        _ = try analyzing(workplace, period)
        return "no error"
      } catch { return "\(error)" }
    }
    #expect(told("2026-13") == "'2026-13' is no month: write one such as 2026-03")
    #expect(
      told("2026-04").hasPrefix(
        "the ledger does not know a run of the business days 2026-04-01 to 2026-04-28: it has 10 from 2026-03-01-001"))
  }

  /// 7.00, 6.50 and 6.00 up to 5, up to 10 and above (SPEC §5): six by volume are 39.00, and 42.00 without the second tier.
  @Test func aTariffWithoutItsNextTiers() throws {
    let tiers = [(Int64(5), Int64(700)), (10, 650), (nil, 600)].map { Tier(upTo: $0.0, price: .fixed($0.1)) }
    let tariff = Tariff(measure: .units, mode: .volume, per: .month, tiers: tiers)
    let six = LadderMeasure(units: 6)
    #expect(try tariff.total(six, .halfUp) == 3_900)
    #expect(try LadderForecasts.ending(tariff, with: 0).total(six, .halfUp) == 4_200)
    #expect(try LadderForecasts.ending(tariff, with: 1).total(LadderMeasure(units: 20), .halfUp) == 13_000)
  }

  @Test func daysOfATierPeriod() {
    func text(_ per: TierPeriod, _ day: String) -> String {
      let days = LadderForecasts.days(of: per, holding: CalendarDay(day)!)
      return "\(days.lowerBound) \(days.upperBound)"
    }
    #expect(text(.month, "2028-02-10") == "2028-02-01 2028-02-29")
    #expect(text(.quarter, "2026-03-31") == "2026-01-01 2026-03-31")
    #expect(text(.year, "2026-12-31") == "2026-01-01 2026-12-31")
  }
}
