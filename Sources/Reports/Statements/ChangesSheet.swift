import SettlementCore
import WorkbookWriter

/// The changed lines of a statement's later version, old and new, with their cause and their sum.
struct ChangesSheet {
  private static let differenceColumn = 8

  private let statement: PartnerStatement
  private let wording: Wording

  init(_ statement: PartnerStatement, _ wording: Wording) { (self.statement, self.wording) = (statement, wording) }

  /// Adds a sheet for each currency in which a line has changed.
  func write(_ changes: StatementChanges, in workbook: Workbook) throws(WorkbookError) {
    var lines: [Currency: [StatementChanges.Line]] = [:]
    for line in changes.lines { lines[line.currency, default: []].append(line) }
    for (currency, lines) in lines.sorted(by: { $0.key.code < $1.key.code }) {
      let name = wording.name(.changes) + (statement.accounts.count > 1 ? " \(currency.code)" : "")
      try write(lines, currency, named: name, in: workbook)
    }
  }

  private func write(
    _ lines: [StatementChanges.Line], _ currency: Currency, named name: String, in workbook: Workbook
  ) throws(WorkbookError) {
    let sheets = try DetailSheets(
      in: workbook, name: name, columns: columns(currency), footer: statement.number, pages: wording.pages)
    var total = SheetTotal()
    var last = 0
    for line in lines {
      last = try sheets.nextRow()
      try write(line, number: sheets.rows, on: sheets.sheet, last)
      total.add(sheet: sheets.sheet.name, row: last)
    }
    try sheets.finish()
    guard let formula = total.formula(column: Self.differenceColumn) else { return }
    let sum = lines.reduce(Int64(0)) { $0 + $1.difference }  // part of a roll-forward whose sums are checked
    try sheets.sheet.write(text: wording("合计", "Total"), row: last + 1, column: 0, format: .totalLabel)
    for column in 1..<Self.differenceColumn { try sheets.sheet.write(text: "", row: last + 1, column: column, format: .totalLabel) }
    try sheets.sheet.write(
      formula: formula, storedAmount: sum, exponent: currency.exponent, row: last + 1, column: Self.differenceColumn)
  }

  private func columns(_ currency: Currency) -> [DetailColumn] {
    let isChinese = wording.language == .zh
    return [
      DetailColumn(wording("序号", "No."), width: 7), DetailColumn(wording("变更原因", "Cause"), width: isChinese ? 12 : 20),
      DetailColumn(wording("业务日期", "Business date"), width: 11), DetailColumn(wording("类型", "Kind"), width: isChinese ? 10 : 19),
      DetailColumn(wording("订单号", "Order"), width: 24), DetailColumn(wording("业务单号", "Reference"), width: 29),
      DetailColumn(wording("原金额（\(currency.code)）", "Old (\(currency.code))"), width: 14),
      DetailColumn(wording("现金额（\(currency.code)）", "New (\(currency.code))"), width: 14),
      DetailColumn(wording("差额（现−原）", "Difference (new − old)"), width: 14), DetailColumn(wording("说明", "Detail"), width: 30),
      DetailColumn(wording("批次号", "Run"), width: 15), DetailColumn(wording("分录组号", "Group"), width: 9),
      DetailColumn(wording("计入期间", "Counted in"), width: isChinese ? 16 : 20),
    ]
  }

  private func write(_ line: StatementChanges.Line, number: Int, on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    try sheet.write(integer: Int64(number), row: row, column: 0)
    try sheet.write(text: wording.cause(line), row: row, column: 1)
    try sheet.write(dateDays: line.businessDay.number, row: row, column: 2)
    for (place, text) in [wording.name(line.kind), line.orderID, line.reference].enumerated() where !text.isEmpty {
      try sheet.write(text: text, row: row, column: 3 + place)
    }
    for (place, amount) in [line.old, line.new, line.difference].enumerated() {
      try sheet.write(amount: amount, exponent: line.currency.exponent, row: row, column: 6 + place)
    }
    let detail = wording.detail(line)
    if !detail.isEmpty { try sheet.write(text: detail, row: row, column: 9, format: .wrappedText) }
    try sheet.write(text: line.run, row: row, column: 10)
    try sheet.write(text: "\(line.group)", row: row, column: 11)
    try sheet.write(text: wording.counted(line.countedIn), row: row, column: 12)
  }
}
