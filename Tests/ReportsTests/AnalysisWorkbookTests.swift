import Reports
import SettlementCore
import Testing

@Suite struct AnalysisWorkbookTests {
  private static let cny = SampleDraft.cny

  /// One row of everything; `hostile` stands in every name.
  static func analysis(_ hostile: String = "") -> PeriodAnalysis {
    var figures = PeriodAnalysis.Figures()
    (figures.orders, figures.paid, figures.refunds, figures.refunded) = (40, 796_000, 2, 29_900)
    (figures.sold, figures.redeemed, figures.lapsed, figures.earned, figures.revenue) = (480, 97, 1_500, 352_000, 48_000)
    func row(_ name: String) -> PeriodAnalysis.Row {
      .init(name: name + hostile, title: "饿了么\(hostile)", currency: cny, figures: figures)
    }
    var analysis = PeriodAnalysis(period: "2026-03", runs: ("2026-03-01-001", "2026-03-31-001"))
    (analysis.bundles, analysis.channels) = ([row("VIP")], [row("douyin")])
    (analysis.entitlements, analysis.cohorts) = ([row("coupon")], [row("2026-02")])
    analysis.partners = [
      .init(
        partner: "eleme\(hostile)", title: "饿了么", currency: cny, moves: [.earned: 352_000, .paid: -100_000], closing: 252_000, open: 3)
    ]
    // 6 units in 10 of 30 days at 7.00, the next tier from 11 on at 6.00 for all: 18 × 6.00, or 18 × 7.00 without it.
    analysis.forecasts = [
      .init(
        agreement: "VIP", entitlement: "coupon\(hostile)", party: "eleme", period: "2026-03", currency: cny, isByUnits: true, days: 10,
        daysLeft: 20,
        position: 6, expected: 18, leftInTier: 4, tier: 1, expectedTier: 2, earned: 4_200, expectedEarned: 10_800, withoutNextTier: 12_600
      )
    ]
    var all = Repurchase()
    (all.buyers, all.orders, all.repeatBuyers, all.intervals) = (30, 40, 6, [0: 1, 7: 1, 8: 2, 45: 1, 181: 2])
    var vip = Repurchase(bundle: "VIP\(hostile)", title: "联合年卡")
    (vip.buyers, vip.orders) = (9, 9)
    analysis.repurchases = [all, vip]
    analysis.risks = [
      ("2026-03-05-001", .init(kind: .overRedeemed, about: "eleme\(hostile)", count: 2, limit: 0)),
      ("2026-03-05-001", .init(kind: .buyerRedemptions, about: "buyer:0a", count: 21, buyers: 1, limit: 20, within: "1d")),
      ("2026-03-05-001", .init(kind: .buyerOrders, about: "buyer:0b", count: 11, buyers: 2, limit: 10, within: "1d")),
    ]
    return analysis
  }

  private func facts(_ analysis: PeriodAnalysis, _ language: PartnerSettings.Language) throws -> [String] {
    let workshop = Workshop()
    try AnalysisWorkbook(analysis, language: language).write(to: workshop.path("1.xlsx"), temporaryFolder: workshop.folder)
    return try workshop.openpyxl("1.xlsx")
  }

  @Test func openpyxlSeesTheTables() throws {
    let seen = try facts(Self.analysis(), .zh)
    for fact in [
      "sheet 权益包 freeze B2 filter A1:N2 landscape paper 9 fit 0 rows $1:$1 footer 经营分析 2026-03 · 2026-03-01-001 – 2026-03-31-001",
      "权益包!E2 n 7960 #,##0.00", "权益包!H2 n 3.76 #,##0.00", "权益包!N2 n 12 #,##0.00",  // 299 / 7960 = 3.756 %, 480 / 4000 = 12 %
      "渠道!A2 s 'douyin' General", "权益!F2 n 20.21 #,##0.00", "合作方!D2 n 0 #,##0.00", "合作方!E2 n 3520 #,##0.00",
      "合作方!I2 n -1000 #,##0.00", "合作方!J2 n 2520 #,##0.00",
      "阶梯预测!K2 n 4 #,##0", "阶梯预测!Q2 n -18 #,##0.00", "销售月份!I2 n 97 #,##0", "风险!B2 s '超额核销' General",
      "概览!B4 s 'CNY' General", "概览!B6 n 7960 #,##0.00", "概览!B8 n 3.76 #,##0.00", "概览!B15 n 12 #,##0.00",
      "概览!A18 s '退款率最高的权益包：饿了么（VIP），3.76 %，退款 299.00 CNY' General",
      "概览!A21 s '预计升档：VIP · coupon · eleme · 2026-03，第 1 档 → 第 2 档，对合作方所得的影响 -18.00 CNY' General",
      "概览!A22 s '复购：30 位买家中 6 位复购（20.00 %），间隔中位数 8 天' General",
      "概览!A23 s '风险提示（未消除的每批计一次）：超额核销 1、同一买家核销过多 1、同一买家下单过多 1' General",
      "复购!A2 s '全部' General", "复购!C2 n 30 #,##0", "复购!F2 n 20 #,##0.00", "复购!G2 n 7 #,##0", "复购!H2 n 8 #,##0", "复购!I2 n 2 #,##0",
      "复购!J2 n 28.57 #,##0.00", "复购!S2 n 2 #,##0", "复购!A3 s 'VIP' General", "复购!G3 n 0 #,##0",
    ] { has(fact, in: seen) }
    let english = try facts(Self.analysis(), .en)
    for fact in [
      "Bundles!A1 s 'Bundle' General", "Ladders!Q1 s 'Effect of the next tier (− saves)' General", "Repurchase!A2 s 'All' General",
      "Repurchase!K1 s '8–30 days' General", "Repurchase!S1 s 'over 180 days' General",
      "Risks!F3 s 'at most 20' General",
    ] { has(fact, in: english) }
    let redeemed = "21 redemptions of this buyer's orders within the day (1 buyer"
    let ordered = "11 orders of this buyer within the day (2 buyers"
    #expect(english.contains { $0.hasPrefix("Risks!G3 s \"buyer:0a: \(redeemed) above the limit): they may be made by machines") })
    #expect(english.contains { $0.hasPrefix("Risks!G4 s 'buyer:0b: \(ordered) above the limit): they may be bought to be resold") })
  }

