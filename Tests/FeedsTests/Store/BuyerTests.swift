import SettlementCore
import Tables
import Testing

@testable import Feeds

/// The key of a buyer on its way in: hashed or dropped, never shown.
@Suite struct BuyerTests {
  private static let stand = "buyer:" + String(repeating: "0a", count: 12)
  private static let header = "order_id,bundle,paid,paid_at,buyer\n"
  /// Not the real hash: what stands for a code and for a buyer can be told apart by sight.
  private static let codes = CardCodes(
    hash: { _ in [UInt8](repeating: UInt8(ascii: "c"), count: 64) },
    buyerHash: { [UInt8](repeating: 0x30 + UInt8($0.count % 10), count: 64) })

  private static func orders(_ rows: String, _ codes: CardCodes = codes) throws(SourceFailure) -> OrderFeed {
    let bytes = codes.replaced(in: Array(rows.utf8), of: "orders") ?? Array(rows.utf8)
    return try OrderFeed.read(bytes: bytes, file: "orders.csv", zone: shanghai, currencyOfBundle: [:])
  }

  @Test func hashesAreKeptRowByRow() throws {
    let feed = try Self.orders(
      Self.header + "O1,VIP,1,2026-03-01 10:00:00,\nO2,VIP,1,2026-03-01 10:00:00,openid-7\nO3,VIP,1,2026-03-01 10:00:00,\n")
    #expect((0..<3).map { feed.buyers[$0] } == ["", "buyer:" + String(repeating: "8", count: 24), ""])
    let twice = try readOrders(Self.header + "O1,VIP,1,2026-03-01 10:00:00,\(Self.stand)\n")
    #expect(twice.buyers[0] == Self.stand)
  }

  /// In clear it is never taken, whoever lets it through; without a key nothing is left.
  @Test func whatIsNoHashIsDropped() throws {
    let row = "O1,VIP,1,2026-03-01 10:00:00,openid-7\n"
    #expect(try readOrders(Self.header + row).buyers.count == 0)
    #expect(try Self.orders(Self.header + row, CardCodes(hash: nil)).buyers.count == 0)
    #expect(try readOrders("order_id,bundle,paid,paid_at\nO1,VIP,1,2026-03-01 10:00:00\n").buyers.count == 0)
    #expect(Self.codes.passes(Array("order_id,bundle,paid,paid_at\n".utf8), of: "orders"))
    #expect(!Self.codes.passes(Array(Self.header.utf8), of: "orders"))
  }

  /// A file without the columns of orders is kept as stars: any of its columns may be the buyer's.
  @Test func nobodyKnowsWhereTheBuyersAre() throws {
    var filter = Self.codes.filter(of: "orders")
    var output: [UInt8] = []
    filter.take(Array("O1,VIP,1,openid-7\nO2,VIP,1,openid-8\n".utf8).span, into: &output)
    filter.finish(into: &output)
    #expect(String(decoding: output, as: UTF8.self) == "**,***,*,********\n**,***,*,********\n")
  }

  @Test(arguments: [
    ("O1,VIP,1,2026-03-01 10:00:00,openid-7\n", "orders.csv:1: header: expected the columns order_id, bundle, paid, paid_at, found none"),
    ("O1,bundle-gold,openid-7,10.00,2026\n", "orders.csv:1: header: expected the columns order_id, bundle, paid, paid_at, found none"),
    ("O1;bundle-a;openid-7;10.00\n", "orders.csv:1: header: expected the columns order_id, bundle, paid, paid_at, found none"),
    ("O1,TEA,paid,openid-7,10.00\n", "orders.csv:1: header: expected the columns order_id, bundle, paid_at, found none"),
    ("report of paid orders for openid-7\n", "orders.csv:1: header: expected the columns order_id, bundle, paid, paid_at, found none"),
    ("O1,TEA,openid-7,10.00,openid-7\n", "orders.csv:1: header: expected every column once, found something else"),
    (
      "order_id,\"bundle,paid,openid-7\"x\n",
      "orders.csv:1: header: expected a comma or a line end after the closing quote, found something else"
    ),
  ])
  func aHeaderThatMayBeARowIsNotShown(text: String, message: String) {
    let failure = #expect(throws: SourceFailure.self) { try Self.orders(text) }
    let told = failure?.description ?? ""
    #expect(told.hasPrefix(message) && !told.contains("openid"), "\(told)")
  }

