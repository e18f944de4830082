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
    var books = try inParallel(deliveries.count) { place in
      let book = try PartnerBook(deliveries[place], claims: claims[deliveries[place].party], source)
      return (book: book, match: Matcher(book.claims, book.lines))
    }
    for place in books.indices {
      let partner = deliveries[place].settings.partner
      if deliveries[place].isWhole {
        books[place].book.numberReferences { _, _ in 0 }
      } else {
        try books[place].book.numberReferences { try ledger.lineCount(partner: partner, type: $0.name, reference: $1) }
      }
      try books[place].book.addDecidedLines(books[place].match)
    }
    var settled: [SettledKeys] = []
    for place in books.indices { settled.append(try Self.settle(books[place], settling, ledger)) }
    let (judged, keys, today) = (books, settled, settling.intake.today)
    let waiting = WaitingClaims(settling, findings)
    let outcomes = try inParallel(deliveries.count) { place in
      let (book, match) = judged[place]
      let reconciler = Reconciler(profile: book.delivery.profile, today: today, coveredDays: book.delivery.coveredDays())
      let (verdicts, counts) = try reconciler.judge(book.claims, book.lines, match, settled: keys[place])
      return LineFindings(book, match, source, waiting, words).outcome(verdicts, counts, keys[place], run: settling.intake.current)
    }
    self.outcomes = try zip(deliveries, outcomes).map { ($0, try Self.withoutAdjusted($1, ledger)) }
  }

  /// A file read whole, and a redemption that waits, show differences again that were tolerated before: they were posted once, and that is all.
  private static func withoutAdjusted(_ outcome: Outcome, _ ledger: any Ledger) throws -> Outcome {
    var outcome = outcome
    let known = Set(try outcome.adjusts.filter { try ledger.isAdjusted(partner: $0.partner, key: $0.key) }.map(\.key))
    outcome.adjusts.removeAll { known.contains($0.key) }
    outcome.findings.removeAll { $0.state == .resolved && known.contains($0.key) }
    return outcome
  }

  /// What earlier runs matched. Where a whole file is read anew all its claims take part once more, so nothing is settled.
  private static func settle(
    _ pair: (book: PartnerBook, match: Matcher), _ settling: Settling, _ ledger: any Ledger
  ) throws -> SettledKeys {
    pair.book.delivery.isWhole ? SettledKeys() : try SettledLookup.keys(pair.book, pair.match.leftoverLines, settling, ledger)
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
