import SettlementCore
import WorkbookWriter

/// Writes the platform's own statement for a month: cover, parties, days with charts, whose the money is, controls. No line per order.
public enum PlatformWorkbook {
  /// Checks the statement, writes it to `path` and reads it back; the same statement gives the same bytes.
  ///
  /// Throws `StatementError` when its figures contradict each other (nothing is written then), `WorkbookError` when the file cannot be
  /// written or read back.
  public static func write(_ statement: PlatformStatement, to path: String, temporaryFolder: String) throws {
    let wording = Wording(statement.language)
    let totals = try PlatformTotals.of(statement)
    let workbook = try Workbook(path: path, temporaryFolder: temporaryFolder, title: wording.title(statement))
    let context = PlatformSheetContext(statement: statement, totals: totals, wording: wording)
    let cover = try PlatformCover(context).write(on: try workbook.addSheet(wording.platform(.cover)))
    let parties = try PlatformPartiesSheet(context).write(on: try workbook.addSheet(wording.platform(.parties)))
    let days = try PlatformDaysSheet(context).write(on: try workbook.addSheet(wording.platform(.days)), in: workbook, cover)
    let money = try PlatformMoneySheet(context, cover).write(on: try workbook.addSheet(wording.platform(.money)))
    try PlatformControlSheet(context: context, cover: cover, parties: parties, days: days, money: money)
      .write(on: try workbook.addSheet(wording.platform(.controls)))
    try workbook.close()
  }
}

/// What every sheet of the platform's statement knows, and how they begin.
struct PlatformSheetContext {
  let statement: PlatformStatement
  let totals: [PlatformTotals]
  let wording: Wording

  /// The width of a column that shows any of these amounts.
  func width(_ amounts: [Int64], _ bounds: ClosedRange<Int> = 14...24) -> Double {
    let exponent = totals.map(\.exponent).max() ?? 2
    let longest = amounts.reduce(0) { max($0, MoneyText.print($1, exponent: exponent).count * 4 / 3) }
    return TextWidth.fitted(longest, bounds)
  }

  /// Title, note and print set-up of a sheet; its content begins in the row that is returned. `heads`: repeated on every page.
  func begin(
    _ sheet: Sheet, _ name: Wording.PlatformSheet, note: String, landscape: Bool = true, heads: Int? = nil, pagesTall: Int = 0
  ) throws(WorkbookError) -> Int {
    let repeated = totals.isEmpty ? nil : heads.map { $0...$0 }
    try sheet.setUpPrinting(
      PrintSetup(landscape: landscape, repeatedRows: repeated, footer: statement.number, pages: wording.pages, pagesTall: pagesTall))
    let title = name == .cover ? wording.title(statement) : "\(wording.platform(name)) \(statement.period)"
    try sheet.write(text: title, row: 0, column: 0, format: .title)
    try sheet.write(text: note, row: 1, column: 0, format: .note)
    if totals.isEmpty, name != .cover { try sheet.write(text: wording.noneInThisPeriod, row: 2, column: 0) }
    return 3
  }

  /// `人民币 CNY`, as the head of a part.
  func write(_ section: String, on sheet: Sheet, _ row: Int, columns: Int) throws(WorkbookError) {
    for column in 0..<columns { try sheet.write(text: column == 0 ? section : "", row: row, column: column, format: .section) }
  }

  func write(heads: [String], on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    for (column, head) in heads.enumerated() { try sheet.write(text: head, row: row, column: column, format: .header) }
  }

  /// A name over a line, as far as the columns before the first total.
  func write(total: String, on sheet: Sheet, _ row: Int, columns: Int) throws(WorkbookError) {
    for column in 0..<columns { try sheet.write(text: column == 0 ? total : "", row: row, column: column, format: .totalLabel) }
  }
}
