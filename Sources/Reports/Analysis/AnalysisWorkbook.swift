import SettlementCore
import WorkbookWriter

/// Writes the analysis of a period: bundles, channels, entitlements, partners, ladders, months of sale, repurchases, risks, each a plain
/// table.
public struct AnalysisWorkbook {
  private let analysis: PeriodAnalysis
  private let wording: Wording

  public init(_ analysis: PeriodAnalysis, language: PartnerSettings.Language) {
    (self.analysis, wording) = (analysis, Wording(language))
  }

  /// Writes the workbook to `path` and reads it back. Throws `WorkbookError` when the file cannot be written.
  public func write(to path: String, temporaryFolder: String) throws {
    let title = wording("经营分析 \(analysis.period)", "Analysis \(analysis.period)")
    let workbook = try Workbook(path: path, temporaryFolder: temporaryFolder, title: title)
    let footer = "\(title) · \(analysis.runs.first) – \(analysis.runs.last)"
    let isPlain = Set((analysis.bundles + analysis.channels).map(\.currency)).count <= 1
    let money = wording("实收、合作方所得与平台收入", "Paid, earned by others, revenue")
    let amounts = isPlain ? (money, [4, 10, 11], Chart.Kind.columns) : nil
    try AnalysisOverview(analysis, wording).write(in: workbook, footer: footer)
    try sales(.bundles, wording("权益包", "Bundle"), analysis.bundles).write(in: workbook, footer: footer, wording, chart: amounts)
    try sales(.channels, wording("渠道", "Channel"), channels).write(in: workbook, footer: footer, wording, chart: amounts)
    try entitlements.write(in: workbook, footer: footer, wording, chart: (wording("核销率（%）", "Redeemed (%)"), [5], .columns))
    try partners.write(in: workbook, footer: footer, wording)
    try forecasts.write(in: workbook, footer: footer, wording)
    let months = sales(.months, wording("销售月份", "Month of sale"), analysis.cohorts, isTitled: false)
    let redeemed = wording("各销售月份本期核销单位", "Units redeemed now, by month of sale")
    try months.write(in: workbook, footer: footer, wording, chart: (redeemed, [8], .columns))
    let spans = (wording("复购间隔分布", "Days between purchases"), RepurchaseTable.counts, Chart.Kind.partColumns)
    try RepurchaseTable(analysis.repurchases, wording).table.write(in: workbook, footer: footer, wording, chart: spans)
    try risks.write(in: workbook, footer: footer, wording)
    try explanations.write(in: workbook, footer: footer, wording)
    try workbook.close()
  }

  private var channels: [PeriodAnalysis.Row] {
    analysis.channels.map { row in
      guard row.name == Share.platform else { return row }
      var row = row
      row.title = wording("没有渠道的订单", "Orders without a channel")
      return row
    }
  }

  /// Bundles, channels and months of sale have the same columns.
  private func sales(
    _ sheet: AnalysisSheet, _ subject: String, _ rows: [PeriodAnalysis.Row], isTitled: Bool = true
  ) -> AnalysisTable {
    let subjects = isTitled ? [subject, wording("名称", "Title")] : [subject]
    var table = AnalysisTable(
      sheet, wording,
      subjects + [
        wording("币种", "Currency"), wording("订单数", "Orders"), wording("实收", "Paid"), wording("退款笔数", "Refunds"),
        wording("退款额", "Refunded"), wording("退款率（%）", "Refunded (%)"), wording("售出单位", "Units sold"), wording("核销单位", "Units redeemed"),
        wording("合作方所得", "Earned by others"), wording("平台收入", "Revenue"), wording("过期释放", "Lapsed"), wording("毛利率（%）", "Margin (%)"),
      ])
    for row in rows {
      let figures = row.figures
      func money(_ amount: Int64) -> AnalysisTable.Cell { .amount(amount, row.currency) }
      let names: [AnalysisTable.Cell] = isTitled ? [.text(row.name), .text(row.title)] : [.text(row.name)]
      table.rows.append(
        names + [
          .text(row.currency.code), .count(figures.orders), money(figures.paid), .count(figures.refunds), money(figures.refunded),
          .percent(figures.refundRate), .count(figures.sold), .count(figures.redeemed), money(figures.earned), money(figures.revenue),
          money(figures.lapsed), .percent(figures.margin),
        ])
    }
    return table
  }

  private var entitlements: AnalysisTable {
    var table = AnalysisTable(
      .entitlements, wording,
      [
        wording("权益", "Entitlement"), wording("合作方", "Partner"), wording("币种", "Currency"), wording("售出单位", "Units sold"),
        wording("核销单位", "Units redeemed"), wording("核销率（%）", "Redeemed (%)"), wording("合作方所得", "Earned"), wording("过期释放", "Lapsed"),
      ])
    for row in analysis.entitlements {
      let figures = row.figures
      table.rows.append([
        .text(row.name), .text(row.title), .text(row.currency.code), .count(figures.sold), .count(figures.redeemed),
        .percent(figures.redemptionRate), .amount(figures.earned, row.currency),
        .amount(figures.lapsed, row.currency),
      ])
    }
    return table
  }

  private var partners: AnalysisTable {
    let movements = RollForward.Movement.allCases
    var table = AnalysisTable(
      .partners, wording,
      [wording("合作方", "Partner"), wording("名称", "Title"), wording("币种", "Currency"), wording("期初应付", "Opening")]
        + movements.map(wording.name)
        + [wording("期末应付", "Payable"), wording("待处理差异", "Open discrepancies")])
    for row in analysis.partners {
      table.rows.append(
        [.text(row.partner), .text(row.title), .text(row.currency.code), .amount(row.opening, row.currency)]
          + movements.map { .amount(row.moves[$0] ?? 0, row.currency) }
          + [.amount(row.closing, row.currency), .count(row.open)])
    }
    return table
  }

