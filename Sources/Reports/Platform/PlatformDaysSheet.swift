import SettlementCore
import WorkbookWriter

/// What each day of the month brought the platform, with charts.
struct PlatformDaysSheet {
  static let paid = 2, revenue = 4, cumulative = 5, heldChange = 6, heldClosing = 7
  private static let rowsOfChart = 17

  private let context: PlatformSheetContext
  private let wording: Wording

  init(_ context: PlatformSheetContext) { (self.context, wording) = (context, context.wording) }

  /// Writes the sheet; returns the Excel row of each currency's total.
  func write(on sheet: Sheet, in workbook: Workbook, _ cover: [PlatformCover.Places]) throws -> [Int] {
    let amounts = context.totals.flatMap { total in
      [total.paid, total.refunded, total.change(.revenue), total.book[.heldForPlatform].opening, total.book[.heldForPlatform].closing]
        + total.book.days.flatMap { [$0.revenue, $0.heldChange] }
    }
    try sheet.setColumns([13, 9] + [Double](repeating: context.width(amounts, 16...26), count: 6))
    var row = try context.begin(sheet, .days, note: note, landscape: false, heads: 4)
    var totals: [Int] = []
    for (total, cover) in zip(context.totals, cover) {
      let first = row + 2  // of the days, from 0
      let opening = "'\(wording.platform(.cover))'!B\(cover.row(.heldForPlatform))"
      try write(total, opening, on: sheet, &row)
      totals.append(row + 1)
      row += 2
      guard !total.book.days.isEmpty else { continue }
      let days = first...(first + total.book.days.count - 1)
      for chart in charts(days, total.book.currency.code, isHeldPositive: Self.isHeldPositive(total)) {
        try workbook.add(chart, on: sheet, row: row, column: 0)
        row += Self.rowsOfChart
      }
    }
    if row > 3 { try sheet.setPrintArea(lastRow: row - 1, lastColumn: Self.heldClosing) }
    return totals
  }

  private static func isHeldPositive(_ total: PlatformTotals) -> Bool {
    var held = Int128(total.book[.heldForPlatform].opening)
    return total.book.days.allSatisfy {
      held += Int128($0.heldChange)
      return held >= 0
    }
  }

  private var note: String {
    wording(
      "按入账批次的营业日。实收、退款为代收款的收与退，未能分账的订单不在其中，失败的退款冲减退款；待结（平台）在订单没有待核销单位时转为收入。",
      "By the runs' business day. Paid and refunded: custody's, without parked orders. Held becomes revenue once no unit is pending.")
  }

  /// `opening` is the cell of what was held when the month began.
  private func write(_ total: PlatformTotals, _ opening: String, on sheet: Sheet, _ row: inout Int) throws {
    try context.write(wording.name(total.book.currency), on: sheet, row, columns: Self.heldClosing + 1)
    row += 1
    let heads = [
      wording("营业日", "Business day"), wording("批次数", "Runs"), wording("实收", "Paid"), wording("退款", "Refunded"),
      wording("平台收入", "Revenue"), wording("本月累计收入", "Revenue, month to date"), wording("待结（平台）变动", "Held for platform, change"),
      wording("待结（平台）余额", "Held for platform, closing"),
    ]
    try context.write(heads: heads, on: sheet, row)
    let first = row + 2
    var (revenue, held) = (Int64(0), total.book[.heldForPlatform].opening)
    for day in total.book.days {
      row += 1
      revenue = try revenue.adding(day.revenue)
      held = try held.adding(day.heldChange)
      let isFirst = row + 1 == first
      try write(day, (revenue, isFirst ? "" : "F\(row)+"), (held, (isFirst ? opening : "H\(row)") + "+"), total, on: sheet, row)
    }
    row += 1
    try writeTotal(total, opening, first: first, on: sheet, row)
  }

  /// `revenue` and `held` are those at the end of the day, and what is added to, as a formula begins.
  private func write(
    _ day: PlatformStatement.DayRow, _ revenue: (Int64, String), _ held: (Int64, String), _ total: PlatformTotals, on sheet: Sheet,
    _ row: Int
  ) throws(WorkbookError) {
    let number = row + 1
    try sheet.write(dateDays: day.day.number, row: row, column: 0)
    try sheet.write(integer: day.runs, row: row, column: 1)
    for (place, amount) in [day.paid, day.refunded, day.revenue].enumerated() {
      try sheet.write(amount: amount, exponent: total.exponent, row: row, column: Self.paid + place)
    }
    try sheet.write(
      formula: "\(revenue.1)E\(number)", storedAmount: revenue.0, exponent: total.exponent, row: row, column: Self.cumulative,
      format: .amount)
    try sheet.write(amount: day.heldChange, exponent: total.exponent, row: row, column: Self.heldChange)
    try sheet.write(
      formula: "\(held.1)G\(number)", storedAmount: held.0, exponent: total.exponent, row: row, column: Self.heldClosing, format: .amount)
  }

  private func writeTotal(_ total: PlatformTotals, _ opening: String, first: Int, on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    try context.write(total: wording("合计 ", "Total ") + total.book.currency.code, on: sheet, row, columns: 1)
    let (revenue, held, isEmpty) = (total.change(.revenue), total.book[.heldForPlatform], total.book.days.isEmpty)
    func sum(_ letter: String) -> String { isEmpty ? "0" : "SUM(\(letter)\(first):\(letter)\(row))" }
    try sheet.write(formula: sum("B"), storedInteger: total.book.days.reduce(0) { $0 + $1.runs }, row: row, column: 1)
    let sums = [
      (total.paid, sum("C")), (total.refunded, sum("D")), (revenue, sum("E")), (revenue, "E\(row + 1)"),
      (held.closing - held.opening, sum("G")), (held.closing, isEmpty ? opening : "H\(row)"),
    ]
    for (place, (amount, formula)) in sums.enumerated() {
      try sheet.write(formula: formula, storedAmount: amount, exponent: total.exponent, row: row, column: Self.paid + place)
    }
  }

  /// `isHeldPositive`: on every day.
  private func charts(_ days: ClosedRange<Int>, _ code: String, isHeldPositive: Bool) -> [Chart] {
    let name = wording.platform(.days)
    func chart(_ title: String, _ column: Int, _ colour: UInt32, startsAtZero: Bool = false) -> Chart {
      let series = Chart.Series(
        title, categories: .init(name, column: 0, rows: days), values: .init(name, column: column, rows: days), colour: colour)
      return Chart(.columns, title: title, categoryFormat: "mm-dd", series: [series], width: 860, height: 330, startsAtZero: startsAtZero)
    }
    return [
      chart(wording("每日平台收入（\(code)）", "Revenue by day (\(code))"), Self.revenue, 0x4472C4),
      chart(
        wording("待结（平台）余额（\(code)）", "Held for the platform, at the end of the day (\(code))"), Self.heldClosing, 0xF2B134,
        startsAtZero: isHeldPositive),
    ]
  }
}
