import SettlementCore
import WorkbookWriter

/// The control totals: every pair of figures that must agree, as formulas over the other sheets, and what the figures rest on.
struct ControlSheet {
  /// Where the other sheets of one currency have their figures.
  struct Sources {
    let details: SheetTotal
    let refunds: SheetTotal
    let cover: CoverSheet.Places
    /// Row of the summary's total, from 0.
    let summary: Int
  }

  let statement: PartnerStatement
  let totals: [StatementTotals]
  let wording: Wording

  func write(on sheet: Sheet, _ sources: [Sources], discrepancies: SheetTotal) throws(WorkbookError) {
    try sheet.setColumns([wording.language == .zh ? 40 : 48, 14, 20, 20, 36, 10])
    try sheet.setUpPrinting(PrintSetup(footer: statement.number, pages: wording.pages))
    try sheet.write(text: wording("校验", "Controls"), row: 0, column: 0, format: .title)
    try sheet.write(text: wording.controlNote, row: 1, column: 0, format: .note)
    var row = 3
    var pairs = zip(totals, sources).flatMap(self.pairs)
    if !statement.discrepancies.isEmpty {
      pairs.append(
        ControlTable.Pair(
          name: wording("差异笔数：差异表", "Discrepancies: sheet against run"), currency: nil,
          left: discrepancies.formula("COUNTA", column: 0), right: nil, amount: Int64(statement.discrepancies.count), isCount: true))
    }
    try ControlTable(wording: wording).write(pairs, on: sheet, &row)
    try writeInputs(on: sheet, &row)
  }

  private func pairs(_ total: StatementTotals, _ source: Sources) -> [ControlTable.Pair] {
    let currency = total.account.currency
    let cover = "'\(wording.name(.cover))'!B"
    let summary = "'\(wording.name(.summary))'!"
    let daily = DailySheet(statement: statement, totals: totals, wording: wording)
    let details = source.details.formula(column: LineColumns.amount)
    let lines = Int64(total.lines.count)
    let dailySum = "SUMIFS(\(daily.range(DailySheet.amount)),\(daily.range(DailySheet.currency)),\"\(currency.code)\")"
    let count = source.details.formula("COUNT", column: LineColumns.amount)
    let numbers = source.details.formula("COUNT", column: LineColumns.number)
    func pair(_ zh: String, _ en: String, _ left: String?, _ right: String?, _ amount: Int64, isCount: Bool = false) -> ControlTable.Pair {
      ControlTable.Pair(name: wording(zh, en), currency: currency, left: left, right: right, amount: amount, isCount: isCount)
    }
    var pairs = [
      pair(
        "明细合计 = 封面期末 − 期初", "Details = cover, closing less opening", details,
        "\(cover)\(source.cover.closing)-\(cover)\(source.cover.opening)", total.movement),
      pair("汇总合计 = 明细合计", "Summary = details", "\(summary)I\(source.summary + 1)", details, total.movement),
      pair("日汇总合计 = 明细合计", "By day = details", daily.rows == nil ? nil : dailySum, details, total.movement),
      pair(
        "退款冲销合计 = −封面退款冲回", "Refunds = cover, taken back", source.refunds.formula(column: LineColumns.amount),
        "-\(cover)\(source.cover.refunded)", total.refunded),
      pair("封面期末 = 账本应付余额", "Cover, closing = the ledger's payable", "\(cover)\(source.cover.closing)", nil, total.account.closing),
      pair("明细笔数 = 汇总笔数", "Lines: details = summary", count, "\(summary)H\(source.summary + 1)", lines, isCount: true),
      pair("明细笔数 = 批次过账笔数", "Lines: details = posted by the runs", numbers, nil, lines, isCount: true),
    ]
    if statement.taxSplit != nil, !total.lines.isEmpty {
      let (net, tax) = (source.details.formula(column: 12)!, source.details.formula(column: 13)!)
      pairs.append(
        pair(
          "不含税 + 税额 = 封面本期结算额", "Without tax + tax = cover, settled with tax", "\(net)+\(tax)", "\(cover)\(source.cover.taxed)",
          total.tax.net + total.tax.tax))
    }
    return pairs
  }

  // MARK: What the figures rest on

  private func writeInputs(on sheet: Sheet, _ row: inout Int) throws(WorkbookError) {
    row += 2
    try section(wording("批次与输入文件", "Runs and their inputs"), on: sheet, row)
    row += 1
    try head(
      [
        wording("文件", "File"), wording("来源", "Source"), wording("批次号", "Run"), wording("行数", "Rows"), "SHA-256",
      ], on: sheet, row)
    for run in statement.runs {
      let inputs = statement.inputs.filter { $0.run == run }
      if inputs.isEmpty {
        row += 1
        try sheet.write(text: run, row: row, column: 2)
      }
      for input in inputs {
        row += 1
        try sheet.write(text: input.file, row: row, column: 0, format: .wrappedText)
        try sheet.write(text: input.source, row: row, column: 1)
        try sheet.write(text: input.run, row: row, column: 2)
        if let rows = input.rows { try sheet.write(integer: rows, row: row, column: 3) }
        try sheet.write(text: input.sha256, row: row, column: 4, format: .wrappedText)
      }
    }
  }

  private func section(_ name: String, on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    for column in 0...5 { try sheet.write(text: column == 0 ? name : "", row: row, column: column, format: .section) }
  }

  private func head(_ names: [String], on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    for (column, name) in names.enumerated() { try sheet.write(text: name, row: row, column: column, format: .header) }
  }
}
