import SettlementCore
import Tables

/// The refunds of one file, `refunds.csv` (SPEC §11), in columns. Row numbers are places in ``refunds``.
public struct RefundFeed: Sendable {
  public enum Status: UInt8, Sendable {
    case succeeded, failed
  }

  /// `order` is −1, `entitlement` a place in ``entitlements``, −1 when none is named; `units` is 0 when none are named. What the
  /// feed does not know stays empty: amounts, exponents, the runs and groups.
  public fileprivate(set) var refunds = RefundBatch()
  public fileprivate(set) var status: [Status] = []
  /// True for a refund of 0, which only cancels units.
  public fileprivate(set) var isZero: [Bool] = []
  /// Names in the order of first sight.
  public fileprivate(set) var entitlements: [String] = []
  public internal(set) var rejects = Rejects()
  /// Data rows read: the refunds, the rejected rows and those passed over.
  public internal(set) var rows = 0
  /// Rows that are pending, no record yet (SPEC §4).
  public fileprivate(set) var passedOver = 0
  fileprivate var amounts = AmountTexts()

  /// The amounts as written: how many decimals they may have depends on the order's currency. Plain decimals of zero or more with at most
  /// four decimals other than zero.
  public var amountText: TextColumn { amounts.texts }
  /// Physical line of every refund.
  public var line: [Int32] { amounts.line }

  /// Minor units of a refund at its currency's decimals; the reject of its row when it has more decimals than that or overflows.
  public func parseAmount(_ row: Int, exponent: Int) -> Result<Int64, Reject> { amounts.parse(row, exponent: exponent) }

  static let required = ["refund_id", "order_id", "amount", "refunded_at"]

  /// Reads a file's bytes; `file` and `source` are only named in messages. Throws ``SourceFailure`` when they are no such file.
  ///
  /// Times without offset are those of the zone `times`, by default of `zone`, whose midnights bound the business days.
  public static func read(
    bytes: consuming [UInt8], file: String, source: String = "refunds", zone: BusinessZone, times: BusinessZone? = nil
  ) throws(SourceFailure) -> RefundFeed {
    var table = try FeedTable(
      bytes, file: file, source: source, zone: zone, times: times, required: required)
    var taker = RefundTaker(table)
    table.read(into: &taker)
    var feed = taker.feed
    feed.amounts.source = source
    feed.amounts.file = file
    feed.entitlements = taker.entitlements.names
    feed.rejects = table.rejects
    feed.rows = table.rows
    return feed
  }
}

private struct RefundTaker: RowTaker {
  var feed = RefundFeed()
  var entitlements = NameNumbers()
  /// Places as in `Status`, then pending.
  private var statuses = NameNumbers(["succeeded", "failed", "pending"])
  private var times: TimestampReader
  private let id, order, amount, entitlement, units, status, refundedAt: Field

  init(_ table: FeedTable) {
    times = table.timestamps
    id = table.field("refund_id")
    order = table.field("order_id")
    amount = table.field("amount")
    entitlement = table.field("entitlement")
    units = table.field("units")
    status = table.field("status")
    refundedAt = table.field("refunded_at")
  }

  mutating func take(_ bytes: Span<UInt8>, _ cells: Span<Cell>, _ first: Int, line: Int32) throws(FieldFault) {
    let statusText = cell(status, cells, first)
    let statusNumber = statusText.isEmpty ? 0 : statuses.find(bytes, statusText)
    if statusNumber == 2 {
      feed.passedOver += 1
      return
    }
    let idText = cell(id, cells, first)
    try requireText(idText, id)
    let orderText = cell(order, cells, first)
    try requireText(orderText, order)
    let amountText = cell(amount, cells, first)
    let isZero = try checkPositive(bytes, amountText, amount)
    let entitlementText = cell(entitlement, cells, first)
    let unitsText = cell(units, cells, first)
    let unitsValue = unitsText.isEmpty ? 0 : try parseWhole(bytes, unitsText, units)
    if isZero && entitlementText.isEmpty && unitsValue == 0 { throw FieldFault(field: amount, rule: .zeroCancelsNothing) }
    guard statusNumber >= 0 else { throw FieldFault(field: status, rule: .refundStatus) }
    let instant = try times.time(bytes, cell(refundedAt, cells, first), refundedAt)

    feed.refunds.ids.append(bytes, idText.lowerBound, idText.count)
    feed.refunds.orderIDs.append(bytes, orderText.lowerBound, orderText.count)
    feed.refunds.order.append(-1)
    feed.amounts.texts.append(bytes, amountText.lowerBound, amountText.count)
    feed.amounts.line.append(line)
    feed.isZero.append(isZero)
    feed.refunds.entitlement.append(entitlementText.isEmpty ? -1 : entitlements.number(bytes, entitlementText))
    feed.refunds.units.append(unitsValue)
    feed.refunds.refundedAt.append(instant)
    feed.refunds.day.append(times.businessDay)
    feed.status.append(statusNumber == 1 ? .failed : .succeeded)
  }

  mutating func reserve(rows: Int) {
    feed.refunds.ids.reserve(rows: rows)
    feed.refunds.orderIDs.reserve(rows: rows)
    feed.amounts.texts.reserve(rows: rows)
    feed.refunds.order.reserveCapacity(rows)
    feed.refunds.entitlement.reserveCapacity(rows)
    feed.refunds.units.reserveCapacity(rows)
    feed.refunds.refundedAt.reserveCapacity(rows)
    feed.refunds.day.reserveCapacity(rows)
    feed.status.reserveCapacity(rows)
    feed.isZero.reserveCapacity(rows)
    feed.amounts.line.reserveCapacity(rows)
  }
}
