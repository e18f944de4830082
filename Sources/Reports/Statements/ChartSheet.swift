import SettlementCore
import WorkbookWriter

/// Two charts a currency over the summary: what moved on each day, and the greatest products.
struct ChartSheet {
  /// More bars than that cannot be told apart.
  static let mostProducts = 15
  private static let rowsOfChart = 16

  let statement: PartnerStatement
  let totals: [StatementTotals]
  let wording: Wording

  /// `summary` says where the figures stand.
  func write(on sheet: Sheet, in workbook: Workbook, _ summary: SummarySheet.Places) throws(WorkbookError) {
    try sheet.setColumns([104])
    try sheet.setUpPrinting(PrintSetup(landscape: false, footer: statement.number, pages: wording.pages, pagesTall: totals.count))
    try sheet.write(
      text: wording("\(statement.period) 按日与按产品", "\(statement.period) by day and by product"), row: 0, column: 0, format: .title)
    var row = 1
    for (place, total) in totals.enumerated() {
      if let days = summary.days[place] {
        try workbook.add(self.days(days, total), on: sheet, row: row, column: 0)
        row += Self.rowsOfChart
      }
      if let products = summary.products[place] {
        try workbook.add(self.products(products, total), on: sheet, row: row, column: 0)
        row += Self.rowsOfChart
      }
    }
    if row == 1 { try sheet.write(text: wording.noneInThisPeriod, row: 1, column: 0) }
    try sheet.setPrintArea(lastRow: max(row, 2), lastColumn: 0)
  }

  private func days(_ rows: ClosedRange<Int>, _ total: StatementTotals) -> Chart {
    let name = wording.name(.summary)
    let colours: [UInt32] = [0x4472C4, 0xC0504D, 0xF2B134, 0x7F7F7F]
    // Payments are of another size and make no business.
    let series = StatementTotals.Day.movements.enumerated().filter { $0.element != [.paid] }.map { place, movements in
      Chart.Series(
        movements.count == 1 ? wording.short(movements[0]) : wording("调整", "Adjustments"),
        categories: Chart.Cells(name, column: SummarySheet.day, rows: rows),
        values: Chart.Cells(name, column: SummarySheet.firstMovement + place, rows: rows), colour: colours[place])
    }
    let code = total.account.currency.code
    return Chart(
      .stackedColumns, title: wording("每日金额（\(code)）", "Amounts by day (\(code))"), categoryFormat: "mm-dd", series: series, width: 720,
      height: 370)
  }

  private func products(_ rows: ClosedRange<Int>, _ total: StatementTotals) -> Chart {
    let name = wording.name(.summary)
    let shown = rows.lowerBound...min(rows.upperBound, rows.lowerBound + Self.mostProducts - 1)
    let code = total.account.currency.code
    let categories = Chart.Cells(name, column: SummarySheet.name, rows: shown)
    let series = Chart.Series(
      wording("金额", "Amount"), categories: categories, values: Chart.Cells(name, column: SummarySheet.amount, rows: shown),
      colour: 0x4472C4)
    return Chart(.bars, title: wording("按产品净额（\(code)）", "Net amounts by product (\(code))"), series: [series], width: 720, height: 370)
  }
}
