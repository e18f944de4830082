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

  /// One pair: a figure that the workbook sums up, and one that it must equal. A nil formula is a figure of the ledger or of the run.
  private struct Pair {
    let name: String
    let left: String?
    let right: String?
    let amount: Int64
    /// Rows, not money.
    var isCount = false
  }

  func write(on sheet: Sheet, _ sources: [Sources], discrepancies: SheetTotal) throws(WorkbookError) {
    try sheet.setColumns([wording.language == .zh ? 40 : 48, 14, 20, 20, 36, 10])
    try sheet.setUpPrinting(PrintSetup(footer: statement.number, pages: wording.pages))
    try sheet.write(text: wording("校验", "Controls"), row: 0, column: 0, format: .title)
    try sheet.write(text: wording.controlNote, row: 1, column: 0, format: .note)
    var row = 3
    try head(
      [
        wording("核对项", "What must agree"), wording("币种", "Currency"), wording("本表合计", "Summed here"), wording("应为", "Must be"),
        wording("差额", "Difference"), wording("结果", "Holds"),
      ], on: sheet, row)
    let first = row + 1
    for (total, source) in zip(totals, sources) {
      for pair in pairs(total, source) {
        row += 1
        try write(pair, total.account.currency, on: sheet, row)
      }
    }
    if !statement.discrepancies.isEmpty {
      row += 1
      let pair = Pair(
        name: wording("差异笔数：差异表", "Discrepancies: sheet against run"), left: discrepancies.formula("COUNTA", column: 0), right: nil,
        amount: Int64(statement.discrepancies.count), isCount: true)
      try write(pair, nil, on: sheet, row)
    }
    try writeVerdict(first: first, last: row, on: sheet, &row)
    try writeInputs(on: sheet, &row)
  }

  private func pairs(_ total: StatementTotals, _ source: Sources) -> [Pair] {
    let cover = "'\(wording.name(.cover))'!B"
    let summary = "'\(wording.name(.summary))'!"
    let daily = DailySheet(statement: statement, totals: totals, wording: wording)
    let details = source.details.formula(column: LineColumns.amount)
    let lines = Int64(total.lines.count)
    let dailySum = "SUMIFS(\(daily.range(DailySheet.amount)),\(daily.range(DailySheet.currency)),\"\(total.account.currency.code)\")"
    var pairs = [
      Pair(
        name: wording("明细合计 = 封面期末 − 期初", "Details = cover, closing less opening"), left: details,
        right: "\(cover)\(source.cover.closing)-\(cover)\(source.cover.opening)", amount: total.movement),
      Pair(
        name: wording("汇总合计 = 明细合计", "Summary = details"), left: "\(summary)I\(source.summary + 1)", right: details,
        amount: total.movement),
      Pair(
        name: wording("日汇总合计 = 明细合计", "By day = details"), left: daily.rows == nil ? nil : dailySum, right: details, amount: total.movement),
      Pair(
        name: wording("退款冲销合计 = −封面退款冲回", "Refunds = cover, taken back"), left: source.refunds.formula(column: LineColumns.amount),
        right: "-\(cover)\(source.cover.refunded)", amount: total.refunded),
      Pair(
        name: wording("封面期末 = 账本应付余额", "Cover, closing = the ledger's payable"), left: "\(cover)\(source.cover.closing)", right: nil,
        amount: total.account.closing),
      Pair(
        name: wording("明细笔数 = 汇总笔数", "Lines: details = summary"), left: source.details.formula("COUNT", column: LineColumns.amount),
        right: "\(summary)H\(source.summary + 1)", amount: lines, isCount: true),
      Pair(
        name: wording("明细笔数 = 批次过账笔数", "Lines: details = posted by the runs"),
        left: source.details.formula("COUNT", column: LineColumns.number), right: nil, amount: lines, isCount: true),
    ]
    if statement.taxSplit != nil, !total.lines.isEmpty {
      let (net, tax) = (source.details.formula(column: 12)!, source.details.formula(column: 13)!)
      pairs.append(
        Pair(
          name: wording("不含税 + 税额 = 封面本期结算额", "Without tax + tax = cover, settled with tax"), left: "\(net)+\(tax)",
          right: "\(cover)\(source.cover.taxed)", amount: total.tax.net + total.tax.tax))
    }
    return pairs
  }

  private func write(_ pair: Pair, _ currency: Currency?, on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    let exponent = pair.isCount ? 0 : currency?.exponent ?? 0
    let look: CellFormat = pair.isCount ? .integer : .amount
    try sheet.write(text: pair.name, row: row, column: 0)
    if let currency { try sheet.write(text: currency.code, row: row, column: 1) }
    for (formula, column) in [(pair.left, 2), (pair.right, 3)] {
      if let formula {
        try sheet.write(formula: formula, storedAmount: pair.amount, exponent: exponent, row: row, column: column, format: look)
      } else {
        try sheet.write(amount: pair.amount, exponent: exponent, row: row, column: column, format: look)
      }
    }
    let number = row + 1
    try sheet.write(
      formula: "ROUND(C\(number)-D\(number),\(exponent))", storedAmount: 0, exponent: exponent, row: row, column: 4, format: look)
    try sheet.write(formula: "IF(E\(number)=0,\"✓\",\"✗\")", storedText: "✓", row: row, column: 5)
  }

  private func writeVerdict(first: Int, last: Int, on sheet: Sheet, _ row: inout Int) throws(WorkbookError) {
    row += 1
    for column in 0...4 {
      try sheet.write(text: column == 0 ? wording("全部相符", "All hold") : "", row: row, column: column, format: .totalLabel)
    }
    let range = "F\(first + 1):F\(last + 1)"
    try sheet.write(
      formula: "IF(COUNTIF(\(range),\"✓\")=ROWS(\(range)),\"✓\",\"✗\")", storedText: "✓", row: row, column: 5)
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
