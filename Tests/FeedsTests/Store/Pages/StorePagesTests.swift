import SettlementCore
import Testing

@testable import Feeds

@Suite struct StorePagesTests {
  static let cny = ["VIP": Currency(code: "CNY")!]

  func pulled(_ feed: StoreFeed, _ row: String) throws -> PulledPages {
    try pull(StoreList(feed: feed, path: "/v1/\(feed)?all=1"), FakeInterface { _, _ in Page("[\(row)]") })
  }

  @Test func aDayOfFourLists() throws {
    let digested = Box()
    let day = StoreDay(
      pages: [
        .orders: .success(
          try pulled(
            .orders,
            #"{"order_id":"O1","bundle":"VIP","paid":1,"paid_at":"2026-03-01 10:00:00"},{"order_id":"O2","bundle":"VIP","paid":"x","paid_at":"2026-03-01 10:00:00"}"#
          )),
        .redemptions: .success(
          try pulled(.redemptions, #"{"redemption_id":"R1","order_id":"O1","entitlement":"v","redeemed_at":"2026-03-01 10:00:00"}"#)),
        .refunds: .success(try pulled(.refunds, "")),
        .payouts: .success(try pulled(.payouts, #"{"payout_id":"P1","party":"eleme","amount":1,"paid_at":"2026-03-01 10:00:00"}"#)),
      ], zone: shanghai, currencyOfBundle: Self.cny
    ) { bytes in
      digested.texts.append(String(decoding: bytes, as: UTF8.self))
      return "digest \(digested.texts.count)"
    }
    #expect(day.failures == [])
    #expect(day.orders?.orders.count == 1 && day.redemptions?.redemptions.count == 1 && day.refunds?.refunds.count == 0)
    #expect(day.payouts?.count == 1)
    #expect(
      day.sources.first
        == SourceRecord(
          name: "orders", path: "https://api.shop.example/v1/orders", bytes: digested.texts[0].utf8.count, sha256: "digest 1", rows: 2,
          rejected: 1))
    #expect(day.sources.map(\.name) == ["orders", "redemptions", "refunds", "payouts"] && digested.texts[2] == "[]\n")
    #expect(
      day.rejects.map(\.description) == ["orders page 1:2: paid: expected a plain decimal number such as 199.00, found x"])
    let later = Reject(
      source: "payouts", file: "https://api.shop.example/v1/payouts", line: Int(try #require(day.payouts).line[0]), field: "party",
      expected: "e", found: "f")
    #expect(day.placed(later).description == "payouts page 1:1: party: expected e, found f")
  }

  @Test func aListThatFailedIsNoFeed() throws {
    let failure = SourceFailure(
      kind: .unreachable, source: "orders", file: "https://api.shop.example/v1/orders", field: "fetch", expected: "an answer",
      found: "none",
      advice: "run again later")
    let day = StoreDay(
      pages: [.orders: .failure(failure), .refunds: .success(try pulled(.refunds, ""))], zone: shanghai, currencyOfBundle: [:]
    ) { _ in "d" }
    #expect(day.orders == nil && day.redemptions == nil && day.refunds != nil && day.payouts == nil)
    #expect(day.failures == [failure] && day.sources.map(\.name) == ["refunds"])
  }
}

/// What a closure gathers.
private final class Box {
  var texts: [String] = []
}
