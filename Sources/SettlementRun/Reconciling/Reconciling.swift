import Feeds
import LedgerStore
import Reconciliation
import SettlementCore

/// The pass by partner: every statement against what the store says.
struct Reconciling {
  /// What one partner's reconciliation leaves.
  struct Outcome: Sendable {
    var findings: [Finding] = []
    var adjusts: [AdjustRecord] = []
    var counts = BucketCounts()
    var linesKept: [KeptLine] = []
    var linesClosed: [Int64] = []
    /// Numbers of kept lines that statements issued anew have taken back.
    var linesReplaced: [Int64] = []
    var reissued: [ReissuedLine] = []
    /// Our lines that are open again because theirs were taken back: what was tolerated of them counts again.
    var reopened: [AdjustRecord] = []
    /// Where sums are compared: the groups that this run has moved.
    var groups = LineGroups()
    /// Where a third book can be asked: what this one leaves without counterpart.
    var lone = LoneRows()
    /// Claims that stay open.
    var openClaims: [PartnerBook.Claim] = []
    var rejects: [Reject] = []
    /// Claims by partners for redemptions that wait: what they ask.
    var claimed: [(redemption: Int32, theirs: Int64, currency: Currency)] = []
  }
  private(set) var outcomes: [(delivery: StatementDelivery, outcome: Outcome)] = []

  init(_ deliveries: [StatementDelivery], _ settling: Settling, _ findings: StoreFindings, _ ledger: any Ledger, _ words: FindingWords)
    throws
  {
    let claims = NewClaims(deliveries, settling, findings)
    let source = ClaimSource(settling, findings, countsRepeats: deliveries.contains { !$0.profile.on.contains(.reference) })
    let waiting = WaitingClaims(settling, findings)
    let hasThirdBook = ThreeBooks.exist(deliveries)
    let outcomes = try inParallel(deliveries.count) { place in
      let delivery = deliveries[place]
      let book = try Self.book(delivery, claims, source, ledger)
      return try Self.outcome(book, source, waiting, settling, ledger, words, hasThirdBook)
    }
    let all = Array(zip(deliveries, outcomes)).map { (delivery: $0, outcome: $1) }
    self.outcomes = hasThirdBook ? try ThreeBooks.refined(all, settling, source, ledger, words) : all
  }

  private static func book(
    _ delivery: StatementDelivery, _ claims: NewClaims, _ source: ClaimSource, _ ledger: any Ledger
  ) throws -> PartnerBook {
    let partner = delivery.settings.partner
    let replaced = try delivery.reissues.flatMap {
      try $0.replaced(partner: partner, on: delivery.profile.on, kept: delivery.keptLines, ledger)
    }
    var book = try PartnerBook(
      delivery, claims: claims[delivery.party], answered: claims.answered(delivery.party), replaced: replaced, source)
    try book.numberReferences { type, reference in
      if delivery.isWhole { return 0 }
      let gone = replaced.count { $0.number != nil && $0.type == type && $0.reference == reference }
      return try ledger.lineCount(partner: partner, type: type.name, reference: reference) - Int32(gone)
    }
    return book
  }

  /// One partner from both sides to its findings; what that takes is used again by the next.
  private static func outcome(
    _ book: PartnerBook, _ source: ClaimSource, _ waiting: WaitingClaims, _ settling: Settling, _ ledger: any Ledger, _ words: FindingWords,
    _ hasThirdBook: Bool
  ) throws -> Outcome {
    if !book.delivery.profile.group.isEmpty { return try GroupFindings.outcome(book, settling, ledger, words) }
    var book = book
    let match = Matcher(book.claims, book.lines)
    try book.addDecidedLines(match)
    let settled = try settle(book, match, settling, ledger)
    let delivery = book.delivery
    let reconciler = Reconciler(profile: delivery.profile, today: settling.intake.today, coveredDays: delivery.coveredDays())
    let (verdicts, counts) = try reconciler.judge(book.claims, book.lines, match, settled: settled)
    let findings = LineFindings(book, match, source, waiting, words)
    var outcome = findings.outcome(verdicts, counts, settled, run: settling.intake.current)
    if hasThirdBook { outcome.lone = findings.lone(verdicts) }
    try postOnce(&outcome, ledger)
    outcome.findings += delivery.breaches.enumerated().map { place, _ in delivery.finding(ofBreach: place, words) }
    if !delivery.reissues.isEmpty { outcome.reissued = ReissueReport(book, findings, verdicts, outcome.adjusts).lines }
    return outcome
  }

