import SettlementCore
import WorkbookWriter

/// The list of discrepancies in a workbook: the rows of `discrepancies.csv` in words, and two empty columns for what was done about them.
struct DiscrepancyTable {
  private let wording: Wording
  private let day: CalendarDay
  private let withPartner: Bool
  private let footer: String
  private let rowLimit: Int

  /// `day` is the run's D; a statement of one partner leaves out the partner's column.
  init(_ wording: Wording, day: CalendarDay, withPartner: Bool, footer: String, rowLimit: Int = Sheet.maximumRows) {
    self.wording = wording
    self.day = day
    self.withPartner = withPartner
    self.footer = footer
    self.rowLimit = rowLimit
  }

  /// Adds the sheets `name`, `name-2` …, sorted by partner, kind and key.
  func write(_ discrepancies: [Discrepancy], named name: String, in workbook: Workbook) throws(WorkbookError) {
    let sheets = try DetailSheets(in: workbook, name: name, columns: columns, footer: footer, rowLimit: rowLimit)
    for discrepancy in DiscrepanciesFile.sorted(discrepancies) {
      let row = try sheets.nextRow()
      try write(discrepancy, on: sheets.sheet, row)
    }
    try sheets.finish()
  }

  private var columns: [DetailColumn] {
    let partner = [DetailColumn(wording("合作方", "Partner"), width: 18)]
    let rest = [
      DetailColumn(wording("差异类型", "Kind"), width: withPartner && wording.language == .zh ? 32 : 22),
      DetailColumn(wording("状态", "State"), width: 9), DetailColumn(wording("环节", "Leg"), width: 8),
      DetailColumn(wording("标识", "Key"), width: 28), DetailColumn(wording("订单号", "Order"), width: 18),
      DetailColumn(wording("币种", "Currency"), width: 9), DetailColumn(wording("我方金额", "Ours"), width: 12),
      DetailColumn(wording("对方金额", "Theirs"), width: 12), DetailColumn(wording("差额（对方−我方）", "Difference (theirs − ours)"), width: 13),
      DetailColumn(wording("业务日期", "Business date"), width: 12), DetailColumn(wording("首见日期", "First seen"), width: 12),
      DetailColumn(wording("账龄（天）", "Age (days)"), width: 11), DetailColumn(wording("说明", "Detail"), width: 36),
      DetailColumn(wording("处理意见", "Decision"), width: 14), DetailColumn(wording("备注", "Remarks"), width: 12),
    ]
    return withPartner ? partner + rest : rest
  }

  private func write(_ discrepancy: Discrepancy, on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    let finding = discrepancy.finding
    if withPartner { try sheet.write(text: finding.partner, row: row, column: 0) }
    let first = withPartner ? 1 : 0
    try sheet.write(text: withPartner ? wording.nameAndCode(finding.kind) : wording.name(finding.kind), row: row, column: first)
    try sheet.write(text: wording.name(finding.state), row: row, column: first + 1)
    try sheet.write(text: wording.name(finding.leg), row: row, column: first + 2)
    try sheet.write(text: finding.key, row: row, column: first + 3)
    if !finding.orderID.isEmpty { try sheet.write(text: finding.orderID, row: row, column: first + 4) }
    if finding.currency != .unknown {
      try sheet.write(text: finding.currency.code, row: row, column: first + 5)
      for (place, amount) in [finding.ours, finding.theirs, finding.difference].enumerated() {
        guard let amount else { continue }
        try sheet.write(amount: amount, exponent: finding.currency.exponent, row: row, column: first + 6 + place)
      }
    }
    try sheet.write(dateDays: finding.businessDate.number, row: row, column: first + 9)
    try sheet.write(dateDays: discrepancy.firstSeen.number, row: row, column: first + 10)
    try sheet.write(integer: discrepancy.age(on: day), row: row, column: first + 11)
    if !finding.detail.isEmpty { try sheet.write(text: finding.detail, row: row, column: first + 12, format: .wrappedText) }
  }
}
