import SettlementCore
import WorkbookWriter

/// The first sheet: a row per kind and currency, how old they are, what they come to, and a link to every row of the kind.
struct DiscrepancyOverview {
  private struct Row {
    let kind: DiscrepancyKind
    let currency: Currency
    var sum = DiscrepancySum()
    var states: [Finding.State: Int64] = [:]
    /// Of those that are not resolved.
    var ages: [AgeBucket: Int64] = [:]
  }
  /// Rows from 0: title, note, header.
  private static let header = 3
  private let rows: [Row]
  private let wording: Wording

  /// Any order; `day` is the run's D.
  init(_ discrepancies: [Discrepancy], day: CalendarDay, _ wording: Wording) {
    self.wording = wording
    var rows: [Row] = []
    var places: [[String]: Int] = [:]
    for discrepancy in discrepancies {
      let (finding, age) = (discrepancy.finding, discrepancy.age(on: day))
      let key = [finding.kind.rawValue, finding.currency.code]
      let place = places[key] ?? rows.count
      if place == rows.count { rows.append(Row(kind: finding.kind, currency: finding.currency)) }
      places[key] = place
      rows[place].sum.add(finding, age: age)
      rows[place].states[finding.state, default: 0] += 1
      if finding.state != .resolved { rows[place].ages[AgeBucket(days: age), default: 0] += 1 }
    }
    let order = DiscrepancyKind.allCases
    self.rows = rows.sorted { left, right in
      let (a, b) = (order.firstIndex(of: left.kind)!, order.firstIndex(of: right.kind)!)
      return a != b ? a < b : left.currency.code < right.currency.code
    }
  }

  func write(on sheet: Sheet, of workbook: Workbook, title: String) throws(WorkbookError) {
    let heads = self.heads
    try sheet.setColumns(heads.map(\.width))
    try sheet.freeze(rows: Self.header + 1)
    try sheet.setUpPrinting(PrintSetup(footer: title, pages: wording.pages))
    try sheet.write(text: title, row: 0, column: 0, format: .title)
    try sheet.write(text: note, row: 1, column: 0, format: .note)
    for (column, head) in heads.enumerated() { try sheet.write(text: head.text, row: Self.header, column: column, format: .header) }
    try sheet.autofilter(headerRow: Self.header, lastRow: Self.header + rows.count, columns: 0...heads.count - 1)
    for (place, row) in rows.enumerated() { try write(row, on: sheet, Self.header + 1 + place) }
    try writeTotal(on: sheet)
    if !rows.isEmpty { try workbook.add(chart(sheet.name), on: sheet, row: Self.header + rows.count + 3, column: 0) }
  }

  private var note: String {
    wording(
      "差额 = 对方 − 我方；账龄只数未解决的。处理决定填在各类型的表里，再执行 qingfen discrepancies resolve --from 本文件。",
      "Difference = theirs − ours; ages count what is not resolved. Decisions are filled in on the sheets of the kinds, then: "
        + "qingfen discrepancies resolve --from this file.")
  }

  private var heads: [(text: String, width: Double)] {
    [
      (wording(.kind), wording.language == .zh ? 14 : 24), (wording("币种", "Currency"), 9), (wording("待处理", "Open"), 9),
      (wording("在途", "In transit"), 10),
      (wording("本批解决", "Resolved"), 10),
    ]
      + AgeBucket.allCases.map { (wording.name($0), 13) }
      + [
        (wording(.ours), 15), (wording(.theirs), 15), (wording("差额", "Difference"), 15), (wording("差额绝对值", "Without signs"), 15),
        (wording("最长账龄（天）", "Oldest (days)"), 10),
      ]
  }

  private func write(_ entry: Row, on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    try sheet.write(link: wording.name(entry.kind), to: "A1", of: wording.name(entry.kind), row: row, column: 0)
    try sheet.write(text: entry.currency.code, row: row, column: 1)
    for (place, state) in [Finding.State.open, .inTransit, .resolved].enumerated() {
      try sheet.write(integer: entry.states[state] ?? 0, row: row, column: 2 + place)
    }
    for (place, age) in AgeBucket.allCases.enumerated() { try sheet.write(integer: entry.ages[age] ?? 0, row: row, column: 5 + place) }
    try entry.sum.write(on: sheet, row: row, column: 9, entry.currency)
    try sheet.write(integer: entry.sum.oldest, row: row, column: 13)
  }

  /// Amounts are summed when there is one currency.
  private func writeTotal(on sheet: Sheet) throws(WorkbookError) {
    let (first, row) = (Self.header + 2, Self.header + rows.count + 1)
    let currencies = Set(rows.filter(\.sum.hasAmount).map(\.currency))
    let sums = [rows.map(\.sum.ours), rows.map(\.sum.theirs), rows.map(\.sum.difference), rows.map(\.sum.absolute)]
    for column in 0...13 {
      let letter = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(column)))
      let formula = "SUM(\(letter)\(first):\(letter)\(row))"
      let total = (9...12).contains(column) ? Self.total(sums[column - 9]) : nil
      if rows.isEmpty || column < 2 || column == 13 {
        try sheet.write(text: column == 0 ? wording("合计", "Total") : "", row: row, column: column, format: .totalLabel)
      } else if column < 9 {
        try sheet.write(formula: formula, storedInteger: count(column), row: row, column: column)
      } else if currencies.count == 1, let currency = currencies.first, let total {
        try sheet.write(formula: formula, storedAmount: total, exponent: currency.exponent, row: row, column: column)
      } else {
        try sheet.write(text: "", row: row, column: column, format: .totalLabel)
      }
    }
  }

  private func count(_ column: Int) -> Int64 {
    let states: [Finding.State] = [.open, .inTransit, .resolved]
    return rows.reduce(0) { $0 + ((column < 5 ? $1.states[states[column - 2]] : $1.ages[AgeBucket.allCases[column - 5]]) ?? 0) }
  }

  private static func total(_ amounts: [Int64?]) -> Int64? {
    var total: Int64 = 0
    for amount in amounts {
      guard let amount, case (let sum, let overflow) = total.addingReportingOverflow(amount), !overflow else { return nil }
      total = sum
    }
    return total
  }

  /// How many of each kind, by age.
  private func chart(_ sheet: String) -> Chart {
    let rows = Self.header + 1...Self.header + self.rows.count
    let colours: [UInt32] = [0x9DC3E6, 0x2E75B6, 0xF4B183, 0xC00000]
    let series = AgeBucket.allCases.enumerated().map { place, age in
      Chart.Series(
        wording.name(age), categories: .init(sheet, column: 0, rows: rows), values: .init(sheet, column: 5 + place, rows: rows),
        colour: colours[place])
    }
    return Chart(.stackedColumns, title: wording("未解决差异的账龄（笔）", "Unresolved discrepancies by age"), series: series)
  }
}

extension DiscrepancySum {
  /// Ours, theirs, difference and difference without signs in four columns; nothing where there is no amount.
  func write(on sheet: Sheet, row: Int, column: Int, _ currency: Currency) throws(WorkbookError) {
    guard hasAmount else { return }
    for (place, amount) in [ours, theirs, difference, absolute].enumerated() {
      guard let amount else { continue }
      try sheet.write(amount: amount, exponent: currency.exponent, row: row, column: column + place)
    }
  }
}
