import Feeds
import SettlementCore
import Testing

@Suite struct PayoutFeedTests {
  @Test func currencyIsOptional() throws {
    let feed = try readPayouts(
      """
      payout_id,party,amount,currency,paid_at
      P1,eleme,10.5,CNY,2026-03-01 10:00:00
      P2,qq,3,,2026-03-01 10:00:00
      P3,eleme,0,JPY,2026-03-01 10:00:00

      """
    )
    #expect(feed.rejects.listed == [] && feed.rows == 3)
    try #require(feed.count == 3)
    #expect(feed.parties == ["eleme", "qq"] && feed.party == [0, 1, 0])
    #expect(feed.currency.map(\.code) == ["CNY", "", "JPY"] && feed.line == [2, 3, 4])
    #expect(feed.parseAmount(0, exponent: 2) == .success(1050) && feed.parseAmount(1, exponent: 2) == .success(300))
    #expect(feed.ids[2] == "P3" && feed.amountText[0] == "10.5")
    #expect(feed.paidAt[0] == TimestampTests.ten && feed.day[0] == CalendarDay("2026-03-01")!.number)
  }

  @Test(arguments: [
    (",eleme,1,,T", "payout_id", "a text", "an empty field"),
    ("P1,,1,,T", "party", "a text", "an empty field"),
    ("P1,eleme,1.001,CNY,T", "amount", "at most 2 decimals", "1.001"),
    ("P1,eleme,-1,,T", "amount", "an amount of 0 or more", "-1"),
    ("P1,eleme,1,RMB,T", "currency", "a currency of ISO 4217 such as CNY", "RMB"),
    ("P1,eleme,1,,now", "paid_at", OrderFeedTests.timeWanted, "now"),
  ])
  func rejects(row: String, field: String, expected: String, found: String) throws {
    let row = row.hasSuffix("T") ? row.dropLast() + "2026-03-01 10:00:00" : row
    let feed = try readPayouts("payout_id,party,amount,currency,paid_at\n\(row)\n")
    #expect(
      feed.rejects.listed == [
        Reject(source: "payouts", file: "payouts.csv", line: 2, field: field, expected: expected, found: found)
      ])
    #expect(feed.count == 0)
  }
}
