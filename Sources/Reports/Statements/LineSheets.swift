import SettlementCore
import WorkbookWriter

/// Writes lines of a statement as a table: one row a posting group, ids as text, dates as dates, no `String` per row.
struct LineSheets {
  static let amountColumn = "L"

  private let lines: StatementLines
  private let orderIDs: [UInt8]
  private let references: [UInt8]
  private let kinds: [[UInt8]]
  private let entitlements: [[UInt8]]
  private let agreements: [[UInt8]]
  private let versions: [CalendarDay]
  private let runs: [[UInt8]]
  private let wording: Wording
  private let footer: String
  private let rowLimit: Int

  init(_ statement: PartnerStatement, _ wording: Wording, rowLimit: Int) {
    lines = statement.lines
    orderIDs = statement.lines.orderID.bytes
    references = statement.lines.reference.bytes
    kinds = GroupKind.allCases.map { Array(wording.name($0).utf8) }
    entitlements = statement.entitlements.map { Array($0.utf8) }
    agreements = statement.rules.map { Array($0.agreement.utf8) }
    versions = statement.rules.map(\.effective)
    runs = statement.runs.map { Array($0.utf8) }
    self.wording = wording
    self.rowLimit = rowLimit
    footer = statement.number
  }

  /// Adds the sheets `name`, `name-2` … with the given lines; returns where their amounts stand.
  func write(_ places: [Int], of currency: Currency, named name: String, in workbook: Workbook) throws(WorkbookError) -> SheetTotal {
    let sheets = try DetailSheets(
      in: workbook, name: name, columns: columns(currency), footer: footer, pages: wording.pages, emptyNote: wording.noneInThisPeriod,
      rowLimit: rowLimit)
    var total = SheetTotal(column: Self.amountColumn)
    for place in places {
      let row = try sheets.nextRow()
      try write(place, number: sheets.rows, on: sheets.sheet, row, exponent: currency.exponent)
      total.add(sheet: sheets.sheet.name, row: row)
    }
    try sheets.finish()
    return total
  }

  private func columns(_ currency: Currency) -> [DetailColumn] {
    [
      DetailColumn(wording("序号", "No."), width: 7), DetailColumn(wording("业务日期", "Business date"), width: 11),
      DetailColumn(wording("业务时间", "Local time"), width: 19), DetailColumn(wording("类型", "Kind"), width: wording.language == .zh ? 10 : 19),
      DetailColumn(wording("订单号", "Order"), width: 24), DetailColumn(wording("业务单号", "Reference"), width: 24),
      DetailColumn(wording("权益", "Entitlement"), width: 16), DetailColumn(wording("分账协议", "Agreement"), width: 18),
      DetailColumn(wording("规则版本", "Rule version"), width: 11), DetailColumn(wording("批次号", "Run"), width: 15),
      DetailColumn(wording("分录组号", "Group"), width: 9),
      DetailColumn(wording("金额（\(currency.code)）", "Amount (\(currency.code))"), width: 14),
    ]
  }

  private func write(_ line: Int, number: Int, on sheet: Sheet, _ row: Int, exponent: Int) throws(WorkbookError) {
    try sheet.write(integer: Int64(number), row: row, column: 0)
    try sheet.write(dateDays: lines.businessDay[line], row: row, column: 1)
    let time = lines.localSeconds[line]
    if time != StatementLines.withoutTime { try sheet.write(dateTimeSeconds: time, row: row, column: 2) }
    try write(kinds[Int(lines.kind[line].rawValue)], on: sheet, row, 3)
    let (order, reference) = (lines.orderID.range(line), lines.reference.range(line))
    if !order.isEmpty { try sheet.write(textBytes: orderIDs.span.extracting(order), row: row, column: 4) }
    if !reference.isEmpty { try sheet.write(textBytes: references.span.extracting(reference), row: row, column: 5) }
    let (entitlement, rule) = (Int(lines.entitlement[line]), Int(lines.rule[line]))
    if entitlement >= 0 { try write(entitlements[entitlement], on: sheet, row, 6) }
    if rule >= 0 {
      try write(agreements[rule], on: sheet, row, 7)
      try sheet.write(dateDays: versions[rule].number, row: row, column: 8)
    }
    try write(runs[Int(lines.run[line])], on: sheet, row, 9)
    var group: [UInt8] = []
    DecimalText.append(lines.group[line], exponent: 0, to: &group)
    try write(group, on: sheet, row, 10)
    try sheet.write(amount: lines.amount[line], exponent: exponent, row: row, column: 11)
  }

  private func write(_ name: [UInt8], on sheet: Sheet, _ row: Int, _ column: Int) throws(WorkbookError) {
    try sheet.write(textBytes: name.span, row: row, column: column)
  }
}
