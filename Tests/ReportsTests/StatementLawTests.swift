import SettlementCore
import Testing

@testable import Reports

@Suite struct StatementLawTests {
  private func failure(_ change: (inout PartnerStatement) -> Void) -> String {
    var draft = SampleDraft.make()
    change(&draft)
    return message { _ = try StatementTotals.of(draft) }
  }

  @Test func contradictionsNameBothNumbers() {
    let tail = "; the ledger's postings and balances disagree: run `qingfen verify`, publish nothing"
    let account = SampleDraft.make().accounts[0]
    let (right, wrong) = (Money(account.closing, account.currency).decimal, Money(account.closing + 1, account.currency).decimal)
    #expect(
      failure { $0.accounts[0].closing += 1 }
        == "statement eleme-2026-03-draft, CNY: roll-forward against the ledger's closing: expected \(wrong), found \(right)" + tail)
    let (said, summed) = (Money(account.earned + 5, account.currency).decimal, Money(account.earned, account.currency).decimal)
    #expect(
      failure { $0.accounts[0].earned += 5 }
        == "statement eleme-2026-03-draft, CNY: sum of the detail lines against 'earned' of the roll-forward: expected \(said), found \(summed)"
        + tail)
    #expect(failure { $0.accounts.append($0.accounts[0]) }.contains("expected one per currency, found several"))
    #expect(failure { $0.accounts[0].currency = Currency(code: "JPY")! }.contains("expected a roll-forward of its currency, found none"))
    #expect(failure { $0.accounts[0].paid = .min + 1 }.contains("'paid'"))
  }

  /// Closing 100.00; open: ours 3.00 theirs 5.00, ours −1.00 theirs 0; in transit and resolved ones do not count.
  @Test(
    arguments: [
      (.ours, 10_000), (.theirs, 10_300), (.lower, 10_000), (.hold, 9_700),
    ] as [(PartnerSettings.Settle, Int64)])
  func settleDecidesWhatIsPayable(settle: PartnerSettings.Settle, expected: Int64) throws {
    let payable = try payable(settle, minimum: 0)
    #expect(payable.amount == expected)
    #expect(payable.openCount == 2 && payable.ours == 200 && payable.theirs == 500)
    #expect(payable.due == expected && payable.carriedForward == 10_000 - expected)
  }

  @Test func belowTheMinimumIsCarriedForward() throws {
    #expect(try payable(.ours, minimum: 1_000_000).due == 10_000)
    let below = try payable(.ours, minimum: 1_000_001)
    #expect(below.due == 0 && below.carriedForward == 10_000)
    let negative = try payable(.ours, minimum: 0, closing: -1)
    #expect(negative.due == 0 && negative.carriedForward == -1)
  }

  private func payable(_ settle: PartnerSettings.Settle, minimum: Int64, closing: Int64 = 10_000) throws -> Payable {
    var draft = SampleDraft.make()
    draft.partner = PartnerSettings(partner: "a", title: "A", period: .month, minimumPayout: minimum, settle: settle)
    draft.discrepancies = [
      SampleDraft.finding(.amount, "1", order: "", ours: 300, theirs: 500),
      SampleDraft.finding(.missingAtPartner, "2", order: "", ours: -100, theirs: nil),
      SampleDraft.finding(.amount, "3", order: "", ours: 300, theirs: 900, state: .inTransit),
      SampleDraft.finding(.amount, "4", order: "", ours: 300, theirs: 900, state: .resolved),
      SampleDraft.finding(.controlTotal, "5", order: "", ours: 300, theirs: 900),
      SampleDraft.finding(.amount, "6", order: "", ours: 300, theirs: 900, leg: .channel),
      SampleDraft.finding(.amount, "7", order: "", ours: 300, theirs: 900, currency: Currency(code: "USD")!),
    ]
    return try Payable(draft, RollForward(currency: SampleDraft.cny, opening: 0, closing: closing))
  }
}
