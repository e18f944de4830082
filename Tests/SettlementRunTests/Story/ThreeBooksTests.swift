import Foundation
import Testing

@testable import SettlementRun

/// Who is wrong where three books are known: what a person reads, and that it does not depend on the partners' names.
@Suite struct ThreeBooksTests {
  private static func scenario(_ name: String) -> Scenario { Scenario.all.first { $0.name == name }! }

  /// Partner, kind, key → leg and detail, of the newest day.
  private func findings(_ workplace: Workplace, _ day: String) throws -> [String: String] {
    let rows = CSVText.rows(try #require(workplace.text("output/\(day)/discrepancies.csv"))).dropFirst().filter { $0[11] == "open" }
    return Dictionary(uniqueKeysWithValues: rows.map { ("\($0[0]) \($0[1]) \($0[2])", "\($0[12]): \($0[13])") })
  }

  @Test func theDetailNamesTheThirdBook() throws {
    let found = try findings(try Self.scenario("triangle-sold").played(), "2026-03-03")
    #expect(
      found["alpha missing-at-partner redeemed:R2"]
        == "store: not on the partner's statement; the channel's bill agrees with the partner: the store differs")
    #expect(
      found["alpha missing-at-partner redeemed:R4"]
        == "partner: not on the partner's statement; the channel's bill agrees with the store: the partner differs")
    #expect(
      found["douyin missing-at-partner redeemed:O2"]
        == "store: not on the partner's statement; the partner's statement agrees with the channel: the store differs")
    #expect(
      found["douyin missing-at-partner redeemed:O3"]
        == "channel: not on the partner's statement; the partner's statement agrees with the store: the channel differs")
    #expect(found["alpha missing-at-store redeemed:R8"] == "partner: on the partner's statement only")
  }

  @Test func inChinese() throws {
    let scenario = Self.scenario("triangle-refunded")
    let workplace = try Workplace(copying: scenario.folder)
    try workplace.write(try #require(workplace.text("qingfen.yaml")).replacing("lang: en", with: "lang: zh"), to: "qingfen.yaml")
    for step in scenario.steps { _ = try scenario.run(step, in: workplace) }
    let found = try findings(workplace, "2026-03-04")
    #expect(found["alpha status reversed:R1"] == "store: 一方已冲销，另一方未冲销；渠道账单与合作方一致，差异在我方")
    #expect(found["alpha refund-not-reversed reversed:R2"] == "partner: 订单已退款，对方未冲销；渠道账单与我方一致，差异在合作方")
    #expect(found["douyin refund-not-reversed reversed:F3"] == "store: 订单已退款，对方未冲销；合作方对账单与渠道一致，差异在我方")
    #expect(found["douyin refund-not-reversed reversed:F4"] == "channel: 订单已退款，对方未冲销；合作方对账单与我方一致，差异在渠道")
  }

  /// The same shop under names that sort the other way round.
  @Test(arguments: ["triangle-sold", "triangle-refunded"]) func theOrderOfPartnersDoesNotMatter(name: String) throws {
    let scenario = Self.scenario(name)
    let renamed = try Workplace()
    for path in try Workplace.files(scenario.folder) where !path.hasPrefix("expected") {
      let text = try String(contentsOf: scenario.folder.appendingPathComponent(path), encoding: .utf8)
      try renamed.write(Self.renamed(text), to: Self.renamed(path))
    }
    for step in scenario.steps { _ = try scenario.run(step, in: renamed) }
    let day = Scenario.day(scenario.steps.last!)
    let straight = try findings(try scenario.played(), day)
    let expected = Dictionary(uniqueKeysWithValues: straight.map { (Self.renamed($0.key), $0.value) })
    #expect(try findings(renamed, day) == expected)
  }

  private static func renamed(_ text: String) -> String {
    text.replacing("alpha", with: "zeta").replacing("douyin", with: "beta")
  }
}
