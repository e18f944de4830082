import Feeds
import LedgerStore
import Reconciliation
import SettlementCore

/// Turns verdicts on rows into findings, adjusts, and what is kept for later runs.
struct LineFindings {
  let book: PartnerBook
  let match: Matcher
  private let source: ClaimSource
  private let waiting: WaitingClaims
  private let words: FindingWords

  init(_ book: PartnerBook, _ match: Matcher, _ source: ClaimSource, _ waiting: WaitingClaims, _ words: FindingWords) {
    self.book = book
    self.match = match
    self.source = source
    self.waiting = waiting
    self.words = words
  }

  private var partner: String { book.delivery.settings.partner }

  func outcome(_ verdicts: [Verdict], _ counts: BucketCounts, _ settled: SettledKeys, run: Int32) -> Reconciling.Outcome {
    var outcome = Reconciling.Outcome()
    outcome.counts = counts
    outcome.rejects = book.delivery.rejected
    var keptLines: [Int32: Int32] = [:]  // row → occurrence
    var keptClaims: Set<Int32> = []
    for verdict in verdicts {
      if verdict.claim < 0, verdict.line >= 0, verdict.bucket != .awaited, book.lines.currency[Int(verdict.line)] == .unknown {
        outcome.rejects.append(withoutCurrency(verdict.line))
        continue
      }
      if verdict.bucket != .fee, let finding = finding(verdict) { outcome.findings.append(finding) }
      if let fees = verdict.fees { addFees(verdict, fees, run, &outcome) }
      if isProvisional(verdict.line) {
        if verdict.claim >= 0 { keptClaims.insert(verdict.claim) }
        continue
      }
      if verdict.bucket == .tolerated { outcome.adjusts.append(adjust(verdict, run)) }
      if ![.matched, .tolerated].contains(verdict.bucket) || verdict.fees?.state == .open {
        if verdict.line >= 0 { keptLines[verdict.line] = verdict.occurrence }
        if verdict.claim >= 0 { keptClaims.insert(verdict.claim) }
      }
    }
    keepWaitingPairs(&keptLines, &keptClaims)
    addWaitingClaims(&keptLines, settled, &outcome)
    finaliseNothing(&keptLines, &keptClaims)
    outcome.reopened = book.reopened.map { adjust(reopened: $0, key(ofClaim: $0), run) }
    if !book.claims.fee.isEmpty { outcome.reopened += book.reopened.map { adjust(reopened: $0, feeKey(ofClaim: $0), run) } }
    outcome.linesReplaced = book.replaced.compactMap(\.number)
    outcome.openClaims = keptClaims.sorted().map { book.claimOf[Int($0)] }
    closeAndKeep(keptLines, &outcome)
    return outcome
  }

  /// True for a line of an incomplete statement.
  private func isProvisional(_ line: Int32) -> Bool { Int(line) >= book.firstIncomplete }

  /// What an incomplete statement says is shown and no more: its lines are not kept, and it answers no claim.
  private func finaliseNothing(_ lines: inout [Int32: Int32], _ claims: inout Set<Int32>) {
    if book.firstIncomplete == Int.max { return }
    for row in book.firstIncomplete..<max(book.firstIncomplete, book.lines.count) {
      lines[Int32(row)] = nil
      if match.claimOfLine[row] >= 0 { claims.insert(match.claimOfLine[row]) }
    }
  }

  /// What was tolerated of a claim whose line was taken back: nothing, unless the line that answers it now says so.
  private func adjust(reopened claim: Int, _ key: String, _ run: Int32) -> AdjustRecord {
    let content = source.content(of: book.claimOf[claim])
    return AdjustRecord(
      run: run, partner: partner, key: key, orderID: source.facts.orders.ids[Int(content.order)], currency: content.currency, amount: 0)
  }

  /// The key of a finding about the fee of one of our orders.
  private func feeKey(ofClaim claim: Int) -> String {
    "fee:" + source.references(book.claimOf[claim].feed)[Int(book.claimOf[claim].row)]
  }

  /// The key of a finding about one of our lines.
  func key(ofClaim claim: Int) -> String {
    let record = book.claimOf[claim]
    return LineKey.text(book.claims.type[claim].name, source.references(record.feed)[Int(record.row)], 1)
  }

