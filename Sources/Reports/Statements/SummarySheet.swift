import SettlementCore
import WorkbookWriter

/// The summary of a statement: lines by agreement, entitlement and kind, a total per currency, and the control totals.
struct SummarySheet {
  let statement: PartnerStatement
  let totals: [StatementTotals]
  let wording: Wording

  init(_ statement: PartnerStatement, _ totals: [StatementTotals], _ wording: Wording) {
    self.statement = statement
    self.totals = totals
    self.wording = wording
  }

  private static let countColumn = 6, amountColumn = 7

  func write(on sheet: Sheet, _ details: [SheetTotal], _ refunds: [SheetTotal], cover: [CoverSheet.Places]) throws(WorkbookError) {
    try sheet.setColumns([12, 24, 26, 12, 24, 22, 12, 20])
    try sheet.freeze(rows: 1)
    try sheet.setUpPrinting(PrintSetup(repeatedRows: 0...0, footer: statement.number, pages: wording.pages))
    let heads = [
      wording("币种", "Currency"), wording("分账协议", "Agreement"), wording("协议名称", "Title"), wording("规则版本", "Rule version"),
      wording("权益", "Entitlement"), wording("类型", "Kind"), wording("笔数", "Lines"), wording("金额", "Amount"),
    ]
    for (column, head) in heads.enumerated() { try sheet.write(text: head, row: 0, column: column, format: .header) }
    let rows = totals.reduce(0) { $0 + $1.rows.count }
    try sheet.autofilter(headerRow: 0, lastRow: rows, columns: 0...heads.count - 1)
    var row = 1
    for total in totals {
      for entry in total.rows {
        try write(entry, total, on: sheet, row)
        row += 1
      }
    }
    let totalRows = row
    try writeTotals(on: sheet, &row)
    try writeControls(on: sheet, &row, details, refunds, cover, totalRows: totalRows)
  }

  private func write(_ entry: StatementTotals.Row, _ total: StatementTotals, on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    try sheet.write(text: total.account.currency.code, row: row, column: 0)
    if entry.rule >= 0 {
      let rule = statement.rules[Int(entry.rule)]
      try sheet.write(text: rule.agreement, row: row, column: 1)
      try sheet.write(text: rule.title, row: row, column: 2)
      try sheet.write(dateDays: rule.effective.number, row: row, column: 3)
    }
    if entry.entitlement >= 0 { try sheet.write(text: statement.entitlements[Int(entry.entitlement)], row: row, column: 4) }
    try sheet.write(text: wording.name(entry.kind), row: row, column: 5)
    try sheet.write(integer: entry.count, row: row, column: Self.countColumn)
    try sheet.write(amount: entry.amount, exponent: total.exponent, row: row, column: Self.amountColumn)
  }

  /// One total a currency, behind the filtered rows; the rows of a currency stand together.
  private func writeTotals(on sheet: Sheet, _ row: inout Int) throws(WorkbookError) {
    var first = 2
    for total in totals {
      let last = first + total.rows.count - 1
      try sheet.write(text: wording("合计 ", "Total ") + total.account.currency.code, row: row, column: 0, format: .totalLabel)
      for column in 1..<Self.countColumn { try sheet.write(text: "", row: row, column: column, format: .totalLabel) }
      if total.rows.isEmpty {
        try sheet.write(integer: 0, row: row, column: Self.countColumn, format: .totalInteger)
        try sheet.write(amount: 0, exponent: total.exponent, row: row, column: Self.amountColumn, format: .totalAmount)
      } else {
        try sheet.write(
          formula: "SUM(G\(first):G\(last))", storedInteger: Int64(total.lines.count), row: row, column: Self.countColumn)
        try sheet.write(
          formula: "SUM(H\(first):H\(last))", storedAmount: total.movement, exponent: total.exponent, row: row, column: Self.amountColumn)
      }
      row += 1
      first = last + 1
    }
  }

  /// Sums of the sheets against each other; every difference is zero.
  private func writeControls(
    on sheet: Sheet, _ row: inout Int, _ details: [SheetTotal], _ refunds: [SheetTotal], _ cover: [CoverSheet.Places], totalRows: Int
  ) throws(WorkbookError) {
    row += 1
    try sheet.write(text: wording("校验", "Control"), row: row, column: 0, format: .header)
    for column in 1..<Self.amountColumn {
      try sheet.write(text: column == 1 ? wording("项目", "What must agree") : "", row: row, column: column, format: .header)
    }
    try sheet.write(text: wording("金额", "Amount"), row: row, column: Self.amountColumn, format: .header)
    row += 1
    let coverName = wording.name(.cover)
    for (place, total) in totals.enumerated() {
      let first = row + 1
      let block = cover[place]
      let controls: [(String, String?, Int64)] = [
        (wording("明细合计", "Sum of the details"), details[place].formula, total.movement),
        (wording("减：本表合计", "Less: total of this sheet"), "-H\(totalRows + place + 1)", -total.movement),
        (wording("差额（应为零）", "Difference (must be zero)"), "H\(first)+H\(first + 1)", 0),
        (
          wording("封面：期末 − 期初", "Cover: closing less opening"), "'\(coverName)'!B\(block.closing)-'\(coverName)'!B\(block.opening)",
          total.movement
        ),
        (wording("减：明细合计", "Less: sum of the details"), "-H\(first)", -total.movement),
        (wording("差额（应为零）", "Difference (must be zero)"), "H\(first + 3)+H\(first + 4)", 0),
        (wording("退款冲销合计", "Sum of the refunds"), refunds[place].formula, total.refunded),
        (wording("加：封面退款冲回", "Add: refunds on the cover"), "'\(coverName)'!B\(block.refunded)", -total.refunded),
        (wording("差额（应为零）", "Difference (must be zero)"), "H\(first + 6)+H\(first + 7)", 0),
      ]
      for (name, formula, amount) in controls {
        try writeControl(name, formula, amount, total, on: sheet, row)
        row += 1
      }
    }
  }

  private func writeControl(
    _ name: String, _ formula: String?, _ amount: Int64, _ total: StatementTotals, on sheet: Sheet, _ row: Int
  ) throws(WorkbookError) {
    try sheet.write(text: total.account.currency.code, row: row, column: 0)
    try sheet.write(text: name, row: row, column: 1)
    guard let formula else {
      return try sheet.write(amount: amount, exponent: total.exponent, row: row, column: Self.amountColumn)
    }
    try sheet.write(
      formula: formula, storedAmount: amount, exponent: total.exponent, row: row, column: Self.amountColumn, format: .amount)
  }
}