  @Test func hostileTextStaysText() throws {
    let seen = try facts(Self.analysis("=1+1\u{0}\u{202E}😀"), .zh)
    has("权益!A2 s 'coupon=1+1\u{FFFD}\\u202e😀' General", in: seen)
  }

  @Test func theOverviewAddsUpByCurrencyAndNamesTheExtremes() throws {
    var analysis = Self.analysis()
    var (dear, foreign) = (analysis.bundles[0], analysis.bundles[0])
    dear.name = "DEAR"
    (dear.figures.revenue, dear.figures.refunded) = (-1_000, 39_800)
    foreign.currency = Currency(code: "USD")!
    analysis.bundles += [dear, foreign]
    let seen = try facts(analysis, .en)
    for fact in [
      "Overview!B4 s 'CNY' General", "Overview!C4 s 'USD' General", "Overview!B5 n 80 #,##0", "Overview!B14 n 470 #,##0.00",
      "Overview!C14 n 480 #,##0.00",
      "Overview!A18 s 'Bundle with the highest refund rate: 饿了么 (DEAR), 5.00 %, 398.00 CNY refunded' General",
      "Overview!A19 s 'Bundle with the lowest margin: 饿了么 (DEAR), -0.28 %, revenue -10.00 CNY' General",
    ] { has(fact, in: seen) }
    #expect(throws: AmountOverflow.self) {
      analysis.bundles[0].figures.paid = .max
      _ = try facts(analysis, .en)
    }
  }

  @Test func anEmptyMonthHasItsTables() throws {
    let seen = try facts(PeriodAnalysis(period: "2026-03", runs: ("a", "b")), .zh)
    for sheet in ["权益包", "渠道", "权益", "合作方", "阶梯预测", "销售月份", "风险"] { has("\(sheet)!A2 s '本期无' General", in: seen) }
  }

  @Test func withoutBuyersTheSheetSaysSo() throws {
    let empty = PeriodAnalysis(period: "2026-03", runs: ("a", "b"))
    let (zh, en) = (try facts(empty, .zh), try facts(empty, .en))
    has("复购!A2 s '本期的订单都没有买家（或未设 codes 密钥），无法计算复购。' General", in: zh)
    has(
      "Repurchase!A2 s 'No order of this period came with a buyer (or no key of codes is set), so there is no repurchase interval.' General",
      in: en)
  }

  @Test func spansAndMedians() {
    var found = Repurchase()
    #expect(found.median == nil && found.counts == [0, 0, 0, 0, 0, 0])
    found.intervals = [7: 1, 8: 1, 30: 1, 31: 1, 60: 1, 61: 1, 90: 1, 91: 1, 180: 1, 181: 1]
    #expect(found.counts == [1, 2, 2, 2, 2, 1] && found.repurchases == 10 && found.median == 60)
    found.intervals[0] = 1
    #expect(found.median == 60, "the sixth of eleven")
    found.intervals = [3: 1]
    #expect(found.median == 3)
  }

  @Test func percentagesAreRoundedOnce() {
    typealias Figures = PeriodAnalysis.Figures
    #expect(Figures.percent(1, of: 3) == 3_333 && Figures.percent(2, of: 3) == 6_667 && Figures.percent(-1, of: 3) == -3_333)
    #expect(Figures.percent(1, of: 20_000) == 1 && Figures.percent(1, of: 20_001) == 0 && Figures.percent(5, of: 0) == nil)
    #expect(Figures.percent(.max, of: 1) == nil && Figures.percent(.max, of: .max) == 10_000)
  }
}
