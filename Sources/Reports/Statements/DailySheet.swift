import SettlementCore
import WorkbookWriter

/// The lines of a statement by product, kind and day: what the sums of the summary are made of.
struct DailySheet {
  static let product = 0, currency = 1, kind = 6, movement = 7, day = 8, count = 9, amount = 10

  let statement: PartnerStatement
  let totals: [StatementTotals]
  let wording: Wording

  /// Excel rows of its data; nil: none.
  var rows: ClosedRange<Int>? {
    let count = totals.reduce(0) { $0 + $1.dailyRows.count }
    return count == 0 ? nil : 2...count + 1
  }

  /// `'日汇总'!K2:K41`.
  func range(_ column: Int) -> String {
    let (letter, rows) = (ColumnName.letter(column), rows ?? 2...2)
    return "'\(wording.name(.daily))'!\(letter)$\(rows.lowerBound):\(letter)$\(rows.upperBound)"
  }

  func write(on sheet: Sheet) throws(WorkbookError) {
    let product = ProductColumns(statement, wording)
    let heads =
      product.heads + [
        (wording("类型", "Kind"), wording.language == .zh ? 10.0 : 19), (wording("结算项", "Counts as"), wording.language == .zh ? 12 : 14),
        (wording("业务日期", "Business date"), 12), (wording("笔数", "Lines"), 10), (wording("金额", "Amount"), 18),
      ]
    try sheet.setColumns(heads.map(\.1))
    try sheet.freeze(rows: 1)
    try sheet.setUpPrinting(PrintSetup(repeatedRows: 0...0, footer: statement.number, pages: wording.pages))
    for (column, head) in heads.enumerated() { try sheet.write(text: head.0, row: 0, column: column, format: .header) }
    try sheet.autofilter(headerRow: 0, lastRow: (rows?.upperBound ?? 1) - 1, columns: 0...heads.count - 1)
    var row = 1
    for total in totals {
      for entry in total.dailyRows {
        try product.write(entry, total, on: sheet, row)
        try sheet.write(text: wording.name(entry.kind, in: statement), row: row, column: Self.kind)
        let movement = RollForward.Movement(entry.kind, isLate: entry.day < statement.days.lowerBound.number)
        try sheet.write(text: wording.short(movement), row: row, column: Self.movement)
        try sheet.write(dateDays: entry.day, row: row, column: Self.day)
        try sheet.write(integer: entry.count, row: row, column: Self.count)
        try sheet.write(amount: entry.amount, exponent: total.exponent, row: row, column: Self.amount)
        row += 1
      }
    }
    if rows == nil { try sheet.write(text: wording.noneInThisPeriod, row: 1, column: 0) }
  }
}

/// The first six columns of a table of products.
struct ProductColumns {
  private let statement: PartnerStatement
  let heads: [(String, Double)]

  init(_ statement: PartnerStatement, _ wording: Wording) {
    self.statement = statement
    func fitted(_ texts: [String], _ bounds: ClosedRange<Int>) -> Double {
      TextWidth.fitted(texts.reduce(0) { max($0, TextWidth.columns($1)) }, bounds)
    }
    heads = [
      (wording("产品号", "Product"), 8), (wording("币种", "Currency"), 9),
      (wording("分账协议", "Agreement"), fitted(statement.rules.map(\.agreement), 14...26)),
      (wording("协议名称", "Title"), fitted(statement.rules.map(\.title), 14...30)), (wording("规则版本", "Rule version"), 16),
      (wording("权益", "Entitlement"), fitted(statement.entitlements, 14...26)),
    ]
  }

  func write(_ entry: StatementTotals.Row, _ total: StatementTotals, on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    try sheet.write(integer: Int64(entry.product), row: row, column: 0, format: .mark)
    try sheet.write(text: total.account.currency.code, row: row, column: 1)
    if entry.rule >= 0 {
      let rule = statement.rules[Int(entry.rule)]
      try sheet.write(text: rule.agreement, row: row, column: 2)
      try sheet.write(text: rule.title, row: row, column: 3)
      try sheet.write(dateDays: rule.effective.number, row: row, column: 4)
    }
    if entry.entitlement >= 0 { try sheet.write(text: statement.entitlements[Int(entry.entitlement)], row: row, column: 5) }
  }
}
