import SettlementCore
import WorkbookWriter

/// The summary of a statement: by product and kind, by product, and by day. Every figure is a formula over the sheet of days.
struct SummarySheet {
  /// Where its parts stand, rows counted from 0, by currency.
  struct Places {
    /// Row of the total of products by kind.
    var total: [Int] = []
    /// Without what belongs to no agreement.
    var products: [ClosedRange<Int>?] = []
    var days: [ClosedRange<Int>?] = []
  }
  /// Columns: of the part by day the day, and one for each of `StatementTotals.Day.movements`; of that by product the name.
  static let day = 2, firstMovement = 3, name = 6, count = 7, amount = 8

  let statement: PartnerStatement
  let totals: [StatementTotals]
  let wording: Wording
  private let daily: DailySheet
  private let product: ProductColumns

  init(_ statement: PartnerStatement, _ totals: [StatementTotals], _ wording: Wording) {
    self.statement = statement
    self.totals = totals
    self.wording = wording
    daily = DailySheet(statement: statement, totals: totals, wording: wording)
    product = ProductColumns(statement, wording)
  }

  func write(on sheet: Sheet) throws(WorkbookError) -> Places {
    let names = totals.flatMap(\.products).reduce(0) { max($0, TextWidth.columns(name($1))) }
    try sheet.setColumns(product.heads.map(\.1) + [TextWidth.fitted(names, 20...34), 10, 18])
    try sheet.freeze(rows: 1)
    try sheet.setUpPrinting(PrintSetup(footer: statement.number, pages: wording.pages))
    var places = Places()
    var row = 0
    try writeKinds(on: sheet, &row, &places)
    try writeProducts(on: sheet, &row, &places)
    try writeDays(on: sheet, &row, &places)
    return places
  }

  // MARK: By product and kind

  private func writeKinds(on sheet: Sheet, _ row: inout Int, _ places: inout Places) throws(WorkbookError) {
    try head(product.heads.map(\.0) + [wording("类型", "Kind")], on: sheet, row)
    let rows = totals.reduce(0) { $0 + $1.rows.count }
    try sheet.autofilter(headerRow: 0, lastRow: rows, columns: 0...Self.amount)
    row = 1
    for total in totals {
      for entry in total.rows {
        try product.write(entry, total, on: sheet, row)
        try sheet.write(text: wording.name(entry.kind, in: statement), row: row, column: 6)
        try write(entry, "A\(row + 1)", "G\(row + 1)", total, on: sheet, row)
        row += 1
      }
    }
    var first = 2
    for total in totals {
      places.total.append(row)
      try writeTotal(from: first, rows: total.rows.count, total, on: sheet, row)
      first += total.rows.count
      row += 1
    }
  }

  /// Count and amount of a product, of one kind when `kind` names its cell.
  private func write(
    _ entry: StatementTotals.Row, _ product: String, _ kind: String?, _ total: StatementTotals, on sheet: Sheet, _ row: Int
  ) throws(WorkbookError) {
    let asked = ",\(daily.range(DailySheet.product)),\(product)" + (kind.map { ",\(daily.range(DailySheet.kind)),\($0)" } ?? "")
    try sheet.write(
      formula: "SUMIFS(\(daily.range(DailySheet.count))\(asked))", storedInteger: entry.count, row: row, column: Self.count,
      format: .integer)
    try sheet.write(
      formula: "SUMIFS(\(daily.range(DailySheet.amount))\(asked))", storedAmount: entry.amount, exponent: total.exponent, row: row,
      column: Self.amount, format: .amount)
  }

  // MARK: By product

  private func writeProducts(on sheet: Sheet, _ row: inout Int, _ places: inout Places) throws(WorkbookError) {
    row += 1
    try section(wording("按产品（金额从大到小）", "By product, the greatest first"), on: sheet, row)
    row += 1
    try head(product.heads.map(\.0) + [wording("名称", "Name")], on: sheet, row)
    row += 1
    for total in totals {
      let products = total.products
      let named = products.count { $0.rule >= 0 }
      places.products.append(named == 0 ? nil : row...(row + named - 1))
      for entry in products {
        try product.write(entry, total, on: sheet, row)
        try sheet.write(text: name(entry), row: row, column: Self.name)
        try write(entry, "A\(row + 1)", nil, total, on: sheet, row)
        row += 1
      }
      try writeTotal(from: row - products.count + 1, rows: products.count, total, on: sheet, row)
      row += 1
    }
  }

