import SettlementCore
import Tables

/// The orders of one file, `orders.csv` (SPEC §11), in columns. Row numbers are places in ``orders``.
///
/// Of the optional column `buyer` only keyed hashes are taken, and where it is there no message quotes a malformed row (SPEC §10).
public struct OrderFeed: Sendable {
  /// `run` and `terms` stay empty. `bundle` and `channel` are places in ``bundles`` and ``channels``, channel −1 is none.
  public fileprivate(set) var orders = OrderBatch()
  /// Names in the order of first sight; a bundle of rejected rows only may be among them.
  public fileprivate(set) var bundles: [String] = []
  public fileprivate(set) var channels: [String] = []
  /// What stands for the buyers, `buyer:` and 24 hex digits; empty texts where there is none, no rows at all when no row has one.
  public fileprivate(set) var buyers = TextColumn()
  /// Physical line of every order.
  public fileprivate(set) var line: [Int32] = []
  public internal(set) var rejects = Rejects()
  /// Where its lines stood on the pages that it came in; nil for a file.
  var places: PagePlaces?
  /// Data rows read: the orders and the rejected rows.
  public internal(set) var rows = 0

  static let required = ["order_id", "bundle", "paid", "paid_at"]

  /// Reads a file's bytes; `file` and `source` are only named in messages.
  ///
  /// An order without a currency has that of its bundle in `currencyOfBundle`; without one there either, `Currency.unknown`, and its
  /// amounts stand at that one's four decimals. Throws ``SourceFailure`` when the bytes are no such file.
  public static func read(
    bytes: consuming [UInt8], file: String, source: String = "orders", zone: BusinessZone, currencyOfBundle: [String: Currency]
  ) throws(SourceFailure) -> OrderFeed {
    var table = try FeedTable(
      bytes, file: file, source: source, zone: zone, required: required, hiding: "buyer")
    var taker = OrderTaker(table, currencyOfBundle)
    table.read(into: &taker)
    var feed = taker.feed
    feed.bundles = taker.bundles.names
    feed.channels = taker.channels.names
    feed.rejects = table.rejects
    feed.rows = table.rows
    return feed
  }
}

private struct OrderTaker: RowTaker {
  var feed = OrderFeed()
  var bundles = NameNumbers()
  var channels = NameNumbers()
  private var currencies = CurrencyCodes()
  private var times: TimestampReader
  private let currencyOfBundle: [String: Currency]
  /// By the numbers of `bundles`.
  private var defaults: [Currency] = []
  private let id, bundle, channel, quantity, currency, paid, list, fee, paidAt, buyer: Field

  init(_ table: FeedTable, _ currencyOfBundle: [String: Currency]) {
    self.currencyOfBundle = currencyOfBundle
    times = TimestampReader(table.zone)
    id = table.field("order_id")
    bundle = table.field("bundle")
    channel = table.field("channel")
    quantity = table.field("quantity")
    currency = table.field("currency")
    paid = table.field("paid")
    list = table.field("list")
    fee = table.field("fee")
    paidAt = table.field("paid_at")
    buyer = table.field("buyer")
  }

  mutating func take(_ bytes: Span<UInt8>, _ cells: Span<Cell>, _ first: Int, line: Int32) throws(FieldFault) {
    let idText = cell(id, cells, first)
    try requireText(idText, id)
    let bundleText = cell(bundle, cells, first)
    try requireText(bundleText, bundle)
    let bundleNumber = bundles.number(bytes, bundleText)
    if Int(bundleNumber) == defaults.count { defaults.append(currencyOfBundle[bundles.names[Int(bundleNumber)]] ?? .unknown) }
    let quantityText = cell(quantity, cells, first)
    let quantityValue = quantityText.isEmpty ? 1 : try parseWhole(bytes, quantityText, quantity)
    let currencyText = cell(currency, cells, first)
    let unit = currencyText.isEmpty ? defaults[Int(bundleNumber)] : try currencies.currency(bytes, currencyText, currency)
    let exponent = unit.exponent
    let paidValue = try parsePositive(bytes, cell(paid, cells, first), paid, exponent: exponent)
    let listText = cell(list, cells, first)
    let listValue = listText.isEmpty ? paidValue : try parsePositive(bytes, listText, list, exponent: exponent)
    let feeText = cell(fee, cells, first)
    let feeValue = feeText.isEmpty ? 0 : try parsePositive(bytes, feeText, fee, exponent: exponent)
    if feeValue > paidValue { throw FieldFault(field: fee, rule: .notAbovePaid) }
    let instant = try times.time(bytes, cell(paidAt, cells, first), paidAt)

    takeBuyer(bytes, cell(buyer, cells, first))
    feed.orders.ids.append(bytes, idText.lowerBound, idText.count)
    feed.orders.bundle.append(bundleNumber)
    let channelText = cell(channel, cells, first)
    feed.orders.channel.append(channelText.isEmpty ? -1 : channels.number(bytes, channelText))
    feed.orders.quantity.append(quantityValue)
    feed.orders.currency.append(unit)
    feed.orders.paid.append(paidValue)
    feed.orders.list.append(listValue)
    feed.orders.fee.append(feeValue)
    feed.orders.paidAt.append(instant)
    feed.orders.day.append(times.businessDay)
    feed.line.append(line)
  }

  /// Keyed hashes are kept; a buyer in clear is never looked at.
  private mutating func takeBuyer(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    if range.isEmpty && feed.buyers.count == 0 { return }
    let isHash = KeyedForm.buyer.matches(bytes.extracting(range))
    if !isHash && feed.buyers.count == 0 { return }
    while feed.buyers.count < feed.orders.count { feed.buyers.append("") }
    if isHash { feed.buyers.append(bytes, range.lowerBound, range.count) } else { feed.buyers.append("") }
  }

  mutating func reserve(rows: Int) {
    feed.orders.ids.reserve(rows: rows)
    feed.orders.bundle.reserveCapacity(rows)
    feed.orders.channel.reserveCapacity(rows)
    feed.orders.quantity.reserveCapacity(rows)
    feed.orders.currency.reserveCapacity(rows)
    feed.orders.paid.reserveCapacity(rows)
    feed.orders.list.reserveCapacity(rows)
    feed.orders.fee.reserveCapacity(rows)
    feed.orders.paidAt.reserveCapacity(rows)
    feed.orders.day.reserveCapacity(rows)
    feed.line.reserveCapacity(rows)
  }
}
