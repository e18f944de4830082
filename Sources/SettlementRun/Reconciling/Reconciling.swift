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
    /// Where sums are compared: the groups that this run has moved.
    var groups = LineGroups()
    /// Claims that stay open.
    var openClaims: [PartnerBook.Claim] = []
    var rejects: [Reject] = []
    /// Claims by partners for redemptions that wait: what they ask.
    var claimed: [(redemption: Int32, theirs: Int64, currency: Currency)] = []
  }
  private(set) var outcomes: [(delivery: StatementDelivery, outcome: Outcome)] = []

  init(_ deliveries: [StatementDelivery], _ settling: Settling, _ findings: StoreFindings, _ ledger: any Ledger, _ words: FindingWords) throws {
    let claims = NewClaims(deliveries, settling, findings)
    let source = ClaimSource(settling, findings, countsRepeats: deliveries.contains { !$0.profile.on.contains(.reference) })
    let waiting = WaitingClaims(settling, findings)
    let outcomes = try inParallel(deliveries.count) { place in
      let delivery = deliveries[place]
      let book = try Self.book(delivery, claims[delivery.party], source, ledger)
      return try Self.withoutAdjusted(try Self.outcome(book, source, waiting, settling, ledger, words), ledger)
    }
    self.outcomes = Array(zip(deliveries, outcomes))
  }

  private static func book(
    _ delivery: StatementDelivery, _ claims: [PartnerBook.Claim], _ source: ClaimSource, _ ledger: any Ledger
  ) throws -> PartnerBook {
    var book = try PartnerBook(delivery, claims: claims, source)
    let partner = delivery.settings.partner
    try book.numberReferences { delivery.isWhole ? 0 : try ledger.lineCount(partner: partner, type: $0.name, reference: $1) }
    return book
  }

  /// One partner from both sides to its findings; what that takes is used again by the next.
  private static func outcome(
    _ book: PartnerBook, _ source: ClaimSource, _ waiting: WaitingClaims, _ settling: Settling, _ ledger: any Ledger, _ words: FindingWords
  ) throws -> Outcome {
    if !book.delivery.profile.group.isEmpty { return try GroupFindings.outcome(book, settling, ledger, words) }
    var book = book
    let match = Matcher(book.claims, book.lines)
    try book.addDecidedLines(match)
    let settled = try settle(book, match, settling, ledger)
    let delivery = book.delivery
    let reconciler = Reconciler(profile: delivery.profile, today: settling.intake.today, coveredDays: delivery.coveredDays())
    let (verdicts, counts) = try reconciler.judge(book.claims, book.lines, match, settled: settled)
    return LineFindings(book, match, source, waiting, words).outcome(verdicts, counts, settled, run: settling.intake.current)
  }

  /// A file read whole, and a redemption that waits, show differences again that were tolerated before: they were posted once, and that is all.
  private static func withoutAdjusted(_ outcome: Outcome, _ ledger: any Ledger) throws -> Outcome {
    if outcome.adjusts.isEmpty || outcome.groups.count > 0 { return outcome }
    var outcome = outcome
    let known = Set(try outcome.adjusts.filter { try ledger.isAdjusted(partner: $0.partner, key: $0.key) }.map(\.key))
    outcome.adjusts.removeAll { known.contains($0.key) }
    outcome.findings.removeAll { $0.state == .resolved && known.contains($0.key) }
    return outcome
  }

  /// What earlier runs matched. Where a whole file is read anew all its claims take part once more, so nothing is settled.
  private static func settle(
    _ book: PartnerBook, _ match: Matcher, _ settling: Settling, _ ledger: any Ledger
  ) throws -> SettledKeys {
    book.delivery.isWhole ? SettledKeys() : try SettledLookup.keys(book, match.leftoverLines, settling, ledger)
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
