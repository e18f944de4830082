import SettlementCore
import WorkbookWriter

/// The second sheet: discrepancies by partner, kind, state, age and currency, with amounts.
struct DiscrepancySummary {
  private struct Key: Hashable {
    let partner: String
    let kind: DiscrepancyKind
    let state: Finding.State
    let age: AgeBucket
    let currency: Currency

    func isBefore(_ other: Key) -> Bool {
      let texts = [(partner, other.partner), (kind.rawValue, other.kind.rawValue), (state.rawValue, other.state.rawValue)]
      for (a, b) in texts where !a.utf8.elementsEqual(b.utf8) { return a.utf8.lexicographicallyPrecedes(b.utf8) }
      return age != other.age ? age.rawValue < other.age.rawValue : currency.code < other.currency.code
    }
  }

  /// Sorted by partner, kind and state as bytes, then by age and currency.
  private let rows: [(key: Key, sum: DiscrepancySum)]
  private let titles: [String: String]
  private let wording: Wording

  init(_ discrepancies: [Discrepancy], day: CalendarDay, titles: [String: String], _ wording: Wording) {
    var sums: [Key: DiscrepancySum] = [:]
    for discrepancy in discrepancies {
      let (finding, age) = (discrepancy.finding, discrepancy.age(on: day))
      let key = Key(
        partner: finding.partner, kind: finding.kind, state: finding.state, age: AgeBucket(days: age), currency: finding.currency)
      sums[key, default: DiscrepancySum()].add(finding, age: age)
    }
    rows = sums.map { ($0.key, $0.value) }.sorted { $0.key.isBefore($1.key) }
    self.titles = titles
    self.wording = wording
  }

  func write(on sheet: Sheet, footer: String) throws(WorkbookError) {
    let heads = [
      (wording("合作方", "Partner"), 18.0), (wording("名称", "Name"), 20), (wording("差异类型", "Kind"), wording.language == .zh ? 14 : 24),
      (wording("状态", "State"), 10), (wording("账龄", "Age"), 13), (wording("币种", "Currency"), 9), (wording("笔数", "Count"), 8),
      (wording("我方金额", "Ours"), 15), (wording("对方金额", "Theirs"), 15), (wording("差额（对方−我方）", "Difference (theirs − ours)"), 18),
      (wording("差额绝对值", "Without signs"), 15), (wording("最长账龄（天）", "Oldest (days)"), 10),
    ]
    try sheet.setColumns(heads.map(\.1))
    try sheet.freeze(rows: 1)
    try sheet.setUpPrinting(PrintSetup(repeatedRows: 0...0, footer: footer, pages: wording.pages))
    for (column, head) in heads.enumerated() { try sheet.write(text: head.0, row: 0, column: column, format: .header) }
    try sheet.autofilter(headerRow: 0, lastRow: rows.count, columns: 0...heads.count - 1)
    for (place, row) in rows.enumerated() { try write(row.key, row.sum, on: sheet, place + 1) }
    try writeTotal(on: sheet)
  }

  private func write(_ key: Key, _ sum: DiscrepancySum, on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    try sheet.write(text: key.partner, row: row, column: 0)
    let title = key.partner == "-" ? wording("（不属任何合作方）", "(of no partner)") : titles[key.partner]
    if let title { try sheet.write(text: title, row: row, column: 1) }
    try sheet.write(link: wording.name(key.kind), to: "A1", of: wording.name(key.kind), row: row, column: 2)
    try sheet.write(text: wording.name(key.state), row: row, column: 3)
    try sheet.write(text: wording.name(key.age), row: row, column: 4)
    if key.currency != .unknown { try sheet.write(text: key.currency.code, row: row, column: 5) }
    try sheet.write(integer: sum.count, row: row, column: 6)
    try sum.write(on: sheet, row: row, column: 7, key.currency)
    try sheet.write(integer: sum.oldest, row: row, column: 11)
  }

  private func writeTotal(on sheet: Sheet) throws(WorkbookError) {
    let row = rows.count + 1
    for column in 0...11 where column != 6 {
      try sheet.write(text: column == 0 ? wording("合计", "Total") : "", row: row, column: column, format: .totalLabel)
    }
    if rows.isEmpty {
      try sheet.write(integer: 0, row: row, column: 6, format: .totalInteger)
    } else {
      try sheet.write(formula: "SUM(G2:G\(row))", storedInteger: rows.reduce(0) { $0 + $1.sum.count }, row: row, column: 6)
    }
  }
}
