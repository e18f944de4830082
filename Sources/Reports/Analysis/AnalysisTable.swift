import SettlementCore
import WorkbookWriter

/// A plain table on a sheet of its own: a header, rows, a filter, and perhaps a chart below.
struct AnalysisTable {
  enum Cell {
    case text(String)
    case count(Int64)
    case amount(Int64, Currency)
    /// Hundredths of a percent.
    case percent(Int64?)
    case nothing
  }
  let name: String
  let heads: [String]
  /// What an empty table says; nil: that there is nothing in this period.
  private let nothing: String?
  var rows: [[Cell]] = []

  init(_ sheet: AnalysisSheet, _ wording: Wording, _ heads: [String], nothing: String? = nil) {
    (name, self.heads, self.nothing) = (sheet.name(wording), heads, nothing)
  }

  /// Adds the sheet. `chart`: its title, the columns that it shows beside each other, and its kind; one row needs none.
  func write(
    in workbook: Workbook, footer: String, _ wording: Wording, chart: (title: String, columns: [Int], kind: Chart.Kind)? = nil
  ) throws(WorkbookError) {
    let sheet = try workbook.addSheet(name)
    try sheet.setColumns(heads.indices.map(width))
    try sheet.freeze(rows: 1, columns: 1)
    try sheet.setUpPrinting(PrintSetup(repeatedRows: 0...0, footer: footer, pages: wording.pages))
    for (column, head) in heads.enumerated() { try sheet.write(text: head, row: 0, column: column, format: .header) }
    try sheet.autofilter(headerRow: 0, lastRow: max(rows.count, 1), columns: 0...heads.count - 1)
    for (place, row) in rows.enumerated() {
      for (column, cell) in row.enumerated() { try cell.write(on: sheet, row: place + 1, column: column) }
    }
    if rows.isEmpty { try sheet.write(text: nothing ?? wording.noneInThisPeriod, row: 1, column: 0) }
    guard let chart, rows.count > 1 else { return }
    let colours: [UInt32] = [0x2E75B6, 0xF4B183, 0x70AD47, 0x7F7F7F, 0xFFC000, 0x5B9BD5]
    let series = chart.columns.enumerated().map { place, column in
      Chart.Series(
        heads[column], categories: .init(name, column: 0, rows: 1...rows.count),
        values: .init(name, column: column, rows: 1...rows.count),
        colour: colours[place % colours.count])
    }
    try workbook.add(Chart(chart.kind, title: chart.title, series: series), on: sheet, row: rows.count + 3, column: 0)
  }

  /// As wide as what stands in it; a long head takes two lines.
  private func width(_ column: Int) -> Double {
    let words = heads[column].split(separator: " ").map { TextWidth.columns(String($0)) }
    let head = max(words.max() ?? 0, TextWidth.columns(heads[column]) * 2 / 3)
    return TextWidth.fitted(rows.reduce(head) { max($0, Self.columns($1[column])) }, 9...44)
  }

  private static func columns(_ cell: Cell) -> Int {
    switch cell {
    case .text(let text): TextWidth.columns(text)
    case .count(let count): String(count).count * 4 / 3
    case .amount(let amount, let currency): Money(amount, currency).decimal.count * 4 / 3
    case .percent: 7
    case .nothing: 0
    }
  }
}

extension AnalysisTable.Cell {
  func write(on sheet: Sheet, row: Int, column: Int) throws(WorkbookError) {
    switch self {
    case .text(let text): if !text.isEmpty { try sheet.write(text: text, row: row, column: column, format: .wrappedText) }
    case .count(let count): try sheet.write(integer: count, row: row, column: column)
    case .amount(let amount, let currency): try sheet.write(amount: amount, exponent: currency.exponent, row: row, column: column)
    case .percent(let percent): if let percent { try sheet.write(amount: percent, exponent: 2, row: row, column: column) }
    case .nothing: break
    }
  }
}
