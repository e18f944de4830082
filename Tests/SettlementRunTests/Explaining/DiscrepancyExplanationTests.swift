import DurableFiles
import Foundation
import LedgerStore
import Reports
import SettlementCore
import Testing

@testable import SettlementRun

/// A discrepancy from both sides' input bytes to the cells in which it stands.
@Suite struct DiscrepancyExplanationTests {
  private static func page(_ folder: CaseFolder, _ kind: DiscrepancyKind, _ key: String, _ language: PartnerSettings.Language) throws
    -> String
  {
    try DiscrepancyExplanation.text(partner: "alpha", kind: kind, key: key, try folder.configuration(), language: language).text
  }

  private static func sha256(_ folder: CaseFolder, _ file: String) throws -> String { Digest.sha256(of: try folder.bytes(file)) }

  /// Ours 10.00 over 2 units, one redeemed: 5.00; theirs 4.50. Accepted, posted −0.50 in the second run of the day.
  @Test func anAmountThatWasDecided() throws {
    let folder = try CaseFolder("decide-amount-theirs")
    try folder.settle()
    let digest = try LedgerReading(try folder.configuration()).rules.terms[0].version.digest
    let detail = "the amounts differ; accepted theirs, the difference was posted as an adjust (Li Lei: price list)"
    #expect(
      try Self.page(folder, .amount, "redeemed:R1", .en) == """
        Discrepancy (alpha, amount, redeemed:R1)
           state           resolved
           first seen      2026-03-01
           age             1 days on 2026-03-02
           business date   2026-03-01
           leg             partner
           amounts         ours 5.00, theirs 4.50 CNY, difference -0.50

        Ours
           record          redemption R1
           input           store/2026-03-01/redemptions.csv:2 (read by run 2026-03-01-001)
           SHA-256         \(try Self.sha256(folder, "store/2026-03-01/redemptions.csv"))
           rule            TEA, effective 2026-01-01, digest \(digest)
           tea → alpha: fixed 5.00 per unit × 2 units = 10.00, held over 2 units
           tea → alpha: one unit is redeemed and earns round(held 10.00 / 2 pending) = 5.00

        Theirs
           line            R1 O1 tea redeemed 4.50 CNY · 2026-03-01 10:00:00
           input           statements/alpha/2026-03-01.csv:2 (read by run 2026-03-01-001)
           SHA-256         \(try Self.sha256(folder, "statements/alpha/2026-03-01.csv"))

        Why
           amount: both have it, with different amounts
           \(detail)

        History
           run             state     amounts                                       detail
           ──────────────  ────────  ────────────────────────────────────────────  \(String(repeating: "─", count: detail.count))
           2026-03-01-001  open      ours 5.00, theirs 4.50 CNY, difference -0.50  the amounts differ
           2026-03-01-002  resolved  ours 5.00, theirs 4.50 CNY, difference -0.50  \(detail)

        Decisions
           accept-theirs by Li Lei: price list
              made after run 2026-03-01-001 on ours 5.00, theirs 4.50 CNY
              applied by run 2026-03-01-002; nothing is left of it since run 2026-03-02-001

        Postings
           group 3, run 2026-03-01-002, adjust on 2026-03-01
              payable:alpha  +0.50 CNY
              revenue  -0.50 CNY

        Where it stands
           \(folder.path)/output/2026-03-01/discrepancies.xlsx  Amount differs!C2

        """)
    #expect(try WorkbookCells.read("\(folder.path)/output/2026-03-01/discrepancies.xlsx")["Amount differs!C2"] == "redeemed:R1")
  }

  /// 7.00 for the first, then 6.00: the second redemption is ours with its price, whatever was held.
  @Test func thePriceOfALadderIsOurs() throws {
    let folder = try CaseFolder("ladder-recon")
    try folder.settle()
    let text = try Self.page(folder, .amount, "redeemed:R2", .zh)
    #expect(text.contains("   阶梯 alpha 的 tea@2026-03，此前 n = 1, a = 12.50：位置 2 在第 2 档，价格 = 6.00 × 1 = 6.00\n"), "\(text)")
    #expect(text.contains("   金额            我方 6.00，对方 7.00 CNY，差额 +1.00\n"))
    #expect(text.contains("   金额不符：同一笔，双方金额不同\n"))
    let draft = "\(folder.path)/output/2026-03-01/statements/alpha/alpha-2026-03-draft.xlsx"
    #expect(text.hasSuffix("   \(draft)  Discrepancies!D2\n"))
    #expect(try WorkbookCells.read(draft)["Discrepancies!D2"] == "redeemed:R2")
  }

  @Test func aLineThatIsMissingNamesTheFilesThatLackIt() throws {
    let folder = try CaseFolder("recon-missing-at-partner")
    try folder.settle()
    let key = try #require(
      try LedgerReading(try folder.configuration()).ledger.discrepancies(asOf: 1).first { $0.identity.kind == "missing-at-partner" })
    let text = try Self.page(folder, .missingAtPartner, key.identity.key, .en)
    #expect(text.contains("Theirs\n   these files hold no such line:\n   statements/alpha/2026-03-01.csv  SHA-256 "), "\(text)")
  }
}
