import LedgerStore
import Reconciliation
import SettlementCore

/// What one partner's statement and our claims on it leave without counterpart: all else, of days that are covered, has been said by both.
struct LoneRows: Sendable {
  /// True: open, so the statement does not say it. False: it may still come.
  var claims: [PartnerBook.Claim: Bool] = [:]
  /// Lines that name an order, by its id.
  var lines: [String: Set<LineType>] = [:]
}

/// Looks at the third book where a partner's statement, or a channel's bill, and the store differ about an order (see `Triangle`).
///
/// Asked for open findings of lines, of the kinds missing-at-partner, missing-at-store, status and refund-not-reversed: redeemed lines ask
/// whether the order was sold, reversed lines whether it was refunded. A bill says no by having the order but not the refund, or not the order
/// although its grace is over; a partner's statement says no only by a line of ours that it lacks after its grace. Bills that contradict each
/// other, or partners, are no third book. All of it is the same in whatever order partners stand.
struct ThreeBooks {
  private let outcomes: [(delivery: StatementDelivery, outcome: Reconciling.Outcome)]
  private let evidence: [String: OrderEvidence]
  private let words: FindingWords

  /// True when there are statements of both kinds, so that a third book can exist.
  static func exist(_ deliveries: [StatementDelivery]) -> Bool {
    deliveries.contains { $0.isBookOfLines && $0.profile.matches == .orders }
      && deliveries.contains { $0.isBookOfLines && $0.profile.matches == .redemptions }
  }

  /// The outcomes with the legs and details of their findings refined. Throws `LedgerFailure` when orders cannot be looked up.
  static func refined(
    _ outcomes: [(delivery: StatementDelivery, outcome: Reconciling.Outcome)], _ settling: Settling, _ source: ClaimSource,
    _ ledger: any Ledger,
    _ words: FindingWords
  ) throws -> [(delivery: StatementDelivery, outcome: Reconciling.Outcome)] {
    var ids: Set<String> = []
    for (_, outcome) in outcomes { for finding in outcome.findings where fact(of: finding) != nil { ids.insert(finding.orderID) } }
    if ids.isEmpty { return outcomes }
    let books = ThreeBooks(outcomes: outcomes, evidence: try OrderEvidence.of(ids, settling, source, ledger), words: words)
    return outcomes.map { delivery, outcome in
      var outcome = outcome
      outcome.findings = outcome.findings.map { books.refined($0, delivery, outcome.lone) }
      return (delivery, outcome)
    }
  }

  /// What a finding asks about its order, or nil.
  private static func fact(of finding: Finding) -> Triangle.Fact? {
    let kinds: [DiscrepancyKind] = [.missingAtPartner, .missingAtStore, .status, .refundNotReversed]
    guard finding.book != .store, finding.state == .open, !finding.orderID.isEmpty, kinds.contains(finding.kind) else { return nil }
    switch LineKey(finding.key).type {
    case LineType.redeemed.name: return .sold
    case LineType.reversed.name: return .refunded
    default: return nil
    }
  }

  private func refined(_ finding: Finding, _ delivery: StatementDelivery, _ lone: LoneRows) -> Finding {
    guard let fact = Self.fact(of: finding) else { return finding }
    let order = evidence[finding.orderID]
    let third = outcomes.filter { $0.delivery.isBookOfLines && $0.delivery.profile.matches != delivery.profile.matches }
      .map { answer($0.delivery, $0.outcome.lone, fact, finding.orderID, order) }
    let verdict = Triangle.verdict(
      store: fact == .sold ? order != nil : order.map { !$0.refunds.isEmpty }, finder: answer(delivery, lone, fact, finding.orderID, order),
      third: Triangle.together(third))
    guard let verdict else { return finding }
    var finding = finding
    if verdict == .store { finding.leg = .store }
    finding.detail = words.thirdBook(verdict, finder: finding.book, finding.detail)
    return finding
  }

  // MARK: What a statement says

  private func answer(
    _ delivery: StatementDelivery, _ lone: LoneRows, _ fact: Triangle.Fact, _ id: String, _ order: OrderEvidence?
  ) -> Bool? {
    if lone.lines[id]?.contains(fact == .sold ? .redeemed : .reversed) == true { return true }
    guard let order else { return nil }
    let covered = delivery.coveredDays()
    func said(_ claim: PartnerBook.Claim?, _ time: RecordTime) -> Bool? {
      if let claim, let isOpen = lone.claims[claim] { return isOpen ? false : nil }
      return covered?.contains(delivery.day(of: time)) == false ? nil : true
    }
    if delivery.profile.matches == .redemptions {
      let own = order.redemptions.filter { $0.party == delivery.party }
      return Triangle.any(
        own.compactMap { redemption -> Bool?? in
          if fact == .sold { return said(redemption.redeemed, redemption.time) }
          return redemption.reversal.map { said(redemption.reversed, $0) }
        })
    }
    guard delivery.covers(channel: order.channel) else { return nil }
    let sold = said(order.claim, order.time)
    if fact == .sold { return sold }
    return order.refunds.isEmpty ? (sold == true ? false : nil) : Triangle.any(order.refunds.map { said($0.claim, $0.time) })
  }
}
