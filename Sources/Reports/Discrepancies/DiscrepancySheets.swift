import SettlementCore
import WorkbookWriter

/// The sheet of one kind: ours and theirs side by side, why it is so, what to do, and three columns that `FilledDecisions` reads back.
struct DiscrepancySheets {
  private let discrepancies: [Discrepancy]
  private let day: CalendarDay
  private let wording: Wording
  private let footer: String

  /// Discrepancies of one kind in their order; `day` is the run's D.
  init(_ discrepancies: [Discrepancy], day: CalendarDay, footer: String, _ wording: Wording) {
    (self.discrepancies, self.day, self.footer, self.wording) = (discrepancies, day, footer, wording)
  }

  /// Adds the sheets `name`, `name-2` …; the first one leads back to the overview.
  func write(named name: String, overview: String, in workbook: Workbook) throws(WorkbookError) {
    let columns = columns
    let sheets = try DetailSheets(
      in: workbook, name: name, columns: columns, footer: footer, pages: wording.pages, emptyNote: wording("无差异", "None"))
    try sheets.sheet.write(link: wording("← 总览", "← Overview"), to: "A1", of: overview, row: 0, column: columns.count)
    for discrepancy in discrepancies { try write(discrepancy, on: sheets, columns) }
    try sheets.finish()
    try sheets.sheet.setPrintArea(lastRow: max(1, DetailSheets.place(of: max(0, sheets.rows - 1)).row), lastColumn: columns.count - 1)
  }

  /// As wide as their content, and narrow enough to be read on a page as wide as the table; long texts go over several lines.
  private var columns: [DetailColumn] {
    let isChinese = wording.language == .zh
    func fitted(_ head: String, _ bounds: ClosedRange<Int>, _ text: (Finding) -> String) -> DetailColumn {
      let widest = discrepancies.reduce(TextWidth.columns(head)) { max($0, TextWidth.columns(text($1.finding))) }
      return DetailColumn(head, width: TextWidth.fitted(widest, bounds))
    }
    return [
      fitted(wording(.partner), 9...16, \.partner), fitted(wording(.kind), 10...14) { wording.name($0.kind) },
      fitted(wording(.key), 12...26, \.key), fitted(wording("订单号", "Order"), 9...18, \.orderID),
      fitted(wording("我方记录", "Our side"), 10...14) { wording.sides($0).ours }, DetailColumn(wording(.ours), width: 11),
      fitted(wording("对方记录", "Their side"), 10...14) { wording.sides($0).theirs }, DetailColumn(wording(.theirs), width: 11),
      DetailColumn(wording("差额\n（对方−我方）", "Difference (theirs − ours)"), width: 12),
      DetailColumn(wording("币种", "Currency"), width: isChinese ? 6 : 9), DetailColumn(wording("业务日期", "Business date"), width: 11),
      DetailColumn(wording("账龄\n（天）", "Age (days)"), width: 7), fitted(wording("状态", "State"), 8...12) { wording.name($0.state) },
      fitted(wording("差异方", "Wrong book"), 8...10) { wording.name($0.leg) },
      DetailColumn(wording("可能原因", "Likely cause"), width: isChinese ? 22 : 26),
      DetailColumn(wording("下一步", "Next step"), width: isChinese ? 24 : 28),
      fitted(wording("说明", "Detail"), 12...(isChinese ? 22 : 26), \.detail),
      DetailColumn(wording(.decision), width: isChinese ? 11 : 14, choices: Decision.allCases.map(wording.name)),
      DetailColumn(wording(.reason), width: 16), DetailColumn(wording(.by), width: 10),
    ]
  }

  private func write(_ discrepancy: Discrepancy, on sheets: DetailSheets, _ columns: [DetailColumn]) throws(WorkbookError) {
    let (finding, row) = (discrepancy.finding, try sheets.nextRow())
    let (sides, what) = (wording.sides(finding), Circumstance(finding))
    let texts: [Int: String] = [
      0: finding.partner, 1: wording.name(finding.kind), 2: finding.key, 3: finding.orderID, 4: sides.ours, 6: sides.theirs,
      12: wording.name(finding.state), 13: wording.name(finding.leg), 14: wording.cause(what), 15: wording.nextStep(what),
      16: finding.detail,
    ]
    for column in columns.indices {
      guard let text = texts[column], !text.isEmpty else { continue }
      try sheets.sheet.write(text: text, row: row, column: column, format: .wrappedText)
    }
    for (column, amount) in [(5, finding.ours), (7, finding.theirs), (8, finding.difference)] {
      guard let amount else { continue }
      if finding.isCount {
        try sheets.sheet.write(integer: amount, row: row, column: column)
      } else if finding.currency != .unknown {
        try sheets.sheet.write(amount: amount, exponent: finding.currency.exponent, row: row, column: column)
      }
    }
    if finding.currency != .unknown { try sheets.sheet.write(text: finding.currency.code, row: row, column: 9, format: .wrappedText) }
    try sheets.sheet.write(dateDays: finding.businessDate.number, row: row, column: 10)
    try sheets.sheet.write(integer: discrepancy.age(on: day), row: row, column: 11)
  }
}