  /// A claim that waits may earn later: it and its line stay, even when both say 0 now.
  private func keepWaitingPairs(_ lines: inout [Int32: Int32], _ claims: inout Set<Int32>) {
    for claim in 0..<book.claims.count where book.claims.isWaiting[claim] {
      claims.insert(Int32(claim))
      if match.lineOfClaim[claim] >= 0 { lines[match.lineOfClaim[claim]] = 1 }
    }
  }

  /// Adds the finding (claimant, kind, `redemption:<id>`) for every claim of a redemption that waits (SPEC §7, step 4): the first line of a key
  /// claims the first redemption of that key, ours if there is one.
  private func addWaitingClaims(_ lines: inout [Int32: Int32], _ settled: SettledKeys, _ outcome: inout Reconciling.Outcome) {
    guard !waiting.isEmpty, book.delivery.profile.matches == .redemptions else { return }
    for row in 0..<book.lines.count
    where book.lines.type[row] == .redeemed && match.firstLine[row] < 0 && !settled.same.contains(Int32(row)) {
      let claim = match.claimOfLine[row]
      if claim >= 0 && !book.claims.isWaiting[Int(claim)] { continue }
      let asked =
        claim >= 0 ? waiting.find(redemption: book.claims.record[Int(claim)]) : waiting.find(book.lines.keys, row, book.delivery.profile)
      guard let (redemption, kind) = asked else { continue }
      if lines[Int32(row)] == nil { lines[Int32(row)] = match.lineOccurrence[row] }
      let facts = source.facts
      let order = facts.redemptions.order[Int(redemption)]
      let orderID = order >= 0 ? facts.orders.ids[Int(order)] : facts.redemptions.orderIDs[Int(redemption)]
      outcome.findings.append(
        Finding(
          partner: partner, kind: kind, key: "redemption:\(facts.redemptions.ids[Int(redemption)])", orderID: orderID, ours: 0,
          theirs: book.lines.amount[row], currency: book.lines.currency[row],
          businessDate: CalendarDay(number: facts.redemptions.day[Int(redemption)]),
          leg: .store, state: .open, detail: words.claimed(kind)))
    }
  }

  private func closeAndKeep(_ kept: [Int32: Int32], _ outcome: inout Reconciling.Outcome) {
    var stillKept: Set<Int64> = []
    for (row, occurrence) in kept.sorted(by: { $0.key < $1.key }) {
      let number = book.referenceNumbers.isEmpty ? occurrence : book.referenceNumbers[Int(row)]
      var line = book.line(Int(row), occurrence: number)
      if line.number > 0 && line.occurrence == number {
        stillKept.insert(line.number)
      } else {
        if line.number > 0 { outcome.linesReplaced.append(line.number) }  // a repeat that has moved up
        (line.number, line.occurrence) = (0, number)
        outcome.linesKept.append(line)
      }
    }
    stillKept.formUnion(book.heldBack)
    keepReferences(kept, &outcome)
    outcome.linesClosed = book.delivery.keptLines.map(\.number).filter { !stillKept.contains($0) }
  }

  /// Where lines are matched by other columns, answered lines are kept too: a later line of the same reference is then known as the second.
  private func keepReferences(_ kept: [Int32: Int32], _ outcome: inout Reconciling.Outcome) {
    if book.delivery.profile.on.contains(.reference) || book.delivery.isWhole { return }
    for row in 0..<min(book.lines.count, book.firstIncomplete) where kept[Int32(row)] == nil {
      var line = book.line(row, occurrence: book.referenceNumbers[row])
      if line.number > 0 { continue }
      line.isAnswered = true
      outcome.linesKept.append(line)
    }
  }

