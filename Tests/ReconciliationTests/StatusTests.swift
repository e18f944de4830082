import SettlementCore
import Testing

@testable import Reconciliation

/// Every path of a lone reversed line (SPEC §7, step 4). Day 100, grace 2.
@Suite struct StatusTests {
  /// How the redeemed line behind a reversed one stands.
  enum Redeemed: Sendable {
    case matched, lone, matchedEarlier
  }

  @Test(
    arguments: [
      // Ours, on a partner's statement.
      (.redemptions, true, .matched, false, 103, "status"), (.redemptions, true, .matched, true, 103, "refundNotReversed"),
      (.redemptions, true, .matchedEarlier, false, 103, "status"), (.redemptions, true, .matchedEarlier, true, 103, "refundNotReversed"),
      (.redemptions, true, .lone, false, 103, "missingAtPartner"), (.redemptions, true, .lone, true, 103, "missingAtPartner"),
      (.redemptions, true, .matched, true, 102, "missingAtPartner inTransit"),
      // Theirs.
      (.redemptions, false, .matched, false, 103, "status"), (.redemptions, false, .matchedEarlier, false, 103, "status"),
      (.redemptions, false, .lone, false, 103, "missingAtStore"), (.redemptions, false, .matched, false, 102, "missingAtStore inTransit"),
      // Our refund of an order on a bill, and a bill's refund that is not ours.
      (.orders, true, .matched, false, 103, "refundNotReversed"), (.orders, true, .matchedEarlier, false, 103, "refundNotReversed"),
      (.orders, true, .lone, false, 103, "missingAtPartner"), (.orders, true, .matched, false, 102, "missingAtPartner inTransit"),
      (.orders, false, .matched, false, 103, "status"), (.orders, false, .matchedEarlier, false, 103, "status"),
      (.orders, false, .lone, false, 103, "missingAtStore"),
    ] as [(StatementProfile.Matches, Bool, Redeemed, Bool, Int32, String)])
  func aLoneReversedLine(
    matches: StatementProfile.Matches, isOurs: Bool, redeemed: Redeemed, hasRefund: Bool, today: Int32, expected: String
  ) throws {
    var statement = Statement()
    statement.today = today
    statement.profile = StatementProfile(url: "file:x", matches: matches)
    if redeemed == .matched || isOurs && redeemed == .lone { statement.claim("R1", 500) }
    if redeemed == .matched || !isOurs && redeemed == .lone { statement.line("R1", 500) }
    if isOurs {
      statement.claim("F1", -500, .reversed, hasRefund: hasRefund, of: "R1")
    } else {
      statement.line("F1", -500, .reversed, of: "R1")
      if redeemed == .matchedEarlier { statement.settled.counterpart = [0] }
    }
    let verdict = try #require(try statement.judged().verdicts.last)
    #expect("\(verdict.bucket)" + (verdict.state == .inTransit ? " inTransit" : "") == expected)
  }
}
