import Testing

@testable import SettlementRun

@Suite struct ExplanationTests {
  @Test func theWorkedExample() throws {
    let folder = try CaseFolder("worked-example")
    try folder.settle()
    let text = try OrderExplanation.text(ofOrder: "O1", try folder.configuration(), language: .en)
    #expect(text == (try OrderExplanation.text(ofOrder: "O1", try folder.configuration(), language: .en)))
    let lines = text.split(separator: "\n").map { $0.drop { $0 == " " } }
    let expected = [
      "why this one: the newest version effective on or before 2026-03-01, "
        + "the business day on which the order was paid; it keeps it for ever",
      "1. order: order O1 · run 2026-03-01-001 · group 1 · 2026-03-01 10:00:00",
      "video-year → tencent-video: fixed 88.00 per unit × 1 unit = 88.00, held over 1 unit",
      "takeout-coupon → eleme: 12% of base 199.00 = 23.88, held over 12 units",
      "douyin (@channel, who sold it): 5% of the rest 87.12 = 4.356 → 4.36 (half-up), earned at once",
      "remainder → platform: B − Σ shares = 199.00 − 88.00 − 23.88 − 4.36 = 82.76, held while a unit is pending",
      "takeout-coupon → eleme: one unit is redeemed and earns round(held 23.88 / 12 pending) = 1.99",
      "b = round(H·r'/(P − R)) = 199.00 × 20.00 / 199.00 = 20.00",
      "video-year → tencent-video gives cancelled: nothing (keeps held 88.00, earned 0.00)",
      "takeout-coupon → eleme gives held: round(held 21.89 × 20.00 / 199.00) = 2.20",
      "douyin gives all: round(earned 4.36 × 20.00 / 199.00) = 0.43819095… → 0.44 (half-up)",
      "the platform's remainder gives what is missing: 20.00 − 2.64 = 17.36; it is now 82.76 + 0.00 set free − 17.36 = 65.40",
      "takeout-coupon → eleme: 11 of 11 pending units cancelled, set free all it holds = 19.69, to the remainder",
      "video-year → tencent-video gives cancelled: it keeps what it has earned, 88.00",
      "equal: it holds",
    ]
    var from = lines.startIndex
    for line in expected {
      let found = lines[from...].firstIndex { $0 == line }
      #expect(found != nil, "the page lacks, or has in another order: \(line)")
      from = found ?? from
    }
  }

  @Test func pricesOfALadder() throws {
    let folder = try CaseFolder("ladder-reversal-across-tiers")
    try folder.settle()
    let text = try OrderExplanation.text(ofOrder: "O1", try folder.configuration(), language: .en)
    #expect(text.contains("ladder tea@2026-03 of alpha, before it n = 1, a = 12.50: position 2 stands in tier 1, price = 7.00 × 1 = 7.00"))
    #expect(text.contains("is taken back; n − 1"))
  }

  @Test func aParkedOrderSaysWhy() throws {
    let folder = try CaseFolder("parked-no-agreement")
    try folder.settle(days: 1)
    let text = try OrderExplanation.text(ofOrder: "O1", try folder.configuration(), language: .en)
    #expect(
      text.contains("   the order is parked: no version of an agreement of COFFEE is effective on 2026-03-01; add one and run again\n"))
    #expect(text.contains("   redemption R1 of tea, 2026-03-01: waits with its order\n"))
    #expect(text.contains("no-agreement  order:O1"))
  }

  @Test func unknownOrder() throws {
    let folder = try CaseFolder("worked-example")
    try folder.settle()
    #expect(throws: NothingSelected.self) { try OrderExplanation.text(ofOrder: "O1 ", try folder.configuration(), language: .en) }
  }
}
