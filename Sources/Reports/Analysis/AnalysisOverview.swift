import SettlementCore
import WorkbookWriter

/// The first sheet of the analysis: the month's key figures by currency, and what is worth a look, each leading to its table.
struct AnalysisOverview {
  /// A sentence and the sheet that says more.
  struct Remark: Equatable {
    let text: String
    let sheet: String
  }
  let analysis: PeriodAnalysis
  let wording: Wording
  private let totals: [PeriodAnalysis.Row]

  /// Throws `AmountOverflow` when the bundles of a currency add up to more than an amount holds.
  init(_ analysis: PeriodAnalysis, _ wording: Wording) throws(AmountOverflow) {
    (self.analysis, self.wording) = (analysis, wording)
    var totals: [PeriodAnalysis.Row] = []
    for row in analysis.bundles {
      if let place = totals.firstIndex(where: { $0.currency == row.currency }) {
        try totals[place].figures.add(row.figures)
      } else {
        totals.append(row)
      }
    }
    self.totals = totals.sorted { $0.currency.code < $1.currency.code }
  }

  func write(in workbook: Workbook, footer: String) throws(WorkbookError) {
    let sheet = try workbook.addSheet(AnalysisSheet.overview.name(wording))
    try sheet.setColumns([26] + [Double](repeating: 20, count: max(totals.count, 3)))
    try sheet.setUpPrinting(PrintSetup(landscape: false, footer: footer, pages: wording.pages))
    try sheet.write(text: wording("\(analysis.period) 经营分析", "Analysis of \(analysis.period)"), row: 0, column: 0, format: .title)
    try sheet.write(text: wording.scope(of: analysis.runs), row: 1, column: 0, format: .note)
    var row = 3
    try writeFigures(on: sheet, &row)
    row += 1
    try section(wording("值得注意", "Worth a look"), on: sheet, row)
    if remarks.isEmpty { try sheet.write(text: wording.noneInThisPeriod, row: row + 1, column: 0) }
    for remark in remarks {
      row += 1
      try sheet.write(link: remark.text, to: "A1", of: remark.sheet, row: row, column: 0)
    }
  }

  // MARK: Key figures

  private func writeFigures(on sheet: Sheet, _ row: inout Int) throws(WorkbookError) {
    try sheet.write(text: wording("指标", "Figure"), row: row, column: 0, format: .header)
    for (place, total) in totals.enumerated() { try sheet.write(text: total.currency.code, row: row, column: place + 1, format: .header) }
    for (label, cell) in lines {
      row += 1
      try sheet.write(text: label, row: row, column: 0, format: .label)
      for (place, total) in totals.enumerated() { try cell(total).write(on: sheet, row: row, column: place + 1) }
    }
    row += 1
  }

  private var lines: [(String, (PeriodAnalysis.Row) -> AnalysisTable.Cell)] {
    typealias Figures = PeriodAnalysis.Figures
    func money(_ path: KeyPath<Figures, Int64>) -> (PeriodAnalysis.Row) -> AnalysisTable.Cell {
      { .amount($0.figures[keyPath: path], $0.currency) }
    }
    return [
      (wording("订单数", "Orders"), { .count($0.figures.orders) }),
      (wording("实收", "Paid"), money(\.paid)),
      (wording("退款额", "Refunded"), money(\.refunded)),
      (wording("退款率（%）", "Refunded (%)"), { .percent($0.figures.refundRate) }),
      (wording("售出单位", "Units sold"), { .count($0.figures.sold) }),
      (wording("核销单位", "Units redeemed"), { .count($0.figures.redeemed) }),
      (wording("核销率（%）", "Redeemed (%)"), { .percent($0.figures.redemptionRate) }),
      (wording("过期释放", "Lapsed"), money(\.lapsed)),
      (wording("合作方与渠道所得", "Earned by others"), money(\.earned)),
      (wording("平台收入", "Revenue"), money(\.revenue)),
      (wording("毛利率（%）", "Margin (%)"), { .percent($0.figures.margin) }),
    ]
  }

  private func section(_ text: String, on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    for column in 0...max(totals.count, 3) { try sheet.write(text: column == 0 ? text : "", row: row, column: column, format: .section) }
  }

  // MARK: Worth a look

  /// The extremes of the month; of equal ones the first in order of name.
  var remarks: [Remark] {
    let rates = [highestRefunds, lowestMargin, lowestRedemption]
    return rates.compactMap { $0 } + mostOwed + [mostOpen].compactMap { $0 } + climbing + [repurchases].compactMap { $0 } + risks
  }

  private func called(_ name: String, _ title: String) -> String {
    title.isEmpty ? name : wording("\(title)（\(name)）", "\(title) (\(name))")
  }

  private func percent(_ value: Int64) -> String { "\(MoneyText.print(value, exponent: 2)) %" }

  private func money(_ amount: Int64, _ currency: Currency) -> String {
    "\(Markup.grouped(Money(amount, currency).decimal)) \(currency.code)"
  }

