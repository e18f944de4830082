import SettlementCore
import Tables

/// Where the amounts of one column of lines come from: signed amounts of one scale, made from one or more columns of a table.
struct AmountSource: Hashable, Sendable {
  /// Of the layout. Several are added.
  let columns: [Int]
  /// The file's plus is our minus.
  let negates: Bool
  /// Decimals of the sums.
  let scale: Int
  /// Amounts are in minor units of each row's currency, and so still to be brought to ``scale``.
  let isByCurrency: Bool

  /// `digits`: nil for those of the money.
  init(
    _ amount: StatementFormat.Amount, digits: Int?, _ money: MoneyScale, _ name: String, isRequired: Bool = true,
    _ columns: inout LayoutColumns
  ) throws(FormatFault) {
    scale = digits ?? money.scale
    isByCurrency = digits == nil && money.isByCurrency
    negates = amount.negates
    switch amount.cells {
    case .sum(let cells):
      var places: [Int] = []
      for cell in cells { places.append(try columns.amount([cell], scale: scale, name, isRequired: isRequired)) }
      self.columns = places
    case .inAndOut(let income, let outgo, let outIsNegative):
      let how = AmountCells.inAndOut(outIsNegative ? .negative : .unsigned)
      self.columns = [try columns.amount([income, outgo], how, scale: scale, name, isRequired: isRequired)]
    case .marked(let cell, let mark, let plus, let minus):
      self.columns = [try columns.amount([cell, mark], .marked(plus: plus, minus: minus), scale: scale, name, isRequired: isRequired)]
    }
  }

  private init(_ columns: [Int], negates: Bool, scale: Int, isByCurrency: Bool) {
    (self.columns, self.negates, self.scale, self.isByCurrency) = (columns, negates, scale, isByCurrency)
  }

  /// The same with the file's own signs.
  var asWritten: AmountSource { AmountSource(columns, negates: false, scale: scale, isByCurrency: isByCurrency) }

  /// The amounts of all rows of a batch; rows whose sum does not fit 64 bits are marked.
  func values(in batch: TableBatch, _ currencies: RowCurrencies, overflows: inout Set<Int>) -> [Int64] {
    if columns.count == 1 && !negates && !isByCurrency { return batch.amounts[columns[0]] }
    var values = batch.amounts[columns[0]]
    for column in columns.dropFirst() {
      let more = batch.amounts[column]
      for row in values.indices { combine(&values[row], more[row], row, &overflows) { $0.addingReportingOverflow($1) } }
    }
    if isByCurrency {
      for row in values.indices {
        combine(&values[row], MoneyScale.powers[scale - currencies[row].exponent], row, &overflows) { $0.multipliedReportingOverflow(by: $1) }
      }
    }
    if negates {
      for row in values.indices { combine(&values[row], values[row], row, &overflows) { Int64(0).subtractingReportingOverflow($1) } }
    }
    return values
  }

  @inline(__always)
  private func combine(
    _ value: inout Int64, _ other: Int64, _ row: Int, _ overflows: inout Set<Int>, _ how: (Int64, Int64) -> (Int64, Bool)
  ) {
    let (result, overflow) = how(value, other)
    if overflow { overflows.insert(row) }
    value = overflow ? 0 : result
  }

  /// True when a cell lacks without which there is no amount: of what came in and what went out, both.
  func isMissing(_ batch: TableBatch, _ row: Int, _ reader: TableReader) -> Bool {
    for column in columns where batch.amounts[column][row] == 0 {
      guard let places = reader.places(ofColumn: column) else { continue }
      let isPair = if case .amount(_, .inAndOut) = reader.layout.columns[column].type { true } else { false }
      if (isPair ? places : [places[0]]).allSatisfy({ reader.isEmpty(batch, row, $0) }) { return true }
    }
    return false
  }
}

/// The decimals at which a statement's amounts are read.
struct MoneyScale: Sendable {
  /// The currency of every row; nil where a column says it, and rows without have `standard`.
  let fixed: Currency?
  let standard: Currency
  private let countsMinorUnits: Bool

  /// `standard` is the currency of rows without one.
  init(_ format: StatementFormat, standard: Currency) throws(FormatFault) {
    countsMinorUnits = format.amounts.decimal == .minorUnits
    self.standard = standard
    guard let text = format.columns.currency else {
      fixed = standard
      return
    }
    guard case .constant(let code) = text.origin else {
      fixed = nil
      return
    }
    guard let currency = Currency(code: code) else { throw FormatFault(expected: "a currency of ISO 4217 such as CNY", found: "'\(code)'") }
    fixed = currency
  }

  /// The currency's decimals; the most that any currency has where rows differ.
  var scale: Int { (fixed ?? .unknown).exponent }

  /// Minor units cannot be read at one scale where rows differ.
  var isByCurrency: Bool { fixed == nil && countsMinorUnits }

  static let powers: [Int64] = (0...18).reduce(into: []) { powers, _ in powers.append(powers.last.map { $0 * 10 } ?? 1) }
}

/// The currency of each row of a batch.
struct RowCurrencies: Sendable {
  private let same: Currency
  private let each: [Currency]

  init(same: Currency) { (self.same, each) = (same, []) }
  init(each: [Currency]) { (same, self.each) = (.unknown, each) }

  @inline(__always)
  subscript(row: Int) -> Currency { each.isEmpty ? same : each[row] }
}