  @Test(arguments: [
    "O1,VIP,1,\"openid-7\"x,2026-03-01 10:00:00\n", "O1,VIP,1,2026-03-01 10:00:00,openid-7,openid-7\n",
    "O1,VIP,1,2026-03-01 10:00:00,\"openid-7\n",
  ])
  func aRowThatNobodyCanReadIsNotShown(row: String) throws {
    let feed = try Self.orders(Self.header + row)
    #expect(feed.orders.count == 0 && feed.rejects.listed.count == 1)
    #expect(feed.rejects.listed.allSatisfy { !$0.found.contains("openid") }, "\(feed.rejects.listed)")
  }

  /// What is to be put right is shown where it is a header's.
  @Test(arguments: [
    ("order_id;bundle;paid;paid_at\n", "found order_id;bundle;paid;paid_at;"),
    ("order_id,bundle,payment\n", "found order_id, bundle, payment;"), ("order_id,order_id\n", "found 'order_id' twice;"),
  ])
  func aHeaderIsShown(text: String, found: String) {
    let failure = #expect(throws: SourceFailure.self) { try Self.orders(text) }
    #expect(failure?.description.contains(found) == true, "\(failure?.description ?? "")")
  }

  /// An empty column of fixed width is no buyer, and names are what is seen of them.
  @Test func blanksAreNoBuyer() throws {
    let feed = try Self.orders(Self.header + "O1,VIP,1,2026-03-01 10:00:00,   \nO2,VIP,1,2026-03-01 10:00:00,\" \t\"\n")
    #expect(feed.orders.count == 2 && feed.buyers.count == 0)
    let names = CodeNames(["buyer", "卡密"])
    for name in ["Buyer", "b_u-yer ", "buyer\u{A0}", "buy\u{200B}er", "\u{FEFF}buyer", "卡 密", "\u{3000}卡密"] {
      #expect(names.contains(name))
    }
    for name in ["buyers", "卡号", "b.uyer"] { #expect(!names.contains(name)) }
  }

  // MARK: Pages

  private static func list(_ columns: [String: String], rows: String = "/data/items") -> StoreList {
    StoreList(
      feed: .orders, path: "/orders", rows: rows, columns: columns, pages: .cursor(parameter: "c", next: "/data/next"), total: "/data/total"
    )
  }

  /// The outermost key from which nothing else is read.
  @Test func theKeyThatHidesTheBuyer() {
    func keys(_ columns: [String: String]) -> [String] { BuyerKeys(Self.list(columns)).hidden }
    #expect(keys([:]) == ["buyer"])
    #expect(keys(["buyer": "/customer/openid"]) == ["customer", "buyer"])
    #expect(keys(["order_id": "/id", "buyer": "/user/id"]) == ["user", "buyer"])
    #expect(keys(["order_id": "/user/order", "buyer": "/user/openid"]) == ["openid", "buyer"])
    #expect(keys(["order_id": "/buyer/order"]) == [], "nothing of it was ever replaced, and the order must be read")
  }

  @Test func aBuyerThatCannotBeHiddenAloneIsRefused() {
    let failure = #expect(throws: SourceFailure.self) {
      try PagedList(Self.list(["order_id": "/id", "buyer": "/id"]), file: "x", zone: shanghai)
    }
    #expect(
      failure?.description
        == "orders: columns: expected a buyer below a key from which nothing else is read: all of it is replaced on the way in, found /id; "
        + "read the other columns from elsewhere, or take the buyer out of the configuration")
  }

  @Test func pagesAreReadWithTheirBuyers() throws {
    let list = Self.list(["order_id": "/id", "buyer": "/user/id"])
    let page = #"""
      {"data":{"items":[{"id":"O1","bundle":"VIP","paid":1,"paid_at":"2026-03-01 10:00:00","user":{"id":"openid-7","phone":13800000000}},
        {"id":"O2","bundle":"VIP","paid":1,"paid_at":"2026-03-01 10:00:00","user":{"id":true}}],"next":"","total":2}}
      """#
    var filter = Self.codes.ofPages(list).filter(of: "orders")
    var came: [UInt8] = []
    filter.take(Array(page.utf8).span, into: &came)
    filter.finish(into: &came)
    let text = String(decoding: came, as: UTF8.self)
    #expect(!text.contains("openid") && !text.contains("13800000000") && text.contains(#""id":"O1""#), "\(text)")
    let feed = try PagedList(list, file: "x", zone: shanghai).render(archived: came).orders(zone: shanghai, currencyOfBundle: [:])
    #expect(feed.orders.count == 2 && feed.rejects.count == 0)
    #expect(feed.buyers[0] == "buyer:" + String(repeating: "8", count: 24) && feed.buyers[1].isEmpty)
  }
}
