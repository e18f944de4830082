import Feeds
import SettlementCore
import Testing

@Suite struct StatementFeedTests {
  static let header = "reference,order_id,item,type,amount,currency,time"

  @Test func signsTypesAndCurrencies() throws {
    let text = """
      \(Self.header)
      R1,O1,video,,1.99,,2026-03-01 10:00:00
      R1,O1,video,reversed,-1.99,JOD,2026-03-02 10:00:00
      ,,,adjustment,-5,USD,2026-03-01 10:00:00
      R2,,,redeemed,0,,2026-03-01 10:00:00
      R3,,,reversed,0,,2026-03-01 10:00:00

      """
    let feed = try readStatement(text, needs: [])
    #expect(feed.rejects.listed == [] && feed.rows == 5)
    try #require(feed.count == 5)
    #expect(feed.type == [.redeemed, .reversed, .adjustment, .redeemed, .reversed])
    #expect(feed.amount == [199, -1990, -500, 0, 0])
    #expect(feed.currency.map(\.code) == ["CNY", "JOD", "USD", "CNY", "CNY"])
    #expect((0..<5).map { feed.references[$0] } == ["R1", "R1", "", "R2", "R3"])
    #expect(feed.orderIDs[0] == "O1" && feed.items[1] == "video" && feed.items[4] == "")
    #expect(feed.time[0] == TimestampTests.ten && feed.day[1] == feed.day[0] + 1 && feed.line == [2, 3, 4, 5, 6])
    let unknown = try readStatement(text, nil, needs: [])
    #expect(unknown.amount[0] == 19_900 && unknown.currency[0] == .unknown)
  }

  @Test(arguments: [
    (",O1,v,,1,,T", "reference", "a text", "an empty field"),
    ("R1,,v,,1,,T", "order_id", "a text", "an empty field"),
    ("R1,O1,,,1,,T", "item", "a text", "an empty field"),
    ("R1,O1,v,refund,1,,T", "type", "redeemed, reversed or adjustment", "refund"),
    ("R1,O1,v,,1,¥,T", "currency", "a currency of ISO 4217 such as CNY", "¥"),
    ("R1,O1,v,,¥1,,T", "amount", "a plain decimal number such as 199.00", "¥1"),
    ("R1,O1,v,,-1,,T", "amount", "an amount of 0 or more in a redeemed line", "-1"),
    ("R1,O1,v,reversed,1,,T", "amount", "an amount of 0 or less in a reversed line", "1"),
    ("R1,O1,v,,1,,2026-03-01", "time", OrderFeedTests.timeWanted, "2026-03-01"),
  ])
  func rejects(row: String, field: String, expected: String, found: String) throws {
    let row = row.hasSuffix("T") ? row.dropLast() + "2026-03-01 10:00:00" : row
    let feed = try readStatement("\(Self.header)\n\(row)\n", needs: [.reference, .orderID, .item])
    #expect(
      feed.rejects.listed == [
        Reject(source: "statement eleme", file: "eleme.csv", line: 2, field: field, expected: expected, found: found)
      ])
    #expect(feed.count == 0)
  }

  @Test func columnsOfTheKeyMustExist() {
    let failure = #expect(throws: SourceFailure.self) { try readStatement("reference,amount\nR1,1\n", needs: [.orderID, .item]) }
    #expect(
      failure?.description
        == "eleme.csv:1: header: expected the columns order_id, item, time, found reference, amount; "
        + SourceFailureTests.columns)
  }
}
