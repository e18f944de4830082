import SettlementCore
import Tables

/// The redemptions of one file, `redemptions.csv` (SPEC §11), in columns. Row numbers are places in ``redemptions``.
///
/// Of the column `code` only keyed hashes are taken, and no message quotes a malformed row, which might hold a code in clear (SPEC §10).
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
  /// Keyed hashes of the card codes, `hmac:` and 64 hex digits; empty texts where there is none, no rows at all when no row has one.
  public fileprivate(set) var codes = TextColumn()
  /// Physical line of every redemption.
  public fileprivate(set) var line: [Int32] = []
  public internal(set) var rejects = Rejects()
  /// Where its lines stood on the pages that it came in; nil for a file.
  var places: PagePlaces?
  /// Data rows read: the redemptions, the rejected rows and those passed over.
  public internal(set) var rows = 0
  /// Rows that are pending, no record yet (SPEC §4).
  public fileprivate(set) var passedOver = 0

  static let required = ["redemption_id", "order_id", "entitlement", "redeemed_at"]

  /// Reads a file's bytes; `file` and `source` are only named in messages. Throws ``SourceFailure`` when they are no such file.
  public static func read(
    bytes: consuming [UInt8], file: String, source: String = "redemptions", zone: BusinessZone
  ) throws(SourceFailure) -> RedemptionFeed {
    var table = try FeedTable(
      bytes, file: file, source: source, zone: zone, required: required,
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
  private let id, order, entitlement, code, status, redeemedAt, reversedAt: Field

  init(_ table: FeedTable) {
    times = TimestampReader(table.zone)
    id = table.field("redemption_id")
    order = table.field("order_id")
    entitlement = table.field("entitlement")
    code = table.field("code")
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

    takeCode(bytes, cell(code, cells, first))
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

  /// Keyed hashes are kept; a code in clear is never looked at.
  private mutating func takeCode(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    let isHash = KeyedForm.code.matches(bytes.extracting(range))
    if !isHash && feed.codes.count == 0 { return }
    while feed.codes.count < feed.redemptions.count { feed.codes.append("") }
    if isHash { feed.codes.append(bytes, range.lowerBound, range.count) } else { feed.codes.append("") }
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
