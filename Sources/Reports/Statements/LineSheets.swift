import SettlementCore
import WorkbookWriter

/// Writes lines of a statement as a table: one row a posting group, ids as text, dates as dates, no `String` per row.
struct LineSheets {
  private let lines: StatementLines
  private let orderIDs: [UInt8]
  private let references: [UInt8]
  private let kinds: [PreparedText]
  private let entitlements: [PreparedText]
  private let agreements: [PreparedText]
  private let versions: [CalendarDay]
  private let runs: [PreparedText]
  private let statement: PartnerStatement
  private let split: TaxSplit?
  private let widths: LineWidths
  private let wording: Wording
  private let rowLimit: Int

  init(_ statement: PartnerStatement, _ wording: Wording, rowLimit: Int) {
    lines = statement.lines
    orderIDs = statement.lines.orderID.bytes
    references = statement.lines.reference.bytes
    kinds = GroupKind.allCases.map { PreparedText(wording.name($0, in: statement)) }
    entitlements = statement.entitlements.map(PreparedText.init)
    agreements = statement.rules.map { PreparedText($0.agreement) }
    versions = statement.rules.map(\.effective)
    runs = statement.runs.map(PreparedText.init)
    self.statement = statement
    split = statement.taxSplit
    widths = LineWidths(statement)
    self.wording = wording
    self.rowLimit = rowLimit
  }

  /// Adds the sheets of a table; returns where they stand. Lines about which there is a discrepancy lead to it: `links` says where it is.
  func write(_ table: LineTable, links: [Int: CellPlace], in workbook: Workbook) throws(WorkbookError) -> SheetTotal {
    let columns = LineColumns(
      statement, table.currency, wording, widths, withOrigins: table.sheet == .refunds, withLinks: !links.isEmpty)
    let sheets = try DetailSheets(
      in: workbook, name: table.name, columns: columns.all, footer: statement.number, pages: wording.pages,
      emptyNote: wording.noneInThisPeriod, rowLimit: rowLimit, isDense: true)
    var total = SheetTotal()
    for line in table.lines {
      let row = try sheets.nextRow()
      try write(line, number: sheets.rows, on: sheets.sheet, row, exponent: table.currency.exponent)
      if let split { try write(split, line, columns, on: sheets.sheet, row, exponent: table.currency.exponent) }
      if let column = columns.origin { try writeOrigin(line, on: sheets.sheet, row, column, exponent: table.currency.exponent) }
      if let column = columns.link, let place = links[line] {
        try sheets.sheet.write(link: "→ \(place.sheet) \(place.number)", to: place.cell, of: place.sheet, row: row, column: column)
      }
      total.add(sheet: sheets.sheet.name, row: row)
    }
    try sheets.finish()
    return total
  }

  private func write(_ line: Int, number: Int, on sheet: Sheet, _ row: Int, exponent: Int) throws(WorkbookError) {
    try sheet.write(integer: Int64(number), row: row, column: LineColumns.number)
    try sheet.write(dateDays: lines.businessDay[line], row: row, column: 1)
    let time = lines.localSeconds[line]
    if time != StatementLines.withoutTime { try sheet.write(dateTimeSeconds: time, row: row, column: 2) }
    try sheet.write(prepared: kinds[Int(lines.kind[line].rawValue)], row: row, column: 3)
    let (order, reference) = (lines.orderID.range(line), lines.reference.range(line))
    if !order.isEmpty { try sheet.write(textBytes: orderIDs.span.extracting(order), row: row, column: 4) }
    if !reference.isEmpty { try sheet.write(textBytes: references.span.extracting(reference), row: row, column: 5) }
    let (entitlement, rule) = (Int(lines.entitlement[line]), Int(lines.rule[line]))
    if entitlement >= 0 { try sheet.write(prepared: entitlements[entitlement], row: row, column: 6) }
    if rule >= 0 {
      try sheet.write(prepared: agreements[rule], row: row, column: 7)
      try sheet.write(dateDays: versions[rule].number, row: row, column: 8)
    }
    try sheet.write(prepared: runs[Int(lines.run[line])], row: row, column: 9)
    try sheet.write(numeral: lines.group[line], row: row, column: 10)
    try sheet.write(amount: lines.amount[line], exponent: exponent, row: row, column: LineColumns.amount)
  }

  private func write(
    _ split: TaxSplit, _ line: Int, _ columns: LineColumns, on sheet: Sheet, _ row: Int, exponent: Int
  ) throws(WorkbookError) {
    guard TaxSplit.isTaxed(lines.kind[line]), let netColumn = columns.net, let taxColumn = columns.tax else { return }
    let net = split.withoutTax(lines.amount[line])
    try sheet.write(amount: net, exponent: exponent, row: row, column: netColumn)
    try sheet.write(amount: lines.amount[line] - net, exponent: exponent, row: row, column: taxColumn)
  }

  private func writeOrigin(_ line: Int, on sheet: Sheet, _ row: Int, _ column: Int, exponent: Int) throws(WorkbookError) {
    guard let origin = statement.origins[line] else { return }
    try sheet.write(dateDays: origin.day.number, row: row, column: column)
    try sheet.write(amount: origin.base, exponent: exponent, row: row, column: column + 1)
    try sheet.write(amount: origin.share, exponent: exponent, row: row, column: column + 2)
    if let group = origin.group { try sheet.write(numeral: group, row: row, column: column + 3, format: .mark) }
  }
}
