/// The sheet about buyers who buy again: a row for all bundles together, and one for each.
struct RepurchaseTable {
  private let repurchases: [Repurchase]
  private let wording: Wording

  init(_ repurchases: [Repurchase], _ wording: Wording) { (self.repurchases, self.wording) = (repurchases, wording) }

  /// The columns of the spans' counts.
  static let counts = (0...Repurchase.spans.count).map { 8 + 2 * $0 }

  var table: AnalysisTable {
    var table = AnalysisTable(
      .repurchase, wording, heads,
      nothing: wording(
        "本期的订单都没有买家（或未设 codes 密钥），无法计算复购。",
        "No order of this period came with a buyer (or no key of codes is set), so there is no repurchase interval."))
    for row in repurchases {
      table.rows.append(
        [
          .text(row.bundle.isEmpty ? wording("全部", "All") : row.bundle), .text(row.title), .count(row.buyers), .count(row.orders),
          .count(row.repeatBuyers), .percent(PeriodAnalysis.Figures.percent(row.repeatBuyers, of: row.buyers)), .count(row.repurchases),
          row.median.map { .count($0) } ?? .nothing,
        ] + row.counts.flatMap { [.count($0), .percent(PeriodAnalysis.Figures.percent($0, of: row.repurchases))] })
    }
    return table
  }

  private var heads: [String] {
    [
      wording("权益包", "Bundle"), wording("名称", "Title"), wording("买家数", "Buyers"), wording("有买家的订单", "Their orders"),
      wording("复购买家", "Repeat buyers"), wording("复购买家占比（%）", "Repeat buyers (%)"), wording("复购订单", "Repurchases"),
      wording("间隔中位数（天）", "Median (days)"),
    ] + spans.flatMap { [$0, wording("\($0)（%）", "\($0) (%)")] }
  }

  /// 0–7 days, 8–30 days … more than 180 days.
  private var spans: [String] {
    var (spans, first): ([String], Int32) = ([], 0)
    for last in Repurchase.spans {
      spans.append(wording("\(first)–\(last) 天", "\(first)–\(last) days"))
      first = last + 1
    }
    return spans + [wording("超过 \(first - 1) 天", "over \(first - 1) days")]
  }

  /// For the sheet that explains the columns.
  static func explanations(_ wording: Wording) -> [(String, String)] {
    [
      (
        wording("复购", "Repurchase"),
        wording(
          "本期批次首次读到、带买家的订单（含其后退款的）；买家只以密钥哈希区分",
          "the orders with a buyer that the runs of the period saw first, those refunded later included; buyers are told apart by a keyed hash"
        )
      ),
      (
        wording("复购订单", "Repurchases"),
        wording(
          "同一买家此前（不限月份）已有订单的订单；按权益包的行只看同一权益包",
          "orders whose buyer has an earlier order, of whatever month; in the row of a bundle an earlier one of the same bundle")
      ),
      (
        wording("复购买家占比", "Repeat buyers (%)"), wording("本期有复购订单的买家 ÷ 本期买家", "buyers with a repurchase in the period ÷ its buyers")
      ),
      (
        wording("间隔（天）", "Days between purchases"),
        wording(
          "与该买家前一笔订单的支付业务日相差的天数；中位数为不少于一半间隔所在的最少天数；占比以复购订单为 100",
          "from the business day of the order before to that of this one; the median is the fewest days within which at least half of "
            + "them lie; percentages are of the repurchases")
      ),
    ]
  }
}
