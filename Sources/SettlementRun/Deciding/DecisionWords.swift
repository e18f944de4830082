import LedgerStore
import Reports
import SettlementCore

/// What is said about decisions to people at the command line.
enum DecisionWords {
  /// `(eleme, amount, redeemed:R1)`.
  static func name(_ identity: LedgerStore.DiscrepancyIdentity) -> String {
    AlignedTable.printable("(\(identity.partner), \(identity.kind), \(identity.key))")
  }

  /// Decimals of an amount; without a currency it counts rows of a statement.
  static func exponent(_ currency: Currency) -> Int { currency == .unknown ? 0 : currency.exponent }

  /// `ours 5.00, theirs 4.50 CNY`, `none` for an empty side.
  static func amounts(_ ours: Int64?, _ theirs: Int64?, _ currency: Currency, _ say: Wording = Wording(.en)) -> String {
    func text(_ amount: Int64?) -> String { amount.map { MoneyText.print($0, exponent: exponent(currency)) } ?? say("无", "none") }
    let code = currency == .unknown || ours == nil && theirs == nil ? "" : " \(currency.code)"
    return say("我方 \(text(ours))，对方 \(text(theirs))\(code)", "ours \(text(ours)), theirs \(text(theirs))\(code)")
  }

  static func changed(_ decision: DecisionRecord, _ finding: Finding) -> String {
    "\(name(decision.identity)): \(decision.decision.rawValue) by \(AlignedTable.printable(decision.by)) was made on "
      + "\(amounts(decision.ours, decision.theirs, decision.currency)); expected the same, "
      + "found \(amounts(finding.ours, finding.theirs, finding.currency)): not applied, it stays open; decide again"
  }
}