  /// The first row whose rate none surpasses; `name` is what people call it.
  private func extreme(
    _ rows: [PeriodAnalysis.Row], _ rate: KeyPath<PeriodAnalysis.Figures, Int64?>, _ surpasses: (Int64, Int64) -> Bool
  ) -> (name: String, rate: Int64, row: PeriodAnalysis.Row)? {
    let known = rows.compactMap { row in row.figures[keyPath: rate].map { (called(row.name, row.title), $0, row) } }
    return known.max { surpasses($1.1, $0.1) }
  }

  private var highestRefunds: Remark? {
    guard let (name, rate, row) = extreme(analysis.bundles, \.refundRate, >), rate > 0 else { return nil }
    let (part, amount) = (percent(rate), money(row.figures.refunded, row.currency))
    return Remark(
      text: wording("退款率最高的权益包：\(name)，\(part)，退款 \(amount)", "Bundle with the highest refund rate: \(name), \(part), \(amount) refunded"),
      sheet: AnalysisSheet.bundles.name(wording))
  }

  private var lowestMargin: Remark? {
    guard analysis.bundles.count > 1, let (name, rate, row) = extreme(analysis.bundles, \.margin, <) else { return nil }
    let (part, amount) = (percent(rate), money(row.figures.revenue, row.currency))
    return Remark(
      text: wording("毛利率最低的权益包：\(name)，\(part)，平台收入 \(amount)", "Bundle with the lowest margin: \(name), \(part), revenue \(amount)"),
      sheet: AnalysisSheet.bundles.name(wording))
  }

  private var lowestRedemption: Remark? {
    guard analysis.entitlements.count > 1, let (_, rate, row) = extreme(analysis.entitlements, \.redemptionRate, <) else { return nil }
    let name = row.title.isEmpty ? row.name : called(row.title, row.name)  // its title is the partner's
    return Remark(
      text: wording("核销率最低的权益：\(name)，\(percent(rate))", "Entitlement with the lowest redemption rate: \(name), \(percent(rate))"),
      sheet: AnalysisSheet.entitlements.name(wording))
  }

  /// Of each currency: amounts of different ones have no order.
  private var mostOwed: [Remark] {
    let owed = analysis.partners.filter { $0.closing > 0 }
    return Set(owed.map(\.currency)).sorted { $0.code < $1.code }.compactMap { currency in
      guard let row = owed.filter({ $0.currency == currency }).max(by: { $0.closing < $1.closing }) else { return nil }
      let (name, amount) = (called(row.partner, row.title), money(row.closing, row.currency))
      return Remark(
        text: wording("期末应付最多的合作方：\(name)，\(amount)", "Partner owed most at the end: \(name), \(amount)"),
        sheet: AnalysisSheet.partners.name(wording))
    }
  }

  private var mostOpen: Remark? {
    guard let row = analysis.partners.filter({ $0.open > 0 }).max(by: { $0.open < $1.open }) else { return nil }
    let name = called(row.partner, row.title)
    return Remark(
      text: wording("待处理差异最多的合作方：\(name)，\(row.open) 条", "Partner with the most open discrepancies: \(name), \(row.open)"),
      sheet: AnalysisSheet.partners.name(wording))
  }

  private var climbing: [Remark] {
    analysis.forecasts.filter { $0.expectedTier > $0.tier }.map { ladder in
      let name = [ladder.agreement, ladder.entitlement, ladder.party, ladder.period].filter { !$0.isEmpty }.joined(separator: " · ")
      let amount = money(ladder.expectedEarned - ladder.withoutNextTier, ladder.currency)
      return Remark(
        text: wording(
          "预计升档：\(name)，第 \(ladder.tier) 档 → 第 \(ladder.expectedTier) 档，对合作方所得的影响 \(amount)",
          "Expected to reach a higher tier: \(name), \(ladder.tier) → \(ladder.expectedTier), effect on what is earned \(amount)"),
        sheet: AnalysisSheet.ladders.name(wording))
    }
  }

  private var repurchases: Remark? {
    guard let all = analysis.repurchases.first(where: \.bundle.isEmpty), let median = all.median else { return nil }
    guard let part = PeriodAnalysis.Figures.percent(all.repeatBuyers, of: all.buyers).map(percent) else { return nil }
    return Remark(
      text: wording(
        "复购：\(all.buyers) 位买家中 \(all.repeatBuyers) 位复购（\(part)），间隔中位数 \(median) 天",
        "Repurchase: \(all.repeatBuyers) of \(all.buyers) buyers (\(part)) bought again, median interval in days: \(median)"),
      sheet: AnalysisSheet.repurchase.name(wording))
  }

  private var risks: [Remark] {
    guard !analysis.risks.isEmpty else { return [] }
    var counts: [(kind: RunSummary.Risk.Kind, count: Int)] = []
    for (_, risk) in analysis.risks {
      if let place = counts.firstIndex(where: { $0.kind == risk.kind }) {
        counts[place].count += 1
      } else {
        counts.append((risk.kind, 1))
      }
    }
    let parts = counts.map { "\(wording.name($0.kind)) \($0.count)" }.joined(separator: wording("、", ", "))
    return [
      Remark(
        text: wording("风险提示（未消除的每批计一次）：\(parts)", "Risks told, once per run while they last: \(parts)"),
        sheet: AnalysisSheet.risks.name(wording))
    ]
  }
}