  /// A difference that was tolerated is posted once, and that is all: files read whole and redemptions that wait show it again. Where a
  /// statement issued anew has taken the line back, what was posted for it is set off against what is tolerated now.
  private static func postOnce(_ outcome: inout Outcome, _ ledger: any Ledger) throws {
    let reopened = Set(outcome.reopened.map(\.key))
    let tolerated = Set(outcome.adjusts.map(\.key))
    outcome.adjusts += outcome.reopened.filter { !tolerated.contains($0.key) }
    var settled: Set<String> = []
    var rest: [AdjustRecord] = []
    for var adjust in outcome.adjusts {
      let posted = try ledger.toleratedAmount(partner: adjust.partner, key: adjust.key)
      if reopened.contains(adjust.key) { adjust.amount = try adjust.amount.adding(-posted) }
      if reopened.contains(adjust.key) ? adjust.amount != 0 : posted == 0 { rest.append(adjust) } else { settled.insert(adjust.key) }
    }
    outcome.adjusts = rest
    outcome.findings.removeAll { $0.state == .resolved && settled.contains($0.key) }
  }

  /// What earlier runs matched. Where a whole file is read anew all its claims take part once more, so nothing is settled.
  private static func settle(
    _ book: PartnerBook, _ match: Matcher, _ settling: Settling, _ ledger: any Ledger
  ) throws -> SettledKeys {
    if book.delivery.isWhole { return SettledKeys() }
    var settled = try SettledLookup.keys(book, match.leftoverLines, settling, ledger)
    if book.delivery.repeatsUndated { swap(&settled.same, &settled.answered) }
    return settled
  }
}

/// Redemptions that wait, by what a partner's line may call them.
struct WaitingClaims: Sendable {
  private var references = TextColumn()
  private var orderIDs = TextColumn()
  private var items = TextColumn()
  private var rows: [Int32] = []
  private var kinds: [DiscrepancyKind] = []

  /// By the run that saw them, instant and id.
  init(_ settling: Settling, _ findings: StoreFindings) {
    let (redemptions, orders) = (settling.intake.facts.redemptions, settling.intake.facts.orders)
    let order = findings.waitingKinds.sorted { settling.intake.isSeenBefore($0.key, $1.key) }
    for (row, kind) in order {
      let of = redemptions.order[Int(row)]
      references.append(Int(row), of: redemptions.ids)
      if of >= 0 { orderIDs.append(Int(of), of: orders.ids) } else { orderIDs.append(Int(row), of: redemptions.orderIDs) }
      items.append(settling.intake.rules.entitlements[redemptions.entitlement[Int(row)]])
      rows.append(row)
      kinds.append(kind)
    }
  }

  var isEmpty: Bool { rows.isEmpty }

  /// A redemption of ours that waits.
  func find(redemption: Int32) -> (redemption: Int32, kind: DiscrepancyKind)? {
    rows.firstIndex(of: redemption).map { (redemption, kinds[$0]) }
  }

  /// The first waiting redemption of a line's key.
  func find(_ keys: TextColumn, _ line: Int, _ profile: StatementProfile) -> (redemption: Int32, kind: DiscrepancyKind)? {
    var own = TextColumn()
    for row in rows.indices {
      MatchKey.begin(.redeemed, in: &own)
      for column in profile.on {
        switch column {
        case .reference: MatchKey.extend(&own, row, of: references)
        case .orderID: MatchKey.extend(&own, row, of: orderIDs)
        case .item: MatchKey.extend(&own, row, of: items)
        }
      }
      own.endRow()
      if own.equals(row, keys, line) { return (rows[row], kinds[row]) }
    }
    return nil
  }
}
