import SettlementCore

/// Reads `columns:` and `reversed:` of a format: where the columns of SPEC §11 come from. Default: they have their own names.
struct ColumnsReader {
  let format: MappingReader
  let context: FormatContext
  /// The columns on which lines are matched.
  let keys: [StatementProfile.KeyColumn]
  /// Fees are compared of bills only.
  let isBill: Bool

  func read() -> StatementFormat.Columns {
    let known = ["reference", "order_id", "item", "type", "amount", "currency", "time", "fee", "balance"]
    guard format.has("columns") else {
      if case .positions = context.places { format.demand(["columns"], "beside header: none") }
      return .canonical
    }
    guard let reader = format.mapping("columns", "the columns", keys: known, required: ["amount", "time"]) else { return .canonical }
    for key in keys where !reader.has(key.rawValue) {
      reader.problems.add(
        at: format.keyPosition(of: "columns"), expected: "the column \(key.rawValue), by which lines are matched", found: "none",
        advice: "add it, or match by other columns")
    }
    if !isBill { reader.refuseKeys(["fee"], expected: "of matches: orders", advice: "remove it; only orders have fees") }
    let amounts = AmountColumnReader(context: context)
    let amount = amounts.read("amount", in: reader) ?? StatementFormat.Columns.canonical.amount
    let time = TimeColumnReader(context: context).read(in: reader) ?? StatementFormat.Columns.canonical.time
    var columns = StatementFormat.Columns(amount: amount, time: time)
    (columns.reference, columns.orderID, columns.item) = texts(reader)
    checkKey(.reference, columns.reference, reader)
    checkKey(.orderID, columns.orderID, reader)
    checkKey(.item, columns.item, reader)
    columns.type = RowTypeReader(context: context).read(in: reader) ?? StatementFormat.Columns.canonical.type
    columns.currency = TextColumnReader(context: context, isCurrency: true).read("currency", in: reader)
    columns.fee = amounts.fee(in: reader)
    columns.balance = balance(reader)
    return columns
  }

  /// What stands elsewhere on rows of the type reversed.
  func reversed(of columns: StatementFormat.Columns) -> StatementFormat.ReversedCells {
    var cells = StatementFormat.ReversedCells()
    let known = ["reference", "order_id", "item", "amount", "time", "fee"]
    guard let reader = format.mapping("reversed", "the cells of reversed rows", keys: known) else { return cells }
    if !columns.type.mayBeReversed {
      format.refuseKeys(["reversed"], expected: "where the column type can be reversed", advice: "name the type's texts, or remove it")
    }
    if columns.type == .bySign { reader.forbid(["amount"], "beside type: {by: sign}") }
    if columns.fee == nil { reader.refuseKeys(["fee"], expected: "beside fee of columns", advice: "add that one or remove it") }
    (cells.reference, cells.orderID, cells.item) = texts(reader)
    cells.amount = AmountColumnReader(context: context).read("amount", in: reader)
    cells.time = TimeColumnReader(context: context).read(in: reader)
    cells.fee = AmountColumnReader(context: context).fee(in: reader)
    return cells
  }

  private typealias Texts = (reference: StatementFormat.Text?, orderID: StatementFormat.Text?, item: StatementFormat.Text?)

  private func texts(_ reader: MappingReader) -> Texts {
    let ids = TextColumnReader(context: context, mayBeConstant: false)
    let items = TextColumnReader(context: context)
    return (ids.read("reference", in: reader), ids.read("order_id", in: reader), items.read("item", in: reader))
  }

  private func checkKey(_ key: StatementProfile.KeyColumn, _ text: StatementFormat.Text?, _ reader: MappingReader) {
    guard keys.contains(key), let text, !text.isRequired else { return }
    reader.refuse(key.rawValue, expected: "a column that is not optional: lines are matched by it", advice: "remove optional")
  }

  private func balance(_ columns: MappingReader) -> StatementFormat.Balance? {
    guard let value = columns.value("balance") else { return nil }
    let places = PlaceReader(context: context)
    if case .text = value.kind { return places.cell(value).map { StatementFormat.Balance($0) } }
    guard let reader = MappingReader(value, "the column balance", keys: PlaceReader.keys + ["of", "order"], context.problems),
      let origin = reader.one(of: PlaceReader.keys)
    else { return nil }
    let amount = reader.value("of").flatMap { AmountColumnReader(context: context).read($0, "what moves the balance")?.amount }
    let order = reader.choice("order", Order.self)
    return places.cell(origin, in: reader).map { StatementFormat.Balance($0, amount: amount, isNewestFirst: order == .newestFirst) }
  }

  private enum Order: String, CaseIterable {
    case oldestFirst = "oldest-first"
    case newestFirst = "newest-first"
  }
}
