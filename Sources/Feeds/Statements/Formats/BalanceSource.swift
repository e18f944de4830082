import SettlementCore
import Tables

/// Where a running balance stands, and what moves it.
struct BalanceSource: Sendable {
  let name: String
  let after: AmountSource
  let moved: AmountSource
  let isNewestFirst: Bool

  /// `usual` is the amount of lines.
  init(
    _ balance: StatementFormat.Balance, moving usual: AmountSource, _ money: MoneyScale, _ columns: inout LayoutColumns
  ) throws(FormatFault) {
    name = balance.cell.words
    after = try AmountSource(StatementFormat.Amount(.sum([balance.cell])), digits: nil, money, "balance", &columns)
    moved = try balance.amount.map { amount throws(FormatFault) in try AmountSource(amount, digits: nil, money, "balance", &columns) } ?? usual.asWritten
    isNewestFirst = balance.isNewestFirst
  }
}
