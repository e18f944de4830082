import SettlementCore

/// One table of lines in a statement's workbook: the lines of one currency on the sheets of one name.
struct LineTable {
  let sheet: Wording.StatementSheet
  let currency: Currency
  /// Of its first sheet.
  let name: String
  /// Places among the statement's lines.
  let lines: [Int]

  /// All of a statement, in the order of their sheets. There are lines of earlier periods only where a currency has some.
  static func all(_ totals: [StatementTotals], _ wording: Wording) -> [LineTable] {
    func tables(_ sheet: Wording.StatementSheet, _ lines: (StatementTotals) -> [Int]) -> [LineTable] {
      totals.map { total in
        let currency = total.account.currency
        let name = wording.name(sheet) + (totals.count > 1 ? " \(currency.code)" : "")
        return LineTable(sheet: sheet, currency: currency, name: name, lines: lines(total))
      }
    }
    let late = totals.contains { !$0.late.isEmpty } ? tables(.late) { $0.late } : []
    return tables(.details) { $0.lines } + tables(.refunds) { $0.refunds } + late
  }
}
