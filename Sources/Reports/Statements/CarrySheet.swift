import SettlementCore
import WorkbookWriter

/// What a statement brings in and passes on: the opening, lines of closed periods with their own date, adjusts with what is behind them, and
/// what is carried forward.
struct CarrySheet {
  static let amount = 9

  let statement: PartnerStatement
  let totals: [StatementTotals]
  let wording: Wording
  let rowLimit: Int

  /// One row of the table.
  private struct Entry {
    let name: String
    var day: CalendarDay?
    var count: Int64?
    var kind = ""
    var key = ""
    var order = ""
    var reason = ""
    var by = ""
    let amount: Int64
  }

  /// Adds its sheets; `late` are the rows of lines of earlier periods, to which they lead.
  func write(in workbook: Workbook, late: [Currency: CellPlace]) throws(WorkbookError) {
    let sheets = try DetailSheets(
      in: workbook, name: wording.name(.carry), columns: columns, footer: statement.number, pages: wording.pages, rowLimit: rowLimit)
    for total in totals {
      for entry in entries(total) {
        try write(entry, total, late[total.account.currency], on: sheets.sheet, try sheets.nextRow())
      }
    }
    try sheets.finish()
  }

  private var columns: [DetailColumn] {
    let isChinese = wording.language == .zh
    return [
      DetailColumn(wording("项目", "Item"), width: isChinese ? 18 : 24), DetailColumn(wording("币种", "Currency"), width: 9),
      DetailColumn(wording("业务日期", "Business date"), width: 12), DetailColumn(wording("笔数", "Lines"), width: 8),
      DetailColumn(wording("类型", "Kind"), width: isChinese ? 12 : 19), DetailColumn(wording(.key), width: 28),
      DetailColumn(wording("订单号", "Order"), width: 22), DetailColumn(wording("原因", "Reason"), width: 34),
      DetailColumn(wording(.by), width: 12), DetailColumn(wording("金额", "Amount"), width: 16),
    ]
  }

  private func entries(_ total: StatementTotals) -> [Entry] {
    let account = total.account
    var entries = [Entry(name: wording("期初未结转入", "Opening brought in"), reason: wording.openingNote, amount: account.opening)]
    for row in total.dailyRows.filter({ $0.day < statement.days.lowerBound.number }).sorted(by: { $0.day < $1.day }) {
      entries.append(
        Entry(
          name: wording("以前期间补记", "Line of an earlier period"), day: CalendarDay(number: row.day), count: row.count,
          kind: wording.name(row.kind, in: statement), reason: wording("其期间关账后到达", "Came after its period was closed"), amount: row.amount))
    }
    for line in total.lines where statement.lines.kind[line] == .adjust { entries.append(adjust(line)) }
    entries.append(
      Entry(
        name: wording("结转下期", "Carried forward"),
        reason: total.payable.isCarriedForward ? wording.carriedForwardNote : wording("应付之外的余额", "What is not payable now"),
        amount: total.payable.carriedForward))
    return entries
  }

  private func adjust(_ line: Int) -> Entry {
    let lines = statement.lines
    let (run, key) = (statement.runs[Int(lines.run[line])], lines.reference[line])
    let decision = statement.decisions.first { $0.run == run && $0.key == key }
    return Entry(
      name: wording("差异调整", "Adjustment"), day: CalendarDay(number: lines.businessDay[line]), count: 1,
      kind: decision.map { wording.name($0.kind) } ?? "", key: key, order: lines.orderID[line],
      reason: decision.map { "\(wording.name($0.decision))\(wording("：", ": "))\($0.reason)" } ?? wording.adjustedAlone,
      by: decision?.by ?? wording("系统", "System"), amount: lines.amount[line])
  }

  private func write(
    _ entry: Entry, _ total: StatementTotals, _ late: CellPlace?, on sheet: Sheet, _ row: Int
  ) throws(WorkbookError) {
    if let late, let day = entry.day, day < statement.days.lowerBound {
      try sheet.write(link: entry.name, to: late.cell, of: late.sheet, row: row, column: 0)
    } else {
      try sheet.write(text: entry.name, row: row, column: 0)
    }
    try sheet.write(text: total.account.currency.code, row: row, column: 1)
    if let day = entry.day { try sheet.write(dateDays: day.number, row: row, column: 2) }
    if let count = entry.count { try sheet.write(integer: count, row: row, column: 3) }
    for (place, text) in [entry.kind, entry.key, entry.order, entry.reason, entry.by].enumerated() where !text.isEmpty {
      try sheet.write(text: text, row: row, column: 4 + place, format: .wrappedText)
    }
    try sheet.write(amount: entry.amount, exponent: total.exponent, row: row, column: Self.amount)
  }
}