  private func finding(_ verdict: Verdict) -> Finding? {
    guard let kind = verdict.bucket.kind else { return nil }
    let line = verdict.line >= 0 ? book.line(Int(verdict.line), occurrence: verdict.occurrence) : nil
    let record = verdict.claim >= 0 ? book.claimOf[Int(verdict.claim)] : nil
    let claim = record.map { source.content(of: $0) }
    let reference = record.map { source.references($0.feed)[Int($0.row)] } ?? line!.reference
    let type = verdict.claim >= 0 ? book.claims.type[Int(verdict.claim)] : book.lines.type[Int(verdict.line)]
    let number = verdict.claim >= 0 ? 1 : numberOfReference(verdict)
    let currency = claim?.currency ?? line!.currency
    return Finding(
      partner: partner, kind: kind, key: LineKey.text(type.name, reference, number),
      orderID: claim.map { source.facts.orders.ids[Int($0.order)] } ?? line!.orderID,
      ours: verdict.claim >= 0 ? book.claims.amount[Int(verdict.claim)] : nil,
      theirs: line.map { Self.amount($0.amount, $0.currency, as: currency) },
      currency: currency, businessDate: verdict.claim >= 0 ? CalendarDay(number: book.claims.day[Int(verdict.claim)]) : line!.day,
      leg: book.delivery.profile.matches == .redemptions ? .partner : .channel, state: verdict.state,
      detail: words.line(kind, verdict.bucket == .tolerated ? (isProvisional(verdict.line) ? .unposted : .posted) : nil))
  }

  /// Which line of its type and reference it is, over all statements of the partner.
  private func numberOfReference(_ verdict: Verdict) -> Int32 {
    book.delivery.profile.on.contains(.reference) ? verdict.occurrence : book.referenceNumbers[Int(verdict.line)]
  }

  /// A line's amount at the decimals of another currency; digits beyond them are cut, for a person who compares the two.
  private static func amount(_ amount: Int64, _ currency: Currency, as other: Currency) -> Int64 {
    var amount = amount
    for _ in 0..<max(0, currency.exponent - other.exponent) { amount /= 10 }
    for _ in 0..<max(0, other.exponent - currency.exponent) {
      let (tens, overflow) = amount.multipliedReportingOverflow(by: 10)
      if overflow { return amount }
      amount = tens
    }
    return amount
  }

  private func adjust(_ verdict: Verdict, _ run: Int32) -> AdjustRecord {
    let finding = finding(verdict)!
    let order = book.line(Int(verdict.line), occurrence: 1).orderID
    return AdjustRecord(
      run: run, partner: partner, key: finding.key, orderID: order.isEmpty ? finding.orderID : order, currency: finding.currency,
      amount: finding.difference ?? 0)
  }

  /// What was kept back is another sum than we know: a finding beside whatever else the pair is.
  private func addFees(_ verdict: Verdict, _ fees: FeeDifference, _ run: Int32, _ outcome: inout Reconciling.Outcome) {
    let claim = book.claimOf[Int(verdict.claim)]
    let content = source.content(of: claim)
    let finding = Finding(
      partner: partner, kind: .amount, key: feeKey(ofClaim: Int(verdict.claim)),
      orderID: source.facts.orders.ids[Int(content.order)], ours: fees.ours, theirs: fees.theirs, currency: content.currency,
      businessDate: CalendarDay(number: book.claims.day[Int(verdict.claim)]), leg: .channel, state: fees.state,
      detail: words.fee(fees.state == .open ? nil : isProvisional(verdict.line) ? .unposted : .posted))
    outcome.findings.append(finding)
    if fees.state == .open || isProvisional(verdict.line) { return }
    outcome.adjusts.append(
      AdjustRecord(
        run: run, partner: partner, key: finding.key, orderID: finding.orderID, currency: finding.currency, amount: finding.difference ?? 0)
    )
  }

  /// What this book leaves without counterpart, for findings of other books to look at.
  func lone(_ verdicts: [Verdict]) -> LoneRows {
    var lone = LoneRows()
    let kinds: [Bucket] = [.missingAtPartner, .missingAtStore, .status, .refundNotReversed]
    for verdict in verdicts where verdict.claim < 0 || verdict.line < 0 {
      if verdict.claim >= 0 {
        lone.claims[book.claimOf[Int(verdict.claim)]] = verdict.state == .open && kinds.contains(verdict.bucket)
      } else if kinds.contains(verdict.bucket) {
        let line = book.line(Int(verdict.line), occurrence: 1)
        let isOrder = line.orderID.isEmpty && book.delivery.profile.matches == .orders && line.type == LineType.redeemed.name
        lone.lines[isOrder ? line.reference : line.orderID, default: []].insert(book.lines.type[Int(verdict.line)])
      }
    }
    return lone
  }

  private func withoutCurrency(_ row: Int32) -> Reject {
    let line = book.line(Int(row), occurrence: 1)
    return Reject(
      source: partner, file: line.file, line: Int(line.line), field: "currency", expected: "a currency, for the line matches none of ours",
      found: "an empty field")
  }
}
