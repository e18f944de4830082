import SettlementCore
import WorkbookWriter

/// Pairs of figures that must agree, as formulas over the other sheets, and a verdict over all of them.
struct ControlTable {
  /// A figure that the workbook sums up, and one that it must equal. A nil formula is a figure of the ledger or of the run.
  struct Pair {
    let name: String
    /// Nil: rows of all currencies.
    let currency: Currency?
    let left: String?
    let right: String?
    let amount: Int64
    /// Rows, not money.
    var isCount = false
  }

  let wording: Wording

  /// `row` is that of the header, then the verdict's.
  func write(_ pairs: [Pair], on sheet: Sheet, _ row: inout Int) throws(WorkbookError) {
    let heads = [
      wording("核对项", "What must agree"), wording("币种", "Currency"), wording("本表合计", "Summed here"), wording("应为", "Must be"),
      wording("差额", "Difference"), wording("结果", "Holds"),
    ]
    for (column, head) in heads.enumerated() { try sheet.write(text: head, row: row, column: column, format: .header) }
    let first = row + 1
    for pair in pairs {
      row += 1
      try write(pair, on: sheet, row)
    }
    try writeVerdict(first: first, last: row, on: sheet, &row)
  }

  private func write(_ pair: Pair, on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    let exponent = pair.isCount ? 0 : pair.currency?.exponent ?? 0
    let look: CellFormat = pair.isCount ? .integer : .amount
    try sheet.write(text: pair.name, row: row, column: 0)
    if let currency = pair.currency { try sheet.write(text: currency.code, row: row, column: 1) }
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
}
