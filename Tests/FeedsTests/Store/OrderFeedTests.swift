import Feeds
import SettlementCore
import Testing

@Suite struct OrderFeedTests {
  static let header = "order_id,bundle,channel,quantity,currency,paid,list,fee,paid_at"
  static let timeWanted = "a time such as 2026-03-01 10:00:00 or 2026-03-01T10:00:00+08:00"

  @Test func defaultsOfAbsentAndEmptyColumns() throws {
    let whole = try readOrders("order_id,bundle,paid,paid_at\nO1,VIP,199.00,2026-03-01 10:00:00\n")
    let empty = try readOrders("\(Self.header)\nO1,VIP,,,,199.00,,,2026-03-01 10:00:00\n")
    for feed in [whole, empty] {
      #expect(feed.rejects.count == 0 && feed.rows == 1 && feed.line == [2])
      #expect(feed.orders.ids[0] == "O1" && feed.bundles == ["VIP"] && feed.orders.bundle == [0])
      #expect(feed.orders.channel == [-1] && feed.channels == [])
      #expect(feed.orders.quantity == [1] && feed.orders.currency == [Currency(code: "CNY")!])
      #expect(feed.orders.paid == [19900] && feed.orders.list == [19900] && feed.orders.fee == [0])
      #expect(feed.orders.paidAt == [TimestampTests.ten] && feed.orders.day == [CalendarDay("2026-03-01")!.number])
      #expect(feed.orders.run == [] && feed.orders.terms == [])
    }
  }

  @Test func currencyIsTheRowsThenTheBundlesThenUnknown() throws {
    let feed = try readOrders(
      """
      \(Self.header)
      O1,VIP,app,2,JPY,1500,2000,12,2026-03-01 23:59:59
      O2,OTHER,app,1,,1.2345,,,2026-03-02 00:00:00
      O3,VIP,web,1,,2,,,2026-03-01T16:00:00Z

      """)
    #expect(feed.rejects.listed == [])
    #expect(feed.orders.currency.map(\.code) == ["JPY", "", "CNY"])
    #expect(feed.orders.paid == [1500, 12345, 200] && feed.orders.list == [2000, 12345, 200] && feed.orders.fee == [12, 0, 0])
    #expect(feed.bundles == ["VIP", "OTHER"] && feed.orders.bundle == [0, 1, 0])
    #expect(feed.channels == ["app", "web"] && feed.orders.channel == [0, 0, 1])
    let days = feed.orders.day.map { CalendarDay(number: $0).description }
    #expect(days == ["2026-03-01", "2026-03-02", "2026-03-02"])
  }

