import SettlementCore
import WorkbookWriter

extension CoverSheet {
  /// One currency's roll-forward, and what is payable of it.
  func write(_ total: StatementTotals, on sheet: Sheet, _ row: inout Int) throws(WorkbookError) -> Places {
    var places = Places()
    let account = total.account
    try sheet.write(text: wording("余额变动", "Balance"), row: row, column: 0, format: .header)
    try sheet.write(
      text: wording("金额（\(wording.name(account.currency))）", "Amount (\(account.currency.code))"), row: row, column: 1, format: .header)
    row += 1
    places.opening = row + 1
    try write(wording("期初未结", "Opening balance"), account.opening, total, on: sheet, &row)
    for movement in RollForward.Movement.allCases {
      if movement == .refunded { places.refunded = row + 1 }
      try write(wording.name(movement), account.change(movement), total, on: sheet, &row)
    }
    places.closing = row + 1
    try sheet.write(text: wording("期末未结", "Closing balance"), row: row, column: 0, format: .totalLabel)
    try sheet.write(
      formula: "SUM(B\(places.opening):B\(row))", storedAmount: account.closing, exponent: total.exponent, row: row, column: 1)
    row += 1
    try writePayable(total, on: sheet, &row)
    row += 1
    return places
  }

  private func write(
    _ name: String, _ amount: Int64, _ total: StatementTotals, on sheet: Sheet, _ row: inout Int
  ) throws(WorkbookError) {
    try sheet.write(text: name, row: row, column: 0, format: .label)
    try sheet.write(amount: amount, exponent: total.exponent, row: row, column: 1, format: .value)
    row += 1
  }

  private func writePayable(_ total: StatementTotals, on sheet: Sheet, _ row: inout Int) throws(WorkbookError) {
    let (payable, currency) = (total.payable, total.account.currency)
    try sheet.write(text: wording("待处理差异", "Open discrepancies"), row: row, column: 0, format: .label)
    try sheet.write(text: wording.openDiscrepancies(payable, currency, draft.partner.settle), row: row, column: 1, format: .value)
    row += 1
    try write(wording("本期应付（小写）", "Payable now"), payable.due, total, on: sheet, &row)
    if currency.code == "CNY" {
      try sheet.write(text: wording("本期应付（大写）", "In words (大写)"), row: row, column: 0, format: .label)
      try sheet.write(text: RenminbiCapitals.text(fen: payable.due), row: row, column: 1, format: .value)
      row += 1
    }
    try write(wording("结转下期", "Carried forward"), payable.carriedForward, total, on: sheet, &row)
  }
}
