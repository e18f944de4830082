import SettlementCore
import Tables

/// A statement's format as the table layout that reads its file, and which of the layout's columns is what.
struct FormatPlan: Sendable {
  /// Where the columns of a line are, for one type of row.
  struct Parts: Sendable {
    var reference, orderID, item: TextSource
    var amount: AmountSource
    /// The layout's column.
    var time: Int
    var fee: AmountSource?
  }
  let format: StatementFormat
  let layout: TableLayout
  let money: MoneyScale
  let usual: Parts
  /// For rows of the type reversed.
  let reversed: Parts
  let type: TypeSource
  /// Nil: every row has ``MoneyScale/fixed``.
  let currency: TextSource?
  let zone: ZoneSource
  let skip: [RowCondition]
  let balance: BalanceSource?
  let totals: [TotalSource]

  /// `standard` is the currency of rows without one.
  init(_ format: StatementFormat, standard: Currency) throws(FormatFault) {
    let wanted = format.columns
    let money = try MoneyScale(format, standard: standard)
    var columns = LayoutColumns(format.amounts)
    let usual = Parts(
      reference: try Self.text(wanted.reference, "reference", .idOrEmpty, &columns),
      orderID: try Self.text(wanted.orderID, "order_id", .idOrEmpty, &columns), item: try Self.text(wanted.item, "item", .any, &columns),
      amount: try AmountSource(wanted.amount, digits: nil, money, "amount", &columns), time: try columns.time(wanted.time),
      fee: try Self.fee(wanted.fee, money, &columns))
    type = try TypeSource(wanted.type, &columns)
    currency = money.fixed == nil ? try wanted.currency.map { text throws(FormatFault) in try TextSource(text, "currency", .any, &columns) } : nil
    zone = try ZoneSource(format.zone, &columns)
    reversed = try Self.reversed(format.reversed, usual, money, &columns)
    var skip: [RowCondition] = []
    for condition in format.skip { skip.append(try RowCondition(condition, &columns)) }
    balance = try wanted.balance.map { balance throws(FormatFault) in try BalanceSource(balance, moving: usual.amount, money, &columns) }
    var totals: [TotalSource] = []
    for total in format.totals { totals.append(try TotalSource(total, money, &columns)) }
    (self.format, self.money, self.usual, self.skip, self.totals) = (format, money, usual, skip, totals)
    let pointers = format.totals.compactMap { if case .pointer(let text) = $0.place { text } else { nil } }
    layout = try TableLayout(format, columns: columns.columns, pointers: pointers)
  }

  private static func text(
    _ text: StatementFormat.Text?, _ name: String, _ rule: TextRule, _ columns: inout LayoutColumns
  ) throws(FormatFault) -> TextSource {
    guard let text else { return .nothing }
    return try TextSource(text, name, rule, &columns)
  }

  private static func fee(
    _ fee: StatementFormat.Fee?, _ money: MoneyScale, _ columns: inout LayoutColumns
  ) throws(FormatFault) -> AmountSource? {
    guard let fee else { return nil }
    return try AmountSource(fee.amount, digits: fee.digits, money, "fee", isRequired: fee.isRequired, &columns)
  }

  private static func reversed(
    _ cells: StatementFormat.ReversedCells, _ usual: Parts, _ money: MoneyScale, _ columns: inout LayoutColumns
  ) throws(FormatFault) -> Parts {
    var parts = usual
    if let text = cells.reference { parts.reference = try TextSource(text, "reference", .idOrEmpty, &columns) }
    if let text = cells.orderID { parts.orderID = try TextSource(text, "order_id", .idOrEmpty, &columns) }
    if let text = cells.item { parts.item = try TextSource(text, "item", .any, &columns) }
    if let amount = cells.amount { parts.amount = try AmountSource(amount, digits: nil, money, "amount", &columns) }
    if let time = cells.time { parts.time = try columns.time(time) }
    if let fee = cells.fee { parts.fee = try Self.fee(fee, money, &columns) }
    return parts
  }
}

