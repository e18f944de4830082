import SettlementCore
import Testing

@testable import Feeds

@Suite struct StorePagesTests {
  static let cny = ["VIP": Currency(code: "CNY")!]
  static let lists = StoreFeed.allCases.map { StoreList(feed: $0, path: "/v1/\($0)?all=1") }

  /// Archived pages of one feed.
  func input(_ feed: StoreFeed, _ rows: String) -> SourceInput {
    SourceInput(name: feed.rawValue, path: "https://api.shop.example/v1/\(feed)") { () throws(SourceFailure) in
      let bytes = Array("[\(rows)]\n".utf8)
      return SourceBytes(bytes: bytes, count: bytes.count, sha256: "digest of \(bytes.count)")
    }
  }

  @Test func aDayOfFourLists() throws {
    let orders = """
      {"order_id":"O1","bundle":"VIP","paid":1,"paid_at":"2026-03-01 10:00:00"},\
      {"order_id":"O2","bundle":"VIP","paid":"x","paid_at":"2026-03-01 10:00:00"}
      """
    let day = StoreInputs(
      orders: input(.orders, orders),
      redemptions: input(
        .redemptions,
        #"{"redemption_id":"R1","order_id":"O1","entitlement":"v","code":"in clear","redeemed_at":"2026-03-01 10:00:00"}"#),
      refunds: input(.refunds, ""),
      payouts: input(.payouts, #"{"payout_id":"P1","party":"eleme","amount":1,"paid_at":"2026-03-01 10:00:00"}"#), lists: Self.lists
    ).read(zone: shanghai, currencyOfBundle: Self.cny)
    #expect(day.failures == [])
    #expect(day.orders?.orders.count == 1 && day.redemptions?.redemptions.count == 1 && day.refunds?.refunds.count == 0)
    #expect(day.redemptions?.codes.count == 0)
    #expect(day.payouts?.count == 1)
    let bytes = orders.utf8.count + 3
    #expect(
      day.sources.first
        == SourceRecord(
          name: "orders", path: "https://api.shop.example/v1/orders", bytes: bytes, sha256: "digest of \(bytes)", rows: 2, rejected: 1))
    #expect(day.sources.map(\.name) == ["orders", "redemptions", "refunds", "payouts"])
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
    let failing = SourceInput(name: "orders", path: failure.file) { () throws(SourceFailure) in throw failure }
    let day = StoreInputs(
      orders: failing, redemptions: input(.redemptions, ""), refunds: input(.refunds, ""), payouts: nil, lists: Self.lists
    ).read(zone: shanghai, currencyOfBundle: [:])
    #expect(day.orders == nil && day.redemptions?.redemptions.count == 0 && day.refunds != nil && day.payouts == nil)
    #expect(day.failures == [failure] && day.sources.map(\.name) == ["redemptions", "refunds"])
  }

  /// The keyed hash of a code is taken from pages as from files.
  @Test func hashesOfCodesAreTaken() throws {
    let hash = "hmac:" + String(repeating: "0a", count: 32)
    let rows = #"{"redemption_id":"R1","order_id":"O1","entitlement":"v","redeemed_at":"2026-03-01 10:00:00","code":"\#(hash)"}"#
    let day = StoreInputs(
      orders: input(.orders, ""), redemptions: input(.redemptions, rows), refunds: input(.refunds, ""), payouts: nil, lists: Self.lists
    ).read(zone: shanghai, currencyOfBundle: [:])
    #expect(day.redemptions?.codes[0] == hash)
  }
}
