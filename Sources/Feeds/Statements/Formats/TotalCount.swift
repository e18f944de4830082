import SettlementCore
import Tables

/// Counts one total over a file's rows.
struct TotalCount: Sendable {
  private let source: TotalSource
  private var condition: RowCondition?
  private var rows = 0
  private var sum: Int128 = 0
  private var otherSum: Int128 = 0
  /// That of all rows so far; `unknown` once they differ, where bare decimals are summed.
  private var currency: Currency?

  init(_ source: TotalSource) {
    self.source = source
    condition = source.condition
  }

  /// Counts the rows of a batch that are not `isRejected`.
  mutating func take(_ batch: TableBatch, _ currencies: RowCurrencies, isRejected: [Bool]) {
    let fits = condition?.holds(in: batch)
    var overflows: Set<Int> = []
    let values = source.sum.map { $0.values(in: batch, currencies, overflows: &overflows) }
    let others = source.other.map { $0.values(in: batch, currencies, overflows: &overflows) }
    for row in isRejected.indices where !isRejected[row] && fits?[row] ?? true {
      rows += 1
      guard let values else { continue }
      sum += Int128(values[row])
      if let others { otherSum += Int128(others[row]) }
      let own = currencies[row]
      if currency == nil { currency = own } else if currency != own { currency = .unknown }
    }
  }

  /// The total as its file declares it; `standard` is the currency of a file without rows.
  func total(_ declared: DeclaredTexts, standard: Currency) -> ControlTotal {
    let unit = currency ?? standard
    guard let sum = source.sum else {
      let found = declared.find(source.total.place).flatMap { declared.count($0) }
      return ControlTotal(name: source.total.name, found, counted: Int128(rows), scale: 0, .count)
    }
    if source.other != nil {
      return ControlTotal(
        name: source.total.name, .success((otherSum, 0)), counted: self.sum, scale: sum.scale, .money(unit))
    }
    let found = declared.find(source.total.place).flatMap { declared.amount($0, scale: sum.isByCurrency ? unit.exponent : sum.scale) }
    let factor = sum.isByCurrency ? Int128(MoneyScale.powers[sum.scale - unit.exponent]) : 1
    return ControlTotal(
      name: source.total.name, found.map { (value: $0.value * factor, line: $0.line) }, counted: self.sum, scale: sum.scale, .money(unit))
  }
}
