import LedgerStore
import SettlementCore

/// Applies what people decided to what a run finds (SPEC §7).
///
/// A decision is applied by the first run after it, and only to the amounts it was made on. From then on the discrepancy is silent as long
/// as it is found just as the decision left it; with other amounts, or from a new cause, it is open again.
struct DecisionDesk {
  /// What this run resolves by decision: as found, and the decision.
  private(set) var resolved: [(finding: Finding, decision: DecisionRecord)] = []
  /// All adjusts of the run: those within tolerance, and what accepted decisions post.
  private(set) var adjusts: [AdjustRecord]
  private(set) var outcomes: [DecisionOutcome] = []
  /// Numbers of earlier decisions that hold no longer.
  private(set) var ended: [Int64] = []
  /// What the operator has to know: decisions that could not be applied.
  private(set) var notes: [String] = []

  private let settling: Settling
  private let deliveries: [StatementDelivery]

  init(_ reconciling: Reconciling, _ settling: Settling) {
    self.settling = settling
    adjusts = reconciling.outcomes.flatMap(\.outcome.adjusts)
    deliveries = reconciling.outcomes.map(\.delivery)
  }

  /// Takes out of `current` what is resolved by decision, now or earlier. `staying`: what stays open without being found again.
  mutating func work(_ current: inout [Identity: Finding], staying: [Identity: Finding], _ ledger: any Ledger) throws {
    for decision in try ledger.standingDecisions() { look(at: decision, &current) }
    var newest: [Identity: DecisionRecord] = [:]
    let pending = try ledger.pendingDecisions()
    for decision in pending { newest[decision.identity.identity] = decision }
    for decision in pending {
      let identity = decision.identity.identity
      if newest[identity]! != decision {
        outcomes.append(DecisionOutcome(number: decision.number, what: .replaced))
      } else {
        apply(decision, to: current[identity] ?? staying[identity]) { current[identity] = nil }
      }
    }
  }

  typealias Identity = SettlementCore.DiscrepancyIdentity

  // MARK: Decisions of earlier runs

  private mutating func look(at standing: DecisionHistory, _ current: inout [Identity: Finding]) {
    let identity = standing.record.identity.identity
    guard let finding = current[identity] else {
      if !identity.isLasting { ended.append(standing.record.number) }
      return
    }
    guard let outcome = standing.outcome, outcome.ours == finding.ours, outcome.theirs == finding.theirs,
      finding.currency.mayBe(standing.record.currency), outcome.cause == cause(finding)
    else { return ended.append(standing.record.number) }
    current[identity] = nil
    // The tolerance has been widened meanwhile: what a person has decided is not posted over.
    if finding.state == .resolved { adjusts.removeAll { $0.partner == identity.partner && $0.key == identity.key } }
  }

  // MARK: New decisions

  private mutating func apply(_ decision: DecisionRecord, to finding: Finding?, resolve: () -> Void) {
    guard let finding, finding.state != .resolved else {
      outcomes.append(DecisionOutcome(number: decision.number, what: .gone))
      return
    }
    guard decision.ours == finding.ours, decision.theirs == finding.theirs, finding.currency.mayBe(decision.currency) else {
      outcomes.append(DecisionOutcome(number: decision.number, what: .changed))
      notes.append(DecisionWords.changed(decision, finding))
      return
    }
    var outcome = DecisionOutcome(
      number: decision.number, what: .applied, ours: finding.ours, theirs: finding.theirs, cause: cause(finding))
    if decision.decision == .acceptTheirs, let amount = finding.difference {
      // One adjust per line and run: a second one waits for the next run, and for the amounts that this one leaves.
      if adjusts.contains(where: { $0.partner == finding.partner && $0.key == finding.key }) { return }
      adjusts.append(adjust(finding, amount))
      outcome.amount = amount
      outcome.side = finding.ours == nil ? .line : .claim
      outcome.ours = finding.ours.map { _ in finding.theirs ?? 0 }
    }
    outcomes.append(outcome)
    resolved.append((finding, decision))
    resolve()
  }

  private func adjust(_ finding: Finding, _ amount: Int64) -> AdjustRecord {
    let order = line(finding)?.orderID ?? ""
    return AdjustRecord(
      run: settling.intake.current, partner: finding.partner, key: finding.key, orderID: order.isEmpty ? finding.orderID : order,
      currency: finding.currency,
      amount: amount)
  }

  /// The line that a finding is about, where its key is the line's: our own reference may be another line's by chance.
  private func line(_ finding: Finding) -> KeptLine? {
    guard finding.theirs != nil, let delivery = deliveries.first(where: { $0.settings.partner == finding.partner }) else { return nil }
    guard finding.ours == nil || delivery.profile.on.contains(.reference) else { return nil }
    let key = LineKey(finding.key)
    return delivery.keptLines.first { key.names($0) }
  }

  private func cause(_ finding: Finding) -> String { finding.kind == .recordChanged ? settling.intake.cause(ofKey: finding.key) : "" }
}

extension SettlementCore.DiscrepancyIdentity {
  /// It stays until a person or an undo ends it, and is found only when it happens.
  var isLasting: Bool { kind == .recordChanged || kind == .item && key.hasPrefix("refund:") }
}

extension LedgerStore.DiscrepancyIdentity {
  var identity: SettlementCore.DiscrepancyIdentity {
    .init(partner: partner, kind: DiscrepancyKind(rawValue: kind)!, key: key)
  }
}

extension Currency {
  /// True when both are the same, or one is not known yet.
  fileprivate func mayBe(_ other: Currency) -> Bool { self == other || self == .unknown || other == .unknown }
}