extension FormatPlan {
  /// What the layout's columns are for, each use by its name.
  var roles: [(name: String, columns: [Int])] {
    var roles: [(name: String, columns: [Int])] = []
    func add(_ name: String, _ columns: [Int?]) {
      let columns = columns.compactMap { $0 }
      if !columns.isEmpty { roles.append((name, columns)) }
    }
    add("reference", [usual.reference.column])
    add("order_id", [usual.orderID.column])
    add("item", [usual.item.column])
    if case .cell(let column) = type.kind { add("type", [column]) }
    add("amount", usual.amount.columns)
    add("currency", [currency?.column])
    add("time", [usual.time])
    add("zone", [zone.column])
    add("fee", usual.fee?.columns ?? [])
    for part in [\Parts.reference, \Parts.orderID, \Parts.item] where reversed[keyPath: part].column != usual[keyPath: part].column {
      add("reversed: \(part == \.reference ? "reference" : part == \.orderID ? "order_id" : "item")", [reversed[keyPath: part].column])
    }
    if reversed.amount != usual.amount { add("reversed: amount", reversed.amount.columns) }
    if reversed.time != usual.time { add("reversed: time", [reversed.time]) }
    if reversed.fee != usual.fee { add("reversed: fee", reversed.fee?.columns ?? []) }
    add("balance", balance.map { $0.after.columns + $0.moved.columns } ?? [])
    add("skip", skip.map(\.column))
    for total in totals {
      add("total \(total.total.name)", (total.sum?.columns ?? []) + (total.other?.columns ?? []) + [total.condition?.column].compactMap { $0 })
    }
    return roles
  }
}

/// What the rows of a file are.
struct TypeSource: Sendable {
  enum Kind: Sendable {
    case fixed(LineType)
    case bySign
    /// The layout's column.
    case cell(Int)
  }
  let kind: Kind
  private var texts = NameNumbers()
  private var meanings: [StatementFormat.RowMeaning] = []
  private var otherwise: StatementFormat.RowMeaning?

  init(_ type: StatementFormat.RowType, _ columns: inout LayoutColumns) throws(FormatFault) {
    switch type {
    case .line(let type): kind = .fixed(type)
    case .bySign: kind = .bySign
    case .cell(let cell, let meanings, let otherwise, let isRequired):
      kind = .cell(try columns.text(cell, "type", isRequired: isRequired))
      texts = NameNumbers(meanings.map(\.text))
      self.meanings = meanings.map(\.value)
      self.otherwise = otherwise
    }
  }

  /// The words of a reject.
  var known: String { texts.listed }

  /// What a row is by its cell's text; nil for a text without meaning.
  @inline(__always)
  mutating func meaning(_ bytes: Span<UInt8>, _ range: Range<Int>) -> StatementFormat.RowMeaning? {
    let number = Int(texts.find(bytes, range))
    return number >= 0 ? meanings[number] : otherwise
  }
}

/// In which zone the times of a file are.
struct ZoneSource: Sendable {
  /// The layout's column; nil where all rows have the first zone.
  let column: Int?
  /// Names of the time zone database; nil: the configuration's.
  let identifiers: [String?]
  private var texts = NameNumbers()
  private var places: [Int] = []

  init(_ zone: StatementFormat.Zone?, _ columns: inout LayoutColumns) throws(FormatFault) {
    switch zone {
    case nil: (column, identifiers) = (nil, [nil])
    case .named(let name): (column, identifiers) = (nil, [name])
    case .cell(let cell, let values):
      column = try columns.text(cell, "zone")
      texts = NameNumbers(values.map(\.text))
      let names = values.map(\.value)
      identifiers = names
      places = names.map { names.firstIndex(of: $0)! }
    }
  }

  var known: String { texts.listed }

  /// The place of a row's zone in ``identifiers``; nil for a text that names none.
  mutating func zone(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    let number = Int(texts.find(bytes, range))
    return number >= 0 ? places[number] : nil
  }
}
