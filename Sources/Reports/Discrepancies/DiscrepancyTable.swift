import SettlementCore
import WorkbookWriter

/// The list of discrepancies in a workbook: the rows of `discrepancies.csv` in words, and room for what is to be done about them.
///
/// In the list of all partners that room is three columns, which `FilledDecisions` reads back.
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
    let sheets = try DetailSheets(
      in: workbook, name: name, columns: columns, footer: footer, pages: wording.pages,
      emptyNote: withPartner ? wording("无差异", "None") : wording.noneInThisPeriod, rowLimit: rowLimit)
    for discrepancy in DiscrepanciesFile.sorted(discrepancies) {
      let row = try sheets.nextRow()
      try write(discrepancy, on: sheets.sheet, row)
    }
    try sheets.finish()
  }

  /// The cell of a discrepancy's key; nil when it is not among them.
  func place(of identity: DiscrepancyIdentity, among discrepancies: [Discrepancy], named name: String) -> CellPlace? {
    DiscrepanciesFile.sorted(discrepancies).firstIndex { $0.finding.identity == identity }.map {
      CellPlace(ofRow: $0, named: name, column: withPartner ? "E" : "D", rowLimit: rowLimit)
    }
  }

  /// Narrow enough to be read when the page is as wide as the table; long texts go over several lines.
  private var columns: [DetailColumn] {
    let isChinese = wording.language == .zh
    let partner = [DetailColumn(wording(.partner), width: 14)]
    let rest = [
      DetailColumn(wording(.kind), width: isChinese ? 12 : 15), DetailColumn(wording("状态", "State"), width: isChinese ? 8 : 11),
      DetailColumn(wording("环节", "Leg"), width: isChinese ? 8 : 9), DetailColumn(wording(.key), width: 29),
      DetailColumn(wording("订单号", "Order"), width: 19), DetailColumn(wording("币种", "Currency"), width: isChinese ? 7 : 9),
      DetailColumn(wording(.ours), width: 11), DetailColumn(wording(.theirs), width: 11),
      DetailColumn(wording("差额\n（对方−我方）", "Difference (theirs − ours)"), width: 12),
      DetailColumn(wording("业务日期", "Business date"), width: 11), DetailColumn(wording("账龄（天）", "Age (days)"), width: 8),
      DetailColumn(wording("说明", "Detail"), width: isChinese ? 25 : 30),
    ]
    if !withPartner { return rest + [DetailColumn(wording("处理意见及备注", "Decision and remarks"), width: 14)] }
    let decision = [
      DetailColumn(wording(.decision), width: isChinese ? 12 : 14, choices: Decision.allCases.map(wording.name)),
      DetailColumn(wording(.reason), width: 20), DetailColumn(wording(.by), width: 10),
    ]
    return partner + rest + decision
  }

  private func write(_ discrepancy: Discrepancy, on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    let finding = discrepancy.finding
    let first = withPartner ? 1 : 0
    if withPartner { try write(finding.partner, on: sheet, row, 0) }
    let texts = [wording.name(finding.kind), wording.name(finding.state), wording.name(finding.leg), finding.key, finding.orderID]
    for (place, text) in texts.enumerated() { try write(text, on: sheet, row, first + place) }
    if finding.isCount {
      for (place, count) in [finding.ours, finding.theirs, finding.difference].enumerated() {
        if let count { try sheet.write(integer: count, row: row, column: first + 6 + place) }
      }
    } else if finding.currency != .unknown {
      try write(finding.currency.code, on: sheet, row, first + 5)
      for (place, amount) in [finding.ours, finding.theirs, finding.difference].enumerated() {
        guard let amount else { continue }
        try sheet.write(amount: amount, exponent: finding.currency.exponent, row: row, column: first + 6 + place)
      }
    }
    try sheet.write(dateDays: finding.businessDate.number, row: row, column: first + 9)
    try sheet.write(integer: discrepancy.age(on: day), row: row, column: first + 10)
    try write(finding.detail, on: sheet, row, first + 11)
  }

  private func write(_ text: String, on sheet: Sheet, _ row: Int, _ column: Int) throws(WorkbookError) {
    if !text.isEmpty { try sheet.write(text: text, row: row, column: column, format: .wrappedText) }
  }
}
