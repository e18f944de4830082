import SettlementCore
import Tables
import Testing

@testable import Feeds

@Suite struct PageRendererTests {
  static let mapped = StoreList(
    feed: .orders, path: "/orders", rows: "/data/items", columns: ["order_id": "/id", "paid": "/amount/total", "paid_at": "/times/0"])

  /// Pages as they are archived.
  func render(_ list: StoreList, _ pages: String...) throws -> RenderedPages {
    try PagedList(list, file: "https://api.shop.example/\(list.feed)", zone: shanghai)
      .render(archived: Array(pages.map { $0 + "\n" }.joined().utf8))
  }

  func csv(_ pages: RenderedPages) -> String { String(decoding: pages.csv, as: UTF8.self) }

  @Test func columnsStandWhereTheConfigurationSays() throws {
    let pages = try render(
      Self.mapped,
      #"""
      {"data": {"items": [
        {"id": "O1", "bundle": "VIP", "amount": {"total": 199.00, "fee": 1}, "fee": "0.50", "times": ["2026-03-01 10:00:00"], "more": {}},
        {"times": ["2026-03-01T10:00:00+08:00"], "channel": null, "id": 12345678901234567890, "bundle": "\u706b, \"hot\"", "amount": {"total": "1"}}
      ]}}
      """#, #"{"data":{"items":[]}}"#)
    #expect(
      csv(pages) == """
        order_id,bundle,channel,quantity,currency,paid,list,fee,paid_at,buyer
        O1,VIP,,,,199.00,,0.50,2026-03-01 10:00:00,
        12345678901234567890,"火, ""hot""\",,,,1,,,2026-03-01T10:00:00+08:00,

        """)
    let feed = try pages.orders(zone: shanghai, currencyOfBundle: ["VIP": Currency(code: "CNY")!])
    #expect(feed.rejects.count == 0 && feed.rows == 2 && feed.orders.paid == [19900, 10000] && feed.orders.fee == [50, 0])
    #expect(feed.orders.ids[1] == "12345678901234567890" && feed.bundles == ["VIP", "火, \"hot\""])
  }

  /// A value as JSON, and the reject of its row.
  @Test(arguments: [
    ("order_id", "true", "order_id: expected a text or a number, found true"),
    ("order_id", "false", "order_id: expected a text or a number, found false"),
    ("order_id", #"{"id":1}"#, "order_id: expected a text or a number, found an object"),
    ("paid_at", "[1]", "paid_at: expected a text or a number, found an array"),
    ("order_id", "1.2E+17", "order_id: expected a text or a whole number, found 1.2E+17"),
    ("order_id", "17.0", "order_id: expected a text or a whole number, found 17.0"),
    ("order_id", #""O1\nO2""#, #"order_id: expected a text on one line, found O1\nO2"#),
    ("order_id", #""O1\u0000""#, #"order_id: expected a text on one line, found O1\u{0}"#),
    ("order_id", "null", "order_id: expected a text, found an empty field"),
    ("bundle", #""""#, "bundle: expected a text, found an empty field"),
    ("quantity", "1.5", "quantity: expected a text or a whole number, found 1.5"),
    ("quantity", "0", "quantity: expected a whole number of 1 or more, found 0"),
    ("paid", "1e2", "paid: expected a plain decimal number such as 199.00, found 1e2"),
    ("paid", "199.001", "paid: expected at most 2 decimals, found 199.001"),
    ("paid", "-1", "paid: expected an amount of 0 or more, found -1"),
    ("paid", "99999999999999999999", "paid: expected an amount that fits 64 bits of minor units, found 99999999999999999999"),
    ("currency", #""RMB""#, "currency: expected a currency of ISO 4217 such as CNY, found RMB"),
    (
      "paid_at", #""2026-03-01T10:00:00""#,
      "paid_at: expected an offset such as +08:00 behind a time written with T, found 2026-03-01T10:00:00"
    ),
  ])
  func rejectsNamePageAndRow(column: String, value: String, message: String) throws {
    let good = [
      "order_id": #""O""#, "bundle": #""VIP""#, "paid": "1", "paid_at": #""2026-03-01 10:00:00""#, "quantity": "1", "currency": #""CNY""#,
    ]
    func row(_ values: [String: String]) -> String { "{" + values.map { "\"\($0)\":\($1)" }.sorted().joined(separator: ",") + "}" }
    let bad = row(good.merging([column: value]) { $1 })
    let list = StoreList(feed: .orders, path: "/orders")
    let pages = try render(list, "[\(row(good)),\(row(good))]", "[]", "[\(row(good)),\(bad),\(row(good))]")
    let feed = try pages.orders(zone: shanghai, currencyOfBundle: [:])
    #expect(feed.rejects.listed.map(\.description) == ["orders page 3:2: \(message)"])
    #expect(feed.rows == 5 && feed.orders.count == 4 && feed.line == [2, 3, 4, 6])
  }

  @Test func aRowMustBeAnObject() throws {
    let good = #"{"order_id":"O","bundle":"VIP","paid":1,"paid_at":"2026-03-01 10:00:00"}"#
    let pages = try render(StoreList(feed: .orders, path: "/orders"), #"[\#(good),"O2",null,[],7,\#(good)]"#)
    let feed = try pages.orders(zone: shanghai, currencyOfBundle: [:])
    #expect(
      feed.rejects.listed.map(\.description) == [
        "orders page 1:2: row: expected an object, found a text", "orders page 1:3: row: expected an object, found null",
        "orders page 1:4: row: expected an object, found an array", "orders page 1:5: row: expected an object, found a number",
      ])
    #expect(feed.orders.count == 2 && feed.rows == 6 && feed.rejects.count == 4)
  }

  /// A reject that is found later, from the line that a feed keeps, is placed the same way; others are left alone.
  @Test func laterRejectsArePlacedToo() throws {
    let row = #"{"refund_id":"R","order_id":"O","amount":1.239,"refunded_at":"2026-03-01 10:00:00"}"#
    let pages = try render(StoreList(feed: .refunds, path: "/refunds"), "[\(row)]", "[\(row),\(row)]")
    let feed = try pages.refunds(zone: shanghai)
    guard case .failure(let reject) = feed.parseAmount(2, exponent: 2) else { return #expect(Bool(false), "an amount of three decimals") }
    #expect(pages.places.placed(reject).description == "refunds page 2:2: amount: expected at most 2 decimals, found 1.239")
    let placed = pages.places.placed(reject)
    #expect(pages.places.placed(placed) == placed)
    let other = Reject(source: "orders", file: "orders.csv", line: 3, field: "f", expected: "e", found: "f")
    #expect(pages.places.placed(other) == other)
  }

  @Test func cardCodesAreNeverRendered() throws {
    let row =
      #"{"redemption_id":"R1","order_id":"O1","entitlement":"v","code":"ABCD-1234","status":"redeemed","redeemed_at":"2026-03-01 10:00:00"}"#
    let pages = try render(StoreList(feed: .redemptions, path: "/r", columns: ["code": "/code"]), "[\(row)]")
    #expect(csv(pages).hasPrefix("redemption_id,order_id,entitlement,code,status,redeemed_at,reversed_at\nR1,O1,v,,redeemed,"))
    #expect(!csv(pages).contains("ABCD"))
    #expect(try pages.redemptions(zone: shanghai).redemptions.count == 1)
  }

  /// All are counted; only so many are listed and kept.
  @Test func manyRejects() throws {
    let bad = Rejects.maximumListed + 7
    let good = #"{"refund_id":"R","order_id":"O","amount":"x","refunded_at":"2026-03-01 10:00:00"}"#
    let rows = "[\(good)" + String(repeating: ",7", count: bad) + "]"
    let feed = try render(StoreList(feed: .refunds, path: "/r"), rows).refunds(zone: shanghai)
    #expect(feed.rows == bad + 1 && feed.rejects.count == bad + 1 && feed.rejects.listed.count == Rejects.maximumListed)
    #expect(feed.rejects.listed[0].field == "amount" && feed.rejects.listed.last?.file == "refunds page 1")
  }

  @Test func payoutsAreReadToo() throws {
    let row = #"{"payout_id":"P1","party":"eleme","amount":"88.00","currency":"CNY","paid_at":"2026-03-01 10:00:00"}"#
    #expect(try render(StoreList(feed: .payouts, path: "/p"), "[\(row)]").payouts(zone: shanghai).count == 1)
  }

  @Test func archivedPagesThatAreBroken() throws {
    for (text, message) in [
      ("[]\n[{]\n", "refunds pages:2: byte 5: expected a name in quotes, found ']'; "),
      ("[][]\n", "refunds pages:1: byte 2: expected a line end behind the document, found '['; "),
    ] {
      let failure = #expect(throws: SourceFailure.self) { try render(StoreList(feed: .refunds, path: "/r"), text) }
      #expect(failure?.description.hasPrefix(message) == true)
    }
  }

  /// Half past ten in the evening in New York is the next day's morning in Shanghai, summer or winter.
  @Test func timesWithoutOffsetAreTheListsOwn() throws {
    let rows = ["2026-03-01 22:30:00", "2026-07-01 22:30:00", "2026-03-01T22:30:00+08:00", "2026-03-08 02:30:00"].map {
      #"{"refund_id":"R","order_id":"O","amount":1,"refunded_at":"\#($0)"}"#
    }
    let list = StoreList(feed: .refunds, path: "/refunds")
    let zone = shanghai.declaring(BusinessZone(identifier: "America/New_York")!)
    let pages = try PagedList(list, file: "r", zone: zone).render(archived: Array("[\(rows.joined(separator: ","))]".utf8))
    let feed = try pages.refunds(zone: zone)
    #expect(feed.refunds.day.map { CalendarDay(number: $0).description } == ["2026-03-02", "2026-07-02", "2026-03-01"])
    #expect(
      feed.refunds.refundedAt == [
        time("2026-03-02 11:30:00", shanghai), time("2026-07-02 10:30:00", shanghai), time("2026-03-01 22:30:00", shanghai),
      ])
    #expect(
      feed.rejects.listed.map(\.description) == [
        "refunds page 1:4: refunded_at: expected a time that exists in America/New_York, found 2026-03-08 02:30:00"
      ])
  }
}
