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
      let book = PartnerBook(deliveries[place], claims: claims.claims[deliveries[place].party] ?? [], source)
      return (book: book, match: Matcher(book.claims, book.lines))
    }
    var settled: [SettledKeys] = []
    for place in books.indices { settled.append(try Self.settle(&books[place], settling, source, ledger)) }
    let (judged, keys, today) = (books, settled, settling.intake.today)
    let waiting = WaitingClaims(settling, findings)
    let outcomes = try inParallel(deliveries.count) { place in
      let (book, match) = judged[place]
      let reconciler = Reconciler(profile: book.delivery.profile, today: today, coveredDays: book.delivery.coveredDays())
      let (verdicts, counts) = try reconciler.judge(book.claims, book.lines, match, settled: keys[place])
      return LineFindings(book, match, source, waiting, words).outcome(verdicts, counts, run: settling.intake.current)
    }
    self.outcomes = zip(deliveries, outcomes).map { ($0, $1) }
  }

  /// What earlier runs matched. A file that is read whole shows its settled lines again: their claims take part once more.
  private static func settle(
    _ pair: inout (book: PartnerBook, match: Matcher), _ settling: Settling, _ source: ClaimSource, _ ledger: any Ledger
  ) throws -> SettledKeys {
    let settled = try SettledLookup.keys(pair.book, pair.match.leftoverLines, settling, ledger)
    guard !pair.book.delivery.profile.isDaily, !settled.same.isEmpty else { return settled }
    return SettledKeys(shownAgain: settled)
  }
}

extension SettledKeys {
  /// Lines of a file that is read whole and was matched before: no repeats.
  init(shownAgain settled: SettledKeys) {
    self.init()
    counterpart = settled.counterpart
    shown = settled.same
  }
}

/// Redemptions that wait, by id: what a partner's line may claim.
struct WaitingClaims: Sendable {
  private var ids = TextColumn()
  private var index = TextIndex()
  private var rows: [Int32] = []
  private var kinds: [DiscrepancyKind] = []

  init(_ settling: Settling, _ findings: StoreFindings) {
    for (row, kind) in findings.waitingKinds.sorted(by: { $0.key < $1.key }) {
      ids.append(Int(row), of: settling.intake.facts.redemptions.ids)
      _ = index.insert(rows.count, of: ids)
      rows.append(row)
      kinds.append(kind)
    }
  }

  var isEmpty: Bool { rows.isEmpty }

  /// The waiting redemption that a reference names, or nil.
  func find(_ references: TextColumn, _ row: Int) -> (redemption: Int32, kind: DiscrepancyKind)? {
    index.row(in: ids, equalTo: row, of: references).map { (rows[$0], kinds[$0]) }
  }
}
