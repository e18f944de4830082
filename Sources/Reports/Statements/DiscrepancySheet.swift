import SettlementCore
import WorkbookWriter

/// The discrepancies of one partner: ours and theirs, the line that each is about, and room for the partner's answer.
struct DiscrepancySheet {
  /// The column of the key; that of the link is the last but two.
  static let keyColumn = 3, linkColumn = 12

  private let statement: PartnerStatement
  private let wording: Wording
  private let rowLimit: Int
  /// In the order of their rows.
  let discrepancies: [Discrepancy]

  init(_ statement: PartnerStatement, _ wording: Wording, rowLimit: Int) {
    self.statement = statement
    self.wording = wording
    self.rowLimit = rowLimit
    discrepancies = DiscrepanciesFile.sorted(statement.discrepancies)
  }

  /// The cell of a discrepancy's key, by its place among `discrepancies`.
  func place(of discrepancy: Int) -> CellPlace {
    CellPlace(
      ofRow: discrepancy, named: wording.name(.discrepancies), column: ColumnName.letter(Self.keyColumn), rowLimit: rowLimit)
  }

  /// Adds its sheets; `lines` says where the line of a discrepancy stands. Returns where they are.
  func write(in workbook: Workbook, lines: [Int: CellPlace]) throws(WorkbookError) -> SheetTotal {
    let sheets = try DetailSheets(
      in: workbook, name: wording.name(.discrepancies), columns: columns, footer: statement.number, pages: wording.pages,
      emptyNote: wording.noneInThisPeriod, rowLimit: rowLimit)
    var total = SheetTotal()
    for (place, discrepancy) in discrepancies.enumerated() {
      let row = try sheets.nextRow()
      try write(discrepancy, on: sheets.sheet, row)
      if let line = lines[place] {
        try sheets.sheet.write(
          link: "→ \(line.sheet) \(line.number)", to: line.cell, of: line.sheet, row: row, column: Self.linkColumn)
      }
      total.add(sheet: sheets.sheet.name, row: row)
    }
    try sheets.finish()
    return total
  }

  /// Narrow enough to be read when the page is as wide as the table; long texts go over several lines.
  private var columns: [DetailColumn] {
    let isChinese = wording.language == .zh
    return [
      DetailColumn(wording(.kind), width: isChinese ? 12 : 15), DetailColumn(wording("状态", "State"), width: isChinese ? 8 : 11),
      DetailColumn(wording("环节", "Leg"), width: isChinese ? 8 : 9), DetailColumn(wording(.key), width: 29),
      DetailColumn(wording("订单号", "Order"), width: 19), DetailColumn(wording("币种", "Currency"), width: isChinese ? 7 : 9),
      DetailColumn(wording(.ours), width: 12), DetailColumn(wording(.theirs), width: 12),
      DetailColumn(wording("差额\n（对方−我方）", "Difference (theirs − ours)"), width: 13),
      DetailColumn(wording("业务日期", "Business date"), width: 11), DetailColumn(wording("账龄（天）", "Age (days)"), width: 8),
      DetailColumn(wording("说明", "Detail"), width: isChinese ? 25 : 30),
      DetailColumn(wording("明细行", "Detail line"), width: isChinese ? 12 : 15),
      DetailColumn(wording("核对状态", "Your status"), width: isChinese ? 12 : 16, choices: wording.answers),
      DetailColumn(wording("处理意见及备注", "Decision and remarks"), width: 16),
    ]
  }

  private func write(_ discrepancy: Discrepancy, on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    let finding = discrepancy.finding
    let texts = [wording.name(finding.kind), wording.name(finding.state), wording.name(finding.leg), finding.key, finding.orderID]
    for (column, text) in texts.enumerated() { try write(text, on: sheet, row, column) }
    let amounts = [finding.ours, finding.theirs, finding.difference]
    if finding.isCount {
      for (place, count) in amounts.enumerated() {
        if let count { try sheet.write(integer: count, row: row, column: 6 + place) }
      }
    } else if finding.currency != .unknown {
      try write(finding.currency.code, on: sheet, row, 5)
      for (place, amount) in amounts.enumerated() {
        if let amount { try sheet.write(amount: amount, exponent: finding.currency.exponent, row: row, column: 6 + place) }
      }
    }
    try sheet.write(dateDays: finding.businessDate.number, row: row, column: 9)
    try sheet.write(integer: discrepancy.age(on: statement.businessDay), row: row, column: 10)
    try write(finding.detail, on: sheet, row, 11)
  }

  private func write(_ text: String, on sheet: Sheet, _ row: Int, _ column: Int) throws(WorkbookError) {
    if !text.isEmpty { try sheet.write(text: text, row: row, column: column, format: .wrappedText) }
  }
}
