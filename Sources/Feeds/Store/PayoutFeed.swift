import SettlementCore
import Tables

/// What was paid out to parties, `payouts.csv` (SPEC §6), in columns.
public struct PayoutFeed: Sendable {
  public fileprivate(set) var ids = TextColumn()
  /// Places in ``parties``.
  public fileprivate(set) var party: [Int32] = []
  /// Names in the order of first sight.
  public fileprivate(set) var parties: [String] = []
  /// `unknown` when the row names none: then it is the party's only one.
  public fileprivate(set) var currency: [Currency] = []
  /// Microseconds since 1970, and the business date as a number of `CalendarDay`.
  public fileprivate(set) var paidAt: [Int64] = []
  public fileprivate(set) var day: [Int32] = []
  public internal(set) var rejects = Rejects()
  /// Data rows read: the payouts and the rejected rows.
  public internal(set) var rows = 0
  fileprivate var amounts = AmountTexts()

  /// The amounts as written: plain decimals of zero or more; those of a row with a currency have that one's decimals.
  public var amountText: TextColumn { amounts.texts }
  /// Physical line of every payout.
  public var line: [Int32] { amounts.line }
  public var count: Int { ids.count }

  /// Minor units of a payout at its currency's decimals; the reject of its row when it has more decimals than that or overflows.
  public func parseAmount(_ row: Int, exponent: Int) -> Result<Int64, Reject> { amounts.parse(row, exponent: exponent) }

  static let required = ["payout_id", "party", "amount", "paid_at"]

  /// Reads a file's bytes; `file` and `source` are only named in messages. Throws ``SourceFailure`` when they are no such file.
  ///
  /// Times without offset are those of the zone `times`, by default of `zone`, whose midnights bound the business days.
  public static func read(
    bytes: consuming [UInt8], file: String, source: String = "payouts", zone: BusinessZone, times: BusinessZone? = nil
  ) throws(SourceFailure) -> PayoutFeed {
    var table = try FeedTable(
      bytes, file: file, source: source, zone: zone, times: times, required: required)
    var taker = PayoutTaker(table)
    table.read(into: &taker)
    var feed = taker.feed
    feed.amounts.source = source
    feed.amounts.file = file
    feed.parties = taker.parties.names
    feed.rejects = table.rejects
    feed.rows = table.rows
    return feed
  }
}

private struct PayoutTaker: RowTaker {
  var feed = PayoutFeed()
  var parties = NameNumbers()
  private var currencies = CurrencyCodes()
  private var times: TimestampReader
  private let id, party, amount, currency, paidAt: Field

  init(_ table: FeedTable) {
    times = table.timestamps
    id = table.field("payout_id")
    party = table.field("party")
    amount = table.field("amount")
    currency = table.field("currency")
    paidAt = table.field("paid_at")
  }

  mutating func take(_ bytes: Span<UInt8>, _ cells: Span<Cell>, _ first: Int, line: Int32) throws(FieldFault) {
    let idText = cell(id, cells, first)
    try requireText(idText, id)
    let partyText = cell(party, cells, first)
    try requireText(partyText, party)
    let currencyText = cell(currency, cells, first)
    let unit = currencyText.isEmpty ? Currency.unknown : try currencies.currency(bytes, currencyText, currency)
    let amountText = cell(amount, cells, first)
    if unit == .unknown {
      _ = try checkPositive(bytes, amountText, amount)
    } else {
      _ = try parsePositive(bytes, amountText, amount, exponent: unit.exponent)
    }
    let instant = try times.time(bytes, cell(paidAt, cells, first), paidAt)

    feed.ids.append(bytes, idText.lowerBound, idText.count)
    feed.party.append(parties.number(bytes, partyText))
    feed.currency.append(unit)
    feed.amounts.texts.append(bytes, amountText.lowerBound, amountText.count)
    feed.amounts.line.append(line)
    feed.paidAt.append(instant)
    feed.day.append(times.businessDay)
  }

  mutating func reserve(rows: Int) {
    feed.ids.reserve(rows: rows)
    feed.amounts.texts.reserve(rows: rows)
    feed.party.reserveCapacity(rows)
    feed.currency.reserveCapacity(rows)
    feed.paidAt.reserveCapacity(rows)
    feed.day.reserveCapacity(rows)
    feed.amounts.line.reserveCapacity(rows)
  }
}