  @Test(arguments: [
    (",VIP,,,,1,,,T", "order_id", "a text", "an empty field"),
    ("O1,,,,,1,,,T", "bundle", "a text", "an empty field"),
    ("O1,VIP,,0,,1,,,T", "quantity", "a whole number of 1 or more", "0"),
    ("O1,VIP,,-1,,1,,,T", "quantity", "a whole number of 1 or more", "-1"),
    ("O1,VIP,,1.0,,1,,,T", "quantity", "a whole number of 1 or more", "1.0"),
    ("O1,VIP,,+1,,1,,,T", "quantity", "a whole number of 1 or more", "+1"),
    ("O1,VIP,,9223372036854775808,,1,,,T", "quantity", "a whole number of 1 or more", "9223372036854775808"),
    ("O1,VIP,,,cny,1,,,T", "currency", "a currency of ISO 4217 such as CNY", "cny"),
    ("O1,VIP,,,XAU,1,,,T", "currency", "a currency of ISO 4217 such as CNY", "XAU"),
    ("O1,VIP,,,YUAN,1,,,T", "currency", "a currency of ISO 4217 such as CNY", "YUAN"),
    ("O1,VIP,,,,,,,T", "paid", "a plain decimal number such as 199.00", "an empty field"),
    ("O1,VIP,,,,-0.01,,,T", "paid", "an amount of 0 or more", "-0.01"),
    ("O1,VIP,,,,1.005,,,T", "paid", "at most 2 decimals", "1.005"),
    ("O1,VIP,,,JPY,1.5,,,T", "paid", "a whole number", "1.5"),
    ("O1,VIP,,,,1e3,,,T", "paid", "a plain decimal number such as 199.00", "1e3"),
    ("O1,VIP,,,,\"1,000.00\",,,T", "paid", "a plain decimal number such as 199.00", "1,000.00"),
    ("O1,VIP,,,,NaN,,,T", "paid", "a plain decimal number such as 199.00", "NaN"),
    ("O1,VIP,,,, 1,,,T", "paid", "a plain decimal number such as 199.00", " 1"),
    ("O1,VIP,,,,92233720368547758.08,,,T", "paid", "an amount that fits 64 bits of minor units", "92233720368547758.08"),
    ("O1,VIP,,,,1,-1,,T", "list", "an amount of 0 or more", "-1"),
    ("O1,VIP,,,,1,x,,T", "list", "a plain decimal number such as 199.00", "x"),
    ("O1,VIP,,,,1,,-1,T", "fee", "an amount of 0 or more", "-1"),
    ("O1,VIP,,,,1,,1.01,T", "fee", "a fee of at most the amount paid", "1.01"),
    ("O1,VIP,,,,1,,,", "paid_at", timeWanted, "an empty field"),
    ("O1,VIP,,,,1,,,2026-02-30 10:00:00", "paid_at", timeWanted, "2026-02-30 10:00:00"),
    ("O1,VIP,,,,1,,,2026-03-01T10:00:00", "paid_at", "an offset such as +08:00 behind a time written with T", "2026-03-01T10:00:00"),
    ("O1,VIP,,,,1,,,1986-05-04 02:30:00", "paid_at", "a time that exists in Asia/Shanghai", "1986-05-04 02:30:00"),
    ("O1,VIP,,,,1,,,1899-12-31 00:00:00", "paid_at", "a year from 1970 to 2100", "1899-12-31 00:00:00"),
    ("O1,VIP,,,,1,,", "row", "9 fields", "8 fields"),
    ("O1,VIP,,,,a\u{1B}[31m,,,T", "paid", "a plain decimal number such as 199.00", "a\\u{1B}[31m"),
    ("O1,V\"P,,,,1,,,T", "bundle", "a quote only around a whole field", "V\"P"),
  ])
  func rejects(row: String, field: String, expected: String, found: String) throws {
    let row = row.hasSuffix("T") ? row.dropLast() + "2026-03-01 10:00:00" : row
    let feed = try readOrders("\(Self.header)\n\(row)\n")
    #expect(
      feed.rejects.listed == [
        Reject(source: "orders", file: "orders.csv", line: 2, field: field, expected: expected, found: found)
      ])
    #expect(feed.rejects.count == 1 && feed.rows == 1 && feed.orders.count == 0)
  }

  @Test func aFileWithSeveralBadRowsKeepsTheGoodOnes() throws {
    let feed = try readOrders(
      """
      \u{FEFF}paid_at,paid,note,order_id,bundle\r
      2026-03-01 10:00:00,1.00,"two
      lines",O1,VIP\r
      2026-03-01 10:00:00,x,,O2,VIP\r
      \r
      2026-03-01 10:00:00,2.00,O3,VIP\r
      2026-03-01 10:00:00,3.00,,O4,VIP\r
      yesterday,3.00,,O5,VIP\r
      2026-03-01 10:00:0
      """)
    #expect(feed.rows == 6 && feed.rejects.count == 4)
    #expect((0..<feed.orders.count).map { feed.orders.ids[$0] } == ["O1", "O4"])
    #expect(feed.line == [2, 7])
    #expect(
      feed.rejects.listed.map(\.description) == [
        "orders.csv:4: paid: expected a plain decimal number such as 199.00, found x",
        "orders.csv:6: row: expected 5 fields, found 4 fields",
        "orders.csv:8: paid_at: expected \(Self.timeWanted), found yesterday",
        "orders.csv:9: row: expected 5 fields and a line end, found a cut last line with 1 field",
      ])
  }

  @Test func aLongFieldIsQuotedShort() throws {
    let feed = try readOrders("order_id,bundle,paid,paid_at\nO1,VIP,\(String(repeating: "九", count: 500)),2026-03-01 10:00:00\n")
    #expect(feed.rejects.listed.map(\.found) == [String(repeating: "九", count: 60) + "…"])
  }

  @Test func rowsBeyondOneBatchAndManyNames() throws {
    var text = "order_id,bundle,paid,paid_at\n"
    for row in 0..<9000 { text += "O\(row),B\(row % 300),\(row).0\(row % 7 == 0 ? "x" : "1"),2026-03-01 10:00:00\n" }
    let feed = try readOrders(text, [:])
    #expect(feed.rows == 9000 && feed.rejects.count == 1286 && feed.orders.count == 7714)
    #expect(feed.bundles.count == 300)
    for row in 0..<feed.orders.count {
      let number = Int(feed.line[row]) - 2
      #expect(feed.orders.ids[row] == "O\(number)" && feed.orders.paid[row] == Int64(number) * 10_000 + 100)
      #expect(feed.bundles[Int(feed.orders.bundle[row])] == "B\(number % 300)")
    }
  }
}
