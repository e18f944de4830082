import Foundation
import RuleFiles
import SettlementCore
import Testing

@testable import SettlementRun

/// Risks of small days, derived by hand.
@Suite struct RiskTests {
  private static let limits = """
    risk:
      burst: {within: 10m, percent: "50", at-least: 3}
      refund-after-redemption: {within: 12h, percent: "40", at-least: 1}
      growth: {days: 1, percent: "50", at-least: 2}
      share-cap: {channels: [wx], percent: "30", requests: 1}

    """

  /// TEA gives alpha 5.00 of 10.00 and never expires, CAKE 3.00: exactly the cap; it expires on the last day that the platform keeps money.
  private func shop(_ risk: String = limits) throws -> Workplace {
    let workplace = try Workplace()
    try workplace.write(
      "rules: rules\nstore: {folder: \"store/{date}\"}\nledger: {sqlite: output/ledger.sqlite}\noutput: output\n" + risk,
      to: "qingfen.yaml")
    try workplace.write("partner: alpha\ntitle: alpha\nperiod: month\n", to: "rules/partners/alpha.yaml")
    for (bundle, fixed, end) in [("TEA", "5.00", ""), ("CAKE", "3.00", ", expires-after: 180d")] {
      try workplace.write(
        """
        bundle: \(bundle)
        title: \(bundle)
        currency: CNY
        versions:
          - effective: 2026-01-01
            base: paid
            shares:
              - {to: alpha, entitlement: \(bundle.lowercased()), fixed: "\(fixed)"\(end)}
              - {to: platform, remainder: true}

        """, to: "rules/agreements/\(bundle.lowercased()).yaml")
    }
    try day(
      workplace, "2026-03-01", orders: ["O1,TEA,wx", "O2,TEA,wx", "O3,CAKE,wx", "O4,TEA,app"],
      redemptions: ["R1,O1,tea,10:00:00", "R2,O2,tea,10:05:00", "R3,O3,cake,10:09:59", "R4,O1,tea,12:00:00", "R5,O4,tea,12:00:00"],
      refunds: ["F1,O1,1.00,10:30:00", "F2,O2,1.00,23:00:00"])
    try day(workplace, "2026-03-02", redemptions: ["R6,O1,tea,09:00:00", "R7,O2,tea,09:00:00"])
    return workplace
  }

  private func day(_ workplace: Workplace, _ day: String, orders: [String] = [], redemptions: [String] = [], refunds: [String] = [])
    throws
  {
    func at(_ row: String) -> String {
      let parts = row.split(separator: ",")
      return parts.dropLast().joined(separator: ",") + ",\(day) \(parts.last!)"
    }
    let files = [
      ("orders", "order_id,bundle,channel,paid,paid_at", orders.map { "\($0),10.00,\(day) 09:00:00" }),
      ("redemptions", "redemption_id,order_id,entitlement,redeemed_at", redemptions.map(at)),
      ("refunds", "refund_id,order_id,amount,refunded_at", refunds.map(at)),
    ]
    for (name, head, rows) in files {
      try workplace.write(([head] + rows).joined(separator: "\n") + "\n", to: "store/\(day)/\(name).csv")
    }
  }

  private func risks(_ workplace: Workplace, _ day: String) throws -> [String] {
    let text = try #require(workplace.text("output/\(day)/run.json"))
    let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    return try #require(json["risks"] as? [[String: Any]]).map { risk in
      ["kind", "about", "count", "total", "percent", "limit", "within", "from"].compactMap { risk[$0].map { "\($0)" } }.joined(
        separator: " ")
    }
  }

  @Test func eachAboveItsLimit() throws {
    let workplace = try shop()
    try workplace.run("2026-03-01", through: "2026-03-02")
    #expect(
      try risks(workplace, "2026-03-01") == [
        "over-redeemed alpha 1 0",  // R4: the second cup of O1
        "burst wx 3 4 50% 3 10m 10:00",  // R1, R2, R3 of four; app's one is no burst
        "refund-after-redemption wx 1 2 40% 1 12h",  // F1 half an hour after R1; F2 came 12 h 55 min after R2
        "share-cap wx 2 3 30% 50",  // O1 and O2; CAKE gives exactly 30 %, app has no cap
        "held-long wx 2 3 180",
        "split-requests wx 1 3 1",  // R1 and R4
      ])
    #expect(
      try risks(workplace, "2026-03-02") == [
        "over-redeemed alpha 3 0",  // R4, R6, R7
        "split-requests wx 2 2 1",  // three of O1, two of O2
        "growth alpha 3 1 50% 2 1d",  // two more than the day before, above half of one
      ])
    let page = try #require(workplace.text("output/2026-03-01/run.html"))
    #expect(page.contains("wx 自 10:00 起 10m 内核销 3 笔，全天 4 笔") && page.contains("不超过 50%（自 3 笔起）"))
  }

  /// Nothing is said below the limits, and a risk changes nothing else.
  @Test func belowTheLimits() throws {
    let (quiet, told) = (try shop("risk: {over-redeemed: 3}\n"), try shop())
    for workplace in [quiet, told] { try workplace.run("2026-03-01", through: "2026-03-02") }
    for day in ["2026-03-01", "2026-03-02"] {
      #expect(try risks(quiet, day) == [])
      #expect(quiet.text("output/\(day)/postings.csv") == told.text("output/\(day)/postings.csv"))
      #expect(try #require(quiet.text("output/\(day)/run.html")).contains("未超过配置的任何阈值。"))
    }
  }

  @Test func theBusiestWindow() {
    #expect(RiskFinder.busiest([0, 2, 1, 0, 3], window: 2) == (1, 3))
    #expect(RiskFinder.busiest([0, 2, 1, 0, 4], window: 2) == (3, 4))
    #expect(RiskFinder.busiest([1, 2], window: 5) == (0, 3))
  }

  @Test func aPartIsExceededExactly() {
    let third = Rate(1, over: 3)!
    #expect(!third.isExceeded(1, of: 3) && third.isExceeded(2, of: 3) && third.isExceeded(1, of: 2))
    #expect(Rate(0, over: 1)!.isExceeded(1, of: .max) && !Rate(1, over: 1)!.isExceeded(.max, of: .max))
  }
}
