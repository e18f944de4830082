import SettlementCore
import Tables

/// The redemptions of one file, `redemptions.csv` (SPEC §11), in columns. Row numbers are places in ``redemptions``.
///
/// The column `code` is never looked at, and no message quotes a malformed row, which might hold it (SPEC §10).
public struct RedemptionFeed: Sendable {
  public enum Status: UInt8, Sendable {
    case redeemed, reversed
  }

  /// `order` is −1, `entitlement` a place in ``entitlements``; what the feed does not know stays empty: the runs, group and
  /// price. Without a reversal or its time, `reversedAt` is `Int64.min` and `reversalDay` is `Int32.min`.
  public fileprivate(set) var redemptions = RedemptionBatch()
  public fileprivate(set) var status: [Status] = []
  /// Names in the order of first sight.
  public fileprivate(set) var entitlements: [String] = []
  /// Physical line of every redemption.
  public fileprivate(set) var line: [Int32] = []
  public internal(set) var rejects = Rejects()
  /// Data rows read: the redemptions, the rejected rows and those passed over.
  public internal(set) var rows = 0
  /// Rows that are pending, no record yet (SPEC §4).
  public fileprivate(set) var passedOver = 0

  static let required = ["redemption_id", "order_id", "entitlement", "redeemed_at"]

  /// Reads a file's bytes; `file` and `source` are only named in messages. Throws ``SourceFailure`` when they are no such file.
  ///
  /// Times without offset are those of the zone `times`, by default of `zone`, whose midnights bound the business days.
  public static func read(
    bytes: consuming [UInt8], file: String, source: String = "redemptions", zone: BusinessZone, times: BusinessZone? = nil
  ) throws(SourceFailure) -> RedemptionFeed {
    var table = try FeedTable(
      bytes, file: file, source: source, zone: zone, times: times, required: required,
      hidesText: true)
    var taker = RedemptionTaker(table)
    table.read(into: &taker)
    var feed = taker.feed
    feed.entitlements = taker.entitlements.names
    feed.rejects = table.rejects
    feed.rows = table.rows
    return feed
  }
}

private struct RedemptionTaker: RowTaker {
  var feed = RedemptionFeed()
  var entitlements = NameNumbers()
  /// Places as in `Status`, then pending.
  private var statuses = NameNumbers(["redeemed", "reversed", "pending"])
  private var times: TimestampReader
  private let id, order, entitlement, status, redeemedAt, reversedAt: Field

  init(_ table: FeedTable) {
    times = table.timestamps
    id = table.field("redemption_id")
    order = table.field("order_id")
    entitlement = table.field("entitlement")
    status = table.field("status")
    redeemedAt = table.field("redeemed_at")
    reversedAt = table.field("reversed_at")
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
    let entitlementText = cell(entitlement, cells, first)
    try requireText(entitlementText, entitlement)
    guard statusNumber >= 0 else { throw FieldFault(field: status, rule: .redemptionStatus) }
    // The reversal first: both days are those of the reader's last time.
    var reversal: (at: Int64, day: Int32) = (.min, .min)
    let reversedText = cell(reversedAt, cells, first)
    if statusNumber == 1 && !reversedText.isEmpty {
      reversal.at = try times.time(bytes, reversedText, reversedAt)
      reversal.day = times.businessDay
    }
    let instant = try times.time(bytes, cell(redeemedAt, cells, first), redeemedAt)

    feed.redemptions.ids.append(bytes, idText.lowerBound, idText.count)
    feed.redemptions.orderIDs.append(bytes, orderText.lowerBound, orderText.count)
    feed.redemptions.order.append(-1)
    feed.redemptions.entitlement.append(entitlements.number(bytes, entitlementText))
    feed.redemptions.redeemedAt.append(instant)
    feed.redemptions.day.append(times.businessDay)
    feed.redemptions.reversedAt.append(reversal.at)
    feed.redemptions.reversalDay.append(reversal.day)
    feed.status.append(statusNumber == 1 ? .reversed : .redeemed)
    feed.line.append(line)
  }

  mutating func reserve(rows: Int) {
    feed.redemptions.ids.reserve(rows: rows)
    feed.redemptions.orderIDs.reserve(rows: rows)
    feed.redemptions.order.reserveCapacity(rows)
    feed.redemptions.entitlement.reserveCapacity(rows)
    feed.redemptions.redeemedAt.reserveCapacity(rows)
    feed.redemptions.day.reserveCapacity(rows)
    feed.redemptions.reversedAt.reserveCapacity(rows)
    feed.redemptions.reversalDay.reserveCapacity(rows)
    feed.status.reserveCapacity(rows)
    feed.line.reserveCapacity(rows)
  }
}
