import SettlementCore
import Tables

/// A declared total, and where what it must equal is counted.
struct TotalSource: Sendable {
  let total: DeclaredTotal
  /// Nil: rows are counted.
  let sum: AmountSource?
  /// The other side, where nothing is declared but the rows' own cells.
  let other: AmountSource?
  let condition: RowCondition?

  init(_ total: DeclaredTotal, _ money: MoneyScale, _ columns: inout LayoutColumns) throws(FormatFault) {
    self.total = total
    var digits: Int?
    if case .sum(let amount, let own) = total.measure {
      digits = own
      sum = try AmountSource(amount, digits: own, money, total.name, &columns)
    } else {
      sum = nil
    }
    if case .sum(let amount) = total.place {
      other = try AmountSource(amount, digits: digits, money, total.name, &columns)
    } else {
      other = nil
    }
    condition = try total.condition.map { condition throws(FormatFault) in try RowCondition(condition, &columns) }
  }
}
