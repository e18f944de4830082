import SettlementCore
import WorkbookWriter

/// Discrepancies counted by partner, kind, state and currency.
struct DiscrepancySummary {
  /// Sums are `nil` when they do not fit 64 bits, or when no side has an amount.
  struct Row {
    let finding: Finding
    var count: Int64 = 0
    var ours: Int64? = 0
    var theirs: Int64? = 0
    var oldest: Int64 = 0
    var hasAmount = false

    init(_ finding: Finding) { self.finding = finding }

    mutating func add(_ discrepancy: Discrepancy, on day: CalendarDay) {
      count += 1
      oldest = max(oldest, discrepancy.age(on: day))
      let finding = discrepancy.finding
      ours = Self.sum(ours, finding.ours)
      theirs = Self.sum(theirs, finding.theirs)
      hasAmount = hasAmount || finding.ours != nil || finding.theirs != nil
    }

    private static func sum(_ sum: Int64?, _ amount: Int64?) -> Int64? {
      guard let sum else { return nil }
      let (total, overflow) = sum.addingReportingOverflow(amount ?? 0)
      return overflow ? nil : total
    }
  }

  private struct Key: Hashable {
    let partner: String
    let kind: DiscrepancyKind
    let state: Finding.State
    let currency: Currency
  }

  /// Sorted by partner and kind as bytes, then by state and currency.
  let rows: [Row]
  private let titles: [String: String]
  private let wording: Wording

  init(_ discrepancies: [Discrepancy], day: CalendarDay, titles: [String: String], _ wording: Wording) {
    var rows: [Key: Row] = [:]
    for discrepancy in discrepancies {
      let finding = discrepancy.finding
      let key = Key(partner: finding.partner, kind: finding.kind, state: finding.state, currency: finding.currency)
      rows[key, default: Row(finding)].add(discrepancy, on: day)
    }
    func texts(_ key: Key) -> [String] { [key.partner, key.kind.rawValue, key.state.rawValue, key.currency.code] }
    let keys = rows.keys.sorted { left, right in
      let (a, b) = (texts(left), texts(right))
      let place = a.indices.first { a[$0] != b[$0] }
      return place.map { a[$0].utf8.lexicographicallyPrecedes(b[$0].utf8) } ?? false
    }
    self.rows = keys.map { rows[$0]! }
    self.titles = titles
    self.wording = wording
  }

  func write(on sheet: Sheet, footer: String) throws(WorkbookError) {
    let heads = [
      (wording("合作方", "Partner"), 18.0), (wording("名称", "Name"), 20), (wording("差异类型", "Kind"), 32), (wording("状态", "State"), 10),
      (wording("币种", "Currency"), 10), (wording("笔数", "Count"), 10), (wording("我方金额", "Ours"), 15), (wording("对方金额", "Theirs"), 15),
      (wording("差额（对方−我方）", "Difference (theirs − ours)"), 18), (wording("最长账龄（天）", "Oldest (days)"), 12),
    ]
    try sheet.setColumns(heads.map(\.1))
    try sheet.freeze(rows: 1)
    try sheet.setUpPrinting(PrintSetup(repeatedRows: 0...0, footer: footer, pages: wording.pages))
    for (column, head) in heads.enumerated() { try sheet.write(text: head.0, row: 0, column: column, format: .header) }
    try sheet.autofilter(headerRow: 0, lastRow: rows.count, columns: 0...heads.count - 1)
    for (place, row) in rows.enumerated() { try write(row, on: sheet, place + 1) }
    try writeTotal(on: sheet)
  }

  private func write(_ entry: Row, on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    let finding = entry.finding
    try sheet.write(text: finding.partner, row: row, column: 0)
    let title = finding.partner == "-" ? wording("（不属任何合作方）", "(of no partner)") : titles[finding.partner]
    if let title { try sheet.write(text: title, row: row, column: 1) }
    try sheet.write(text: wording.nameAndCode(finding.kind), row: row, column: 2)
    try sheet.write(text: wording.name(finding.state), row: row, column: 3)
    try sheet.write(integer: entry.count, row: row, column: 5)
    if finding.currency != .unknown {
      try sheet.write(text: finding.currency.code, row: row, column: 4)
      if entry.hasAmount, let ours = entry.ours, let theirs = entry.theirs {
        let (difference, overflow) = theirs.subtractingReportingOverflow(ours)
        for (column, amount) in [ours, theirs, difference].enumerated() where column < 2 || !overflow {
          try sheet.write(amount: amount, exponent: finding.currency.exponent, row: row, column: 6 + column)
        }
      }
    }
    try sheet.write(integer: entry.oldest, row: row, column: 9)
  }

  private func writeTotal(on sheet: Sheet) throws(WorkbookError) {
    let row = rows.count + 1
    let count = rows.reduce(0) { $0 + $1.count }
    for column in 0...9 where column != 5 {
      try sheet.write(text: column == 0 ? wording("合计", "Total") : "", row: row, column: column, format: .totalLabel)
    }
    if rows.isEmpty {
      try sheet.write(integer: 0, row: row, column: 5, format: .totalInteger)
    } else {
      try sheet.write(formula: "SUM(F2:F\(row))", storedInteger: count, row: row, column: 5)
    }
  }
}
