import SettlementCore
import Tables

/// The lines of one partner's own statement (SPEC §11), in columns.
public struct StatementFeed: Sendable {
  public enum LineType: UInt8, Sendable, CaseIterable {
    case redeemed, reversed, adjustment
  }

  public internal(set) var references = TextColumn()
  /// Empty texts when the statement has no such column.
  public internal(set) var orderIDs = TextColumn()
  public internal(set) var items = TextColumn()
  public internal(set) var type: [LineType] = []
  /// Minor units of the line's currency, four decimals when that is unknown: redeemed zero or more, reversed zero or less.
  public internal(set) var amount: [Int64] = []
  public internal(set) var currency: [Currency] = []
  /// Microseconds since 1970, and the business date as a number of `CalendarDay`.
  public internal(set) var time: [Int64] = []
  public internal(set) var day: [Int32] = []
  /// Physical line of every statement line.
  public internal(set) var line: [Int32] = []
  /// What the line says was kept back of its amount, in units of 10 to the power of −`feeDigits`; empty when the statement has no such
  /// column.
  public internal(set) var fee: [Int64] = []
  public internal(set) var feeDigits = 0
  /// Every total that the statement declares, checked against its rows: those passed over count, rejected ones do not.
  public internal(set) var totals: [ControlTotal] = []
  public internal(set) var rejects = Rejects()
  /// Rows that are no lines, as the statement's format says.
  public internal(set) var passedOver = 0
  /// Data rows read: the lines, the rows passed over and the rejected rows.
  public internal(set) var rows = 0

  public var count: Int { type.count }

  /// Some of the lines, in this order; totals and rejects stay behind.
  public func lines(_ kept: [Int]) -> StatementFeed {
    var feed = StatementFeed()
    for row in kept {
      feed.references.append(row, of: references)
      feed.orderIDs.append(row, of: orderIDs)
      feed.items.append(row, of: items)
    }
    feed.type = kept.map { type[$0] }
    feed.amount = kept.map { amount[$0] }
    feed.currency = kept.map { currency[$0] }
    feed.time = kept.map { time[$0] }
    feed.day = kept.map { day[$0] }
    feed.line = kept.map { line[$0] }
    if !fee.isEmpty { feed.fee = kept.map { fee[$0] } }
    feed.feeDigits = feeDigits
    feed.rows = kept.count
    return feed
  }

  /// Reads a file's bytes; `file` and `source` are only named in messages.
  ///
  /// `needs` names the columns of the key on which lines are matched: they must exist and no row may leave them empty. The column
  /// `reference` must always exist, but not in totals: there a row without type is redeemed or, below zero, reversed. A line without a
  /// currency has `defaultCurrency`; without that either, `Currency.unknown`.
  /// Throws ``SourceFailure`` when the bytes are no such file.
  public static func read(
    bytes: consuming [UInt8], file: String, source: String, zone: BusinessZone, defaultCurrency: Currency?,
    needs: Set<StatementProfile.KeyColumn>, areTotals: Bool = false
  ) throws(SourceFailure) -> StatementFeed {
    let key = StatementProfile.KeyColumn.allCases.filter { needs.contains($0) || $0 == .reference && !areTotals }.map(\.rawValue)
    var table = try FeedTable(
      bytes, file: file, source: source, zone: zone, required: key + ["amount", "time"])
    var taker = StatementTaker(table, defaultCurrency, needs, areTotals: areTotals)
    table.read(into: &taker)
    var feed = taker.feed
    feed.rejects = table.rejects
    feed.rows = table.rows
    return feed
  }
}

private struct StatementTaker: RowTaker {
  var feed = StatementFeed()
  /// Places as in `LineType`.
  private var types = NameNumbers(["redeemed", "reversed", "adjustment"])
  private var currencies = CurrencyCodes()
  private var times: TimestampReader
  private let defaultCurrency: Currency
  private let needsReference, needsOrder, needsItem, areTotals: Bool
  private let reference, order, item, type, amount, currency, time: Field

  init(_ table: FeedTable, _ defaultCurrency: Currency?, _ needs: Set<StatementProfile.KeyColumn>, areTotals: Bool) {
    self.areTotals = areTotals
    self.defaultCurrency = defaultCurrency ?? .unknown
    needsReference = needs.contains(.reference)
    needsOrder = needs.contains(.orderID)
    needsItem = needs.contains(.item)
    times = TimestampReader(table.zone)
    reference = table.field("reference")
    order = table.field("order_id")
    item = table.field("item")
    type = table.field("type")
    amount = table.field("amount")
    currency = table.field("currency")
    time = table.field("time")
  }

  mutating func take(_ bytes: Span<UInt8>, _ cells: Span<Cell>, _ first: Int, line: Int32) throws(FieldFault) {
    let referenceText = cell(reference, cells, first)
    if needsReference { try requireText(referenceText, reference) }
    let orderText = cell(order, cells, first)
    if needsOrder { try requireText(orderText, order) }
    let itemText = cell(item, cells, first)
    if needsItem { try requireText(itemText, item) }
    let typeText = cell(type, cells, first)
    let typeNumber = typeText.isEmpty ? 0 : types.find(bytes, typeText)
    guard typeNumber >= 0, var lineType = StatementFeed.LineType(rawValue: UInt8(typeNumber)) else {
      throw FieldFault(field: type, rule: .lineType)
    }
    let currencyText = cell(currency, cells, first)
    let unit = currencyText.isEmpty ? defaultCurrency : try currencies.currency(bytes, currencyText, currency)
    let value = try parseAmount(bytes, cell(amount, cells, first), amount, exponent: unit.exponent)
    if areTotals && typeText.isEmpty && value < 0 { lineType = .reversed }
    if lineType == .redeemed && value < 0 { throw FieldFault(field: amount, rule: .redeemedNotNegative) }
    if lineType == .reversed && value > 0 { throw FieldFault(field: amount, rule: .reversedNotPositive) }
    let instant = try times.time(bytes, cell(time, cells, first), time)

    feed.references.append(bytes, referenceText.lowerBound, referenceText.count)
    feed.orderIDs.append(bytes, orderText.lowerBound, orderText.count)
    feed.items.append(bytes, itemText.lowerBound, itemText.count)
    feed.type.append(lineType)
    feed.amount.append(value)
    feed.currency.append(unit)
    feed.time.append(instant)
    feed.day.append(times.businessDay)
    feed.line.append(line)
  }

  mutating func reserve(rows: Int) {
    feed.references.reserve(rows: rows)
    feed.orderIDs.reserve(rows: rows)
    feed.items.reserve(rows: rows)
    feed.type.reserveCapacity(rows)
    feed.amount.reserveCapacity(rows)
    feed.currency.reserveCapacity(rows)
    feed.time.reserveCapacity(rows)
    feed.day.reserveCapacity(rows)
    feed.line.reserveCapacity(rows)
  }
}
