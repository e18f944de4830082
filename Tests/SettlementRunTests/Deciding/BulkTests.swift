import Foundation
import SettlementCore
import Testing

@testable import SettlementRun

/// Lists of decisions: all or nothing, and every mistake by file and line.
@Suite struct BulkTests {
  private static let header = "partner,kind,key,decision,reason,by"

  @Test func everyMistakeIsToldAndNothingIsRecorded() throws {
    let folder = try CaseFolder("decide-over-redeemed")
    try folder.settle(days: 1)
    try folder.write(
      Self.header + ",ours,theirs\n" + """
        alpha,amount,redeemed:R2,accept-theirs,served,Li Lei,0.00,5.00
        alpha,amount,redeemed:R9,waive,why,Li Lei,,
        alpha,amounts,redeemed:R2,waive,why,Li Lei,,
        alpha,over-redeemed,redemption:R2,forgive,why,Li Lei,0.00,5.00
        alpha,over-redeemed,redemption:R2,waive, ,,0.00,5.00
        alpha,over-redeemed,redemption:R2,accept-theirs,why,Li Lei,0.00,5.00
        alpha,amount,redeemed:R2,waive,why,Li Lei,0.00,4.00
        too,short
        ,,,,,,,

        """, to: "mistakes.csv")
    #expect(
      try folder.problems(of: "mistakes.csv") == [
        "mistakes.csv:3: expected a discrepancy that the ledger knows, found (alpha, amount, redeemed:R9): see qingfen discrepancies list",
        "mistakes.csv:4: kind: expected a kind of discrepancy such as amount, found 'amounts'",
        "mistakes.csv:5: decision: expected accept-ours, accept-theirs or waive, found 'forgive'",
        "mistakes.csv:6: reason: expected why, found nothing", "mistakes.csv:6: by: expected who decides, found nothing",
        "mistakes.csv:6: (alpha, over-redeemed, redemption:R2): expected one decision on it, found another in mistakes.csv:5",
        "mistakes.csv:7: (alpha, over-redeemed, redemption:R2): nothing can be posted: what the partner claims stands in a row of its own, "
          + "with leg partner; decide on that one",
        "mistakes.csv:7: (alpha, over-redeemed, redemption:R2): expected one decision on it, found another in mistakes.csv:6",
        "mistakes.csv:8: (alpha, amount, redeemed:R2): expected the amounts that were decided on, ours 0.00, theirs 4.00; "
          + "found ours 0.00, theirs 5.00 CNY now: look at it again",
        "mistakes.csv:8: (alpha, amount, redeemed:R2): expected one decision on it, found another in mistakes.csv:2",
        "mistakes.csv:9: row: expected 8 fields, found 2 fields",
      ])
    #expect(try folder.pending().isEmpty)
  }

  @Test func filesThatAreNoLists() throws {
    let folder = try CaseFolder("decide-over-redeemed")
    try folder.settle(days: 1)
    try folder.write("partner,kind,key\n", to: "short.csv")
    try folder.write(Self.header + "\n", to: "empty.csv")
    let wanted = "expected the columns partner, kind, key, decision, reason, by; missing: decision, reason, by"
    #expect(try folder.problems(of: "short.csv") == ["short.csv:1: header: \(wanted)"])
    #expect(
      try folder.problems(of: "empty.csv") == [
        "\(folder.path)/empty.csv: expected a row with decision, reason and name filled in, found none"
      ])
    #expect(
      try folder.problems(of: "nothing.csv") == [
        "\(folder.path)/nothing.csv: expected a readable regular file, found: No such file or directory"
      ])
  }

  /// `discrepancies.csv` itself with three columns more is a list; rows without decision are passed over; the list again is nothing new.
  @Test func thePublishedListFilledIn() throws {
    let folder = try CaseFolder("decide-over-redeemed")
    try folder.settle(days: 1)
    var lines = try folder.read("output/2026-03-01/discrepancies.csv").split(separator: "\n").map(String.init)
    lines[0] += ",decision,reason,by"
    lines[1] += ",accept-theirs,served by mistake,Li Lei"
    lines[2] += ",,,"
    try folder.write(lines.joined(separator: "\n") + "\n", to: "filled.csv")
    let receipt = try Resolving.record(from: "\(folder.path)/filled.csv", try folder.configuration())
    #expect(receipt.recorded.map { "\($0.count) \($0.decision.rawValue)" } == ["1 accept-theirs"])
    let again = try Resolving.record(from: "\(folder.path)/filled.csv", try folder.configuration())
    #expect(again.recorded.isEmpty && again.repeated == 1)
    #expect(try folder.pending().map(\.identity.key) == ["redeemed:R2"])
  }

  /// What stands where there is nothing to post, or nothing to decide.
  @Test(arguments: [
    (
      "channel-bill-refund-missing", "douyin", "refund-not-reversed",
      "nothing can be posted: a channel's bill says what customers paid, not what the channel is owed; accept ours, or waive it"
    ),
    ("split-exceeds-base", "-", "split-exceeds-base", "nothing can be posted: it is about no partner; accept ours, or waive it"),
    (
      "record-changed-redemption", "alpha", "record-changed",
      "nothing can be posted: the partner claims nothing here; accept ours, or waive it"
    ),
    ("recon-item-currency", "alpha", "item", "nothing can be posted: the amounts are equal; accept ours, or waive it"),
    (
      "recon-item-currency", "alpha", "currency", "nothing can be posted: the two sides are not in one currency; accept ours, or waive it"
    ),
  ])
  func theirsCannotBeAccepted(scenario: String, partner: String, kind: String, reason: String) throws {
    let folder = try CaseFolder(scenario)
    try folder.settle()
    let open = try LedgerOpening.reading(try folder.configuration()).openDiscrepancies().filter { $0.state == .open }
    let row = try #require(open.first { $0.identity.partner == partner && $0.identity.kind == kind }, "\(open.map(\.identity))")
    let error = #expect(throws: DecisionProblems.self) { try folder.decide(partner, kind, row.identity.key, .acceptTheirs) }
    #expect(error?.problems == ["(\(partner), \(kind), \(row.identity.key)): \(reason)"])
    try folder.decide(partner, kind, row.identity.key, .waive)
    #expect(try folder.pending().count == 1)
  }

  @Test func onlyOpenOnesCanBeDecided() throws {
    let folder = try CaseFolder("decide-missing-at-partner-theirs")
    try folder.settle(days: 1)
    let name = "(alpha, missing-at-partner, redeemed:R1)"
    var error = #expect(throws: DecisionProblems.self) { try folder.decide("alpha", "missing-at-partner", "redeemed:R1", .waive) }
    #expect(error?.problems == ["\(name): expected an open discrepancy, found one in transit: it may still resolve itself"])
    try folder.settle(days: 3)
    error = #expect(throws: DecisionProblems.self) { try folder.decide("alpha", "missing-at-partner", "redeemed:R1", .waive) }
    #expect(error?.problems == ["\(name): expected an open discrepancy, found one that run 2026-03-02-002 has resolved"])
  }
}
