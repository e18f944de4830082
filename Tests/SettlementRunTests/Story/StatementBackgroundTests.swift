import Foundation
import Reports
import RuleFiles
import SettlementCore
import Testing

@testable import SettlementRun

/// What statements say beside their lines, gathered from the ledger after whole scenarios. Amounts are those of the scenarios' READMEs.
@Suite struct StatementBackgroundTests {
  private func statement(of partner: String, after scenario: String) throws -> PartnerStatement {
    let workplace = try Scenario(name: scenario).played()
    let drafts = try NewestDrafts.statements(try Configuration.read(path: "\(workplace.folder.path)/qingfen.yaml"))
    return try #require(drafts.first { $0.partner.partner == partner })
  }

  /// Six units, 5 · 7.00 + 6.50 = 41.50; the second tier ends at 10.
  @Test func aLadderStandsWhereTheRunLeftIt() throws {
    let ladders = try statement(of: "alpha", after: "ladder-units-graduated").ladders
    let ladder = try #require(ladders.first)
    #expect(ladders.count == 1 && ladder.agreement == "TEA" && ladder.entitlement == "tea" && ladder.period == "2026-03")
    #expect(ladder.position == 6 && ladder.tier == 1 && ladder.leftInTier == 4 && ladder.ladder.earned == 4_150 && ladder.trueUps == 0)
  }

  /// The channel had 1.50 of 30.00; a third of the order is refunded, and it gives 0.50.
  @Test func whatIsTakenBackStandsBesideTheSplit() throws {
    let statement = try statement(of: "douyin", after: "channel-bill")
    let refunds = (0..<statement.lines.count).filter { statement.lines.kind[$0] == .refund }
    #expect(refunds.map { statement.lines.amount[$0] } == [-50])
    let origin = RefundOrigin(day: CalendarDay("2026-03-01")!, base: 3_000, share: 150, group: nil)
    #expect(refunds.map { statement.origins[$0] } == [origin] && statement.origins.count == 1)
    #expect(statement.isChannel && statement.ladders.isEmpty)
  }

  /// A reversed redemption names the booking that it takes back.
  @Test func aReversalNamesWhatItTakesBack() throws {
    let statement = try statement(of: "alpha", after: "ladder-reversal-across-tiers")
    let lines = statement.lines
    let reversals = (0..<lines.count).filter { lines.kind[$0] == .unearn }
    #expect(!reversals.isEmpty)
    for reversal in reversals {
      let earned = try #require((0..<lines.count).first { lines.kind[$0] == .earn && lines.reference[$0] == lines.reference[reversal] })
      #expect(statement.origins[reversal]?.group == lines.group[earned])
    }
  }

  @Test func adjustsHaveTheirDecisions() throws {
    let statement = try statement(of: "alpha", after: "decide-missing-at-store-theirs")
    let adjusts = (0..<statement.lines.count).filter { statement.lines.kind[$0] == .adjust }
    #expect(adjusts.map { statement.lines.amount[$0] } == [500, -500])
    for adjust in adjusts {
      let (run, key) = (statement.runs[Int(statement.lines.run[adjust])], statement.lines.reference[adjust])
      let decision = try #require(statement.decisions.first { $0.run == run && $0.key == key })
      #expect(decision.decision == .acceptTheirs && !decision.reason.isEmpty && !decision.by.isEmpty)
    }
  }

  /// A partner sees its own files and the shop's, and its own terms, but nobody else's.
  @Test func nobodyReadsAnothersBusiness() throws {
    let statement = try statement(of: "eleme", after: "worked-example")
    #expect(!statement.inputs.isEmpty && statement.inputs.allSatisfy { !$0.sha256.isEmpty })
    #expect(Set(statement.inputs.map(\.source)).isSubset(of: ["orders", "redemptions", "refunds", "payouts", "eleme"]))
    #expect(statement.inputs.allSatisfy { $0.source == "eleme" || $0.rows == nil })
    let words = statement.rules.flatMap(\.clauses).map { "\($0.topic) \($0.text)" }.joined(separator: "\n")
    #expect(words.contains("takeout-coupon") && words.contains("12%") && words.contains("12 units per bundle"))
    #expect(!words.contains("88.00") && !words.contains("5%") && !words.contains("video-year"))
  }
}
