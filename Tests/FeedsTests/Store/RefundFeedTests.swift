import Feeds
import SettlementCore
import Testing

@Suite struct RefundFeedTests {
  static let header = "refund_id,order_id,amount,entitlement,units,status,refunded_at"

  @Test func amountsWaitForTheirCurrency() throws {
    let feed = try readRefunds(
      """
      \(Self.header)
      F1,O1,20.00,,,,2026-03-01 10:00:00
      F2,O1,0,coupon,2,succeeded,2026-03-01 10:00:00
      F3,O2,0.00,,1,failed,2026-03-01 10:00:00
      F4,O2,1.2340,,,,2026-03-01 10:00:00
      F5,O3,9000000000000000,,,,2026-03-01 10:00:00
      F6,,,,,pending,

      """)
    #expect(feed.rejects.listed == [] && feed.rows == 6 && feed.passedOver == 1)
    try #require(feed.refunds.count == 5)
    #expect((0..<5).map { feed.amountText[$0] } == ["20.00", "0", "0.00", "1.2340", "9000000000000000"])
    #expect(feed.isZero == [false, true, true, false, false])
    #expect(feed.refunds.entitlement == [-1, 0, -1, -1, -1] && feed.entitlements == ["coupon"])
    #expect(feed.refunds.units == [0, 2, 1, 0, 0] && feed.line == [2, 3, 4, 5, 6])
    #expect(feed.status == [.succeeded, .succeeded, .failed, .succeeded, .succeeded])
    #expect(feed.parseAmount(0, exponent: 2) == .success(2000))
    #expect(feed.parseAmount(0, exponent: 0) == .success(20))
    #expect(feed.parseAmount(3, exponent: 3) == .success(1234))
    func reject(_ line: Int, _ expected: String, _ found: String) -> Reject {
      Reject(source: "refunds", file: "refunds.csv", line: line, field: "amount", expected: expected, found: found)
    }
    #expect(feed.parseAmount(3, exponent: 2) == .failure(reject(5, "at most 2 decimals", "1.2340")))
    #expect(feed.parseAmount(4, exponent: 2) == .success(900_000_000_000_000_000))
    #expect(feed.parseAmount(4, exponent: 4) == .failure(reject(6, "an amount that fits 64 bits of minor units", "9000000000000000")))
  }

  @Test(arguments: [
    (",O1,1,,,,T", "refund_id", "a text", "an empty field"),
    ("F1,,1,,,,T", "order_id", "a text", "an empty field"),
    ("F1,O1,,,,,T", "amount", "a plain decimal number such as 1.9900", "an empty field"),
    ("F1,O1,-1,,,,T", "amount", "an amount of 0 or more", "-1"),
    ("F1,O1,-99999999999999999999,,,,T", "amount", "an amount of 0 or more", "-99999999999999999999"),
    ("F1,O1,1.00001,,,,T", "amount", "at most 4 decimals", "1.00001"),
    ("F1,O1,1.,,,,T", "amount", "a plain decimal number such as 1.9900", "1."),
    ("F1,O1,0,,,,T", "amount", "an amount above 0, or an entitlement or units to cancel", "0"),
    ("F1,O1,1,,0,,T", "units", "a whole number of 1 or more", "0"),
    ("F1,O1,1,,x,,T", "units", "a whole number of 1 or more", "x"),
    ("F1,O1,1,,,done,T", "status", "succeeded, failed or pending", "done"),
    ("F1,O1,1,,,,2026-03-01", "refunded_at", OrderFeedTests.timeWanted, "2026-03-01"),
  ])
  func rejects(row: String, field: String, expected: String, found: String) throws {
    let row = row.hasSuffix("T") ? row.dropLast() + "2026-03-01 10:00:00" : row
    let feed = try readRefunds("\(Self.header)\n\(row)\n")
    #expect(
      feed.rejects.listed == [
        Reject(source: "refunds", file: "refunds.csv", line: 2, field: field, expected: expected, found: found)
      ])
    #expect(feed.refunds.count == 0 && feed.amountText.count == 0)
  }
}