  private var forecasts: AnalysisTable {
    var table = AnalysisTable(
      .ladders, wording,
      [
        wording("分账协议", "Agreement"), wording("权益", "Entitlement"), wording("合作方", "Partner"), wording("阶梯周期", "Tier period"),
        wording("币种", "Currency"), wording("计量", "Measure"), wording("已跑天数", "Days run"), wording("剩余天数", "Days left"),
        wording("当前位置", "Position"),
        wording("当前档", "Tier"), wording("本档余量", "Left in the tier"), wording("期末预计", "Expected"), wording("预计档", "Expected tier"),
        wording("累计已结", "Earned"), wording("预计已结", "Expected to be earned"), wording("不进下一档时", "Without the next tier"),
        wording("进档影响（负为节省）", "Effect of the next tier (− saves)"),
      ])
    for row in analysis.forecasts {
      func measure(_ value: Int64) -> AnalysisTable.Cell { row.isByUnits ? .count(value) : .amount(value, row.currency) }
      table.rows.append([
        .text(row.agreement), .text(row.entitlement), .text(row.party), .text(row.period), .text(row.currency.code),
        .text(row.isByUnits ? wording("份数", "units") : wording("金额", "amount")), .count(row.days), .count(row.daysLeft),
        measure(row.position),
        .count(Int64(row.tier)), row.leftInTier.map(measure) ?? .nothing, measure(row.expected), .count(Int64(row.expectedTier)),
        .amount(row.earned, row.currency), .amount(row.expectedEarned, row.currency), .amount(row.withoutNextTier, row.currency),
        .amount(row.expectedEarned - row.withoutNextTier, row.currency),
      ])
    }
    return table
  }

  private var risks: AnalysisTable {
    var table = AnalysisTable(
      .risks, wording,
      [
        wording("批次", "Run"), wording("类型", "Kind"), wording("对象", "About"), wording("笔数", "Count"), wording("总数", "Of"),
        wording("阈值", "Limit"),
        wording("原因与建议", "Why, and what to do"),
      ])
    for (run, risk) in analysis.risks {
      table.rows.append([
        .text(run), .text(wording.name(risk.kind)), .text(risk.about), .count(risk.count), risk.total.map { .count($0) } ?? .nothing,
        .text(wording.limit(risk)), .text(wording.reason(risk)),
      ])
    }
    return table
  }

  private var explanations: AnalysisTable {
    var table = AnalysisTable(.explanations, wording, [wording("栏目", "Column"), wording("含义", "Meaning")])
    let texts =
      [
        (
          wording("范围", "Scope"), wording.scope(of: analysis.runs)
        ),
        (
          wording("实收、退款额", "Paid, refunded"),
          wording("代收款的收与退，撤销的退款已冲减", "what custody took in and gave back; undone refunds count against it")
        ),
        (wording("核销单位", "Units redeemed"), wording("核销减去撤销", "redemptions less reversals")),
        (
          wording("核销率", "Redeemed (%)"),
          wording(
            "本期核销单位 ÷ 本期售出单位；核销往期订单时可超过 100", "units redeemed ÷ units sold, both in the period: above 100 when earlier sales are redeemed")
        ),
        (wording("过期释放", "Lapsed"), wording("过期单位原锁定的金额，不论归平台还是付给合作方", "what was locked for units that lapsed, whoever got it")),
        (
          wording("毛利率", "Margin (%)"),
          wording(
            "平台收入 ÷（平台收入 + 合作方所得）；订单还有待核销单位时，平台的部分仍为待结，期中偏低",
            "revenue ÷ (revenue + earned by others); the platform's part is held while an order has a pending unit, so it is low at first")
        ),
        (
          wording("合作方所得", "Earned by others"),
          wording("应付科目的变动，含阶梯调整，不含差异调整和付款", "the change of payables, true-ups included, adjusts and payouts not")
        ),
        (
          wording("渠道、销售月份", "Channels, months of sale"),
          wording(
            "不含阶梯调整（不属于任何一笔订单），合计因此与概览、权益包相差阶梯调整",
            "without true-ups, which belong to no order: their sums differ from the overview and the bundles by them")
        ),
        (
          wording("订单数、核销单位", "Orders, units redeemed"),
          wording("只计有金额变动的订单与核销；金额为零的不计", "only those that moved money: orders and redemptions of zero are not counted")
        ),
        (
          wording("权益的合作方所得", "Earned, of entitlements"),
          wording(
            "核销、撤销、付费过期和阶梯调整；退款按订单冲回，不分到权益",
            "redemptions, reversals, paid lapses and true-ups; refunds take back by order, not by entitlement")
        ),
        (
          wording("阶梯预测", "Ladders"),
          wording(
            "按本阶梯周期内已跑天数的平均速度推算到周期末；长期阶梯不预测",
            "goes on to the end of the tier period at the average of its days that have run; lifetime ladders have none")
        ),
        (
          wording("进档影响", "Effect of the next tier"),
          wording("预计已结减去一直按当前档计价的金额", "what is expected, less what the present tier would give for the same measure")
        ),
      ] + RepurchaseTable.explanations(wording)
    for (name, text) in texts { table.rows.append([.text(name), .text(text)]) }
    return table
  }
}

extension Wording {
  /// What the figures of an analysis hold.
  func scope(of runs: (first: String, last: String)) -> String {
    self(
      "批次 \(runs.first) 至 \(runs.last) 的入账，不含差异调整和付款；平台收入与平台结算单相差差异调整",
      "What the runs \(runs.first) to \(runs.last) posted, without adjustments and payouts: revenue differs from the platform's statement "
        + "by the adjustments")
  }
}