  /// What a chart calls a product.
  private func name(_ entry: StatementTotals.Row) -> String {
    if entry.rule < 0 { return wording("差异调整、付款", "Adjustments, payouts") }
    let rule = statement.rules[Int(entry.rule)]
    let item = entry.entitlement >= 0 ? " · " + statement.entitlements[Int(entry.entitlement)] : ""
    let versions = statement.rules.count { $0.agreement == rule.agreement }
    return rule.title + item + (versions > 1 ? " (\(rule.effective))" : "")
  }

  // MARK: By day

  private func writeDays(on sheet: Sheet, _ row: inout Int, _ places: inout Places) throws(WorkbookError) {
    row += 1
    try section(wording("按业务日期", "By business date"), on: sheet, row)
    row += 1
    let movements = StatementTotals.Day.movements.map { $0.count == 1 ? wording.short($0[0]) : wording("阶梯与差异调整", "True-ups, adjustments") }
    try head(["", wording("币种", "Currency"), wording("业务日期", "Business date")] + movements, on: sheet, row)
    row += 1
    for total in totals {
      places.days.append(total.days.isEmpty ? nil : row...(row + total.days.count - 1))
      for day in total.days {
        try write(day, total, on: sheet, row)
        row += 1
      }
      try writeTotal(from: row - total.days.count + 1, rows: total.days.count, total, on: sheet, row)
      row += 1
    }
  }

  private func write(_ day: StatementTotals.Day, _ total: StatementTotals, on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    try sheet.write(text: total.account.currency.code, row: row, column: 1)
    try sheet.write(dateDays: day.day, row: row, column: Self.day)
    let asked = ",\(daily.range(DailySheet.currency)),B\(row + 1),\(daily.range(DailySheet.day)),C\(row + 1)"
    for (place, movements) in StatementTotals.Day.movements.enumerated() {
      let formula = movements.map {
        "SUMIFS(\(daily.range(DailySheet.amount))\(asked),\(daily.range(DailySheet.movement)),\"\(wording.short($0))\")"
      }
      try sheet.write(
        formula: formula.joined(separator: "+"), storedAmount: day.amounts[place], exponent: total.exponent, row: row,
        column: Self.firstMovement + place, format: .amount)
    }
    try sheet.write(
      formula: "SUMIFS(\(daily.range(DailySheet.count))\(asked))", storedInteger: day.count, row: row, column: Self.count, format: .integer)
    try sheet.write(
      formula: "SUM(D\(row + 1):G\(row + 1))", storedAmount: day.amount, exponent: total.exponent, row: row, column: Self.amount,
      format: .amount)
  }

  // MARK: Heads and totals

  private func section(_ name: String, on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    for column in 0...Self.amount { try sheet.write(text: column == 0 ? name : "", row: row, column: column, format: .section) }
  }

  private func head(_ names: [String], on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    for (column, name) in (names + [wording("笔数", "Lines"), wording("金额", "Amount")]).enumerated() {
      try sheet.write(text: name, row: row, column: column, format: .header)
    }
  }

  /// `first` as Excel counts rows.
  private func writeTotal(from first: Int, rows: Int, _ total: StatementTotals, on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    try sheet.write(text: wording("合计 ", "Total ") + total.account.currency.code, row: row, column: 0, format: .totalLabel)
    for column in 1..<Self.count { try sheet.write(text: "", row: row, column: column, format: .totalLabel) }
    if rows == 0 {
      try sheet.write(integer: 0, row: row, column: Self.count, format: .totalInteger)
      return try sheet.write(amount: 0, exponent: total.exponent, row: row, column: Self.amount, format: .totalAmount)
    }
    try sheet.write(
      formula: "SUM(H\(first):H\(first + rows - 1))", storedInteger: Int64(total.lines.count), row: row, column: Self.count)
    try sheet.write(
      formula: "SUM(I\(first):I\(first + rows - 1))", storedAmount: total.movement, exponent: total.exponent, row: row,
      column: Self.amount)
  }
}
