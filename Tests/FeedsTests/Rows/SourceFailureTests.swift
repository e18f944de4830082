import Feeds
import SettlementCore
import Testing

@Suite struct SourceFailureTests {
  static let columns = "add what is missing or rename the columns; names count letter by letter"

  @Test(arguments: [
    ("", "orders.csv: header: expected a header row, found an empty file; export it again with its header row"),
    ("\u{FEFF}", "orders.csv: header: expected a header row, found an empty file; export it again with its header row"),
    ("\n\n", "orders.csv:1: header: expected a header row, found only blank lines; export it again with its header row"),
    ("order_id,paid\n", "orders.csv:1: header: expected the columns bundle, paid_at, found order_id, paid; \(columns)"),
    (
      "order_id,bundle,paid,Paid_at\n",
      "orders.csv:1: header: expected the column paid_at, found order_id, bundle, paid, Paid_at; \(columns)"
    ),
    (
      "order_id, bundle,paid,paid_at\n",
      "orders.csv:1: header: expected the column bundle, found order_id,  bundle, paid, paid_at; \(columns)"
    ),
    (
      "order_id;bundle;paid;paid_at\n",
      "orders.csv:1: header: expected the columns order_id, bundle, paid, paid_at, found order_id;bundle;paid;paid_at; \(columns)"
    ),
    (
      "order_id,order_id\n",
      "orders.csv:1: header: expected every column once, found 'order_id' twice; rename or remove one of the two columns"
    ),
    (
      "PK\u{3}\u{4}\0\0",
      "orders.csv:1: header: expected UTF-8 text, found a NUL byte at offset 4 of the file (binary data or UTF-16); save it as CSV in UTF-8"
    ),
  ])
  func messages(text: String, message: String) {
    let failure = #expect(throws: SourceFailure.self) { try readOrders(text) }
    #expect(failure?.description == message)
    #expect(failure?.kind == .malformed && failure?.source == "orders")
  }

  @Test func anotherEncodingFails() {
    // 订单 in GB18030.
    let bytes: [UInt8] = [0xB6, 0xA9, 0xB5, 0xA5, 0x0A]
    let failure = #expect(throws: SourceFailure.self) {
      try OrderFeed.read(bytes: bytes, file: "orders.csv", zone: shanghai, currencyOfBundle: [:])
    }
    #expect(
      failure?.description
        == "orders.csv:1: header: expected UTF-8, found byte 0xB6 at offset 0 of the file; save it as CSV in UTF-8")
  }

  @Test func redemptionsWithoutHeaderDoNotShowTheirFirstRow() {
    let failure = #expect(throws: SourceFailure.self) { try readRedemptions("R1,O1,video,ABCD-1234,redeemed,2026-03-01 10:00:00,\n") }
    #expect(
      failure?.description
        == "redemptions.csv:1: header: expected the columns redemption_id, order_id, entitlement, redeemed_at, found none of the feed's "
        + "columns (not shown: the row may hold a code or a buyer); \(Self.columns)")
  }

  @Test func aHeaderAloneIsAFeedWithoutRows() throws {
    let feed = try readOrders("order_id,bundle,paid,paid_at")
    #expect(feed.rows == 0 && feed.orders.count == 0 && feed.rejects.count == 0)
  }

  @Test func allBadRowsAreCountedAndNotAllListed() throws {
    let bad = Rejects.maximumListed + 7
    let feed = try readOrders("order_id,bundle,paid,paid_at\n" + String(repeating: ",,,\n", count: bad))
    #expect(feed.rows == bad && feed.rejects.count == bad && feed.rejects.listed.count == Rejects.maximumListed)
    #expect(feed.rejects.listed.last?.line == Rejects.maximumListed + 1)
  }

  @Test func theLimitIsExact() throws {
    let limit = try #require(Rate(text: "0.1"))
    #expect(!exceeds(limit: limit, rejected: 1, rows: 1000))
    #expect(exceeds(limit: limit, rejected: 1, rows: 999))
    #expect(!exceeds(limit: limit, rejected: 0, rows: 0))
    #expect(!exceeds(limit: Rate(text: "100")!, rejected: 5, rows: 5))
    #expect(exceeds(limit: Rate(text: "0")!, rejected: 1, rows: .max))
    #expect(exceeds(limit: Rate(text: "1/3")!, rejected: 334, rows: 1000) && !exceeds(limit: Rate(text: "1/3")!, rejected: 333, rows: 1000))
  }
}
