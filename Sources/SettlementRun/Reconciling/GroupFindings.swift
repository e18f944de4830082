import Feeds
import LedgerStore
import Reconciliation
import SettlementCore

/// Reconciles a partner that gives totals: sums of groups against sums of our claims, on top of what the ledger has counted (SPEC §7, step 3).
struct GroupFindings {
  private let book: PartnerBook
  private let words: FindingWords
  private let run: Int32
  private let today: CalendarDay

  /// Throws `AmountOverflow` when a sum leaves 64 bits, `BrokenLaw` when a row is lost, `LedgerFailure` when sums cannot be read.
  static func outcome(_ book: PartnerBook, _ settling: Settling, _ ledger: any Ledger, _ words: FindingWords) throws -> Reconciling.Outcome
  {
    try GroupFindings(book: book, words: words, run: settling.intake.current, today: settling.intake.today).outcome(ledger)
  }

  private var delivery: StatementDelivery { book.delivery }
  private var partner: String { delivery.settings.partner }

  private func outcome(_ ledger: any Ledger) throws -> Reconciling.Outcome {
    let matcher = try matcher(ledger)
    let judgement = try GroupReconciler(profile: delivery.profile, today: today).judge(book.claims, book.lines, matcher) { group in
      delivery.decided.amount(ofGroup: key(group, matcher.groups), matcher.groups.currency[group])
    }
    var outcome = Reconciling.Outcome()
    outcome.counts = judgement.counts
    outcome.groups = judgement.moved
    outcome.rejects = delivery.rejected
    for verdict in judgement.verdicts {
      let finding = finding(verdict, matcher.groups)
      outcome.findings.append(finding)
      if verdict.bucket == .tolerated && !verdict.isProvisional { outcome.adjusts.append(adjust(finding)) }
    }
    outcome.findings += delivery.breaches.enumerated().map { place, _ in delivery.finding(ofBreach: place, words) }
    outcome.linesReplaced = book.replaced.compactMap(\.number)
    if !delivery.reissues.isEmpty { outcome.reissued = reissued(judgement.verdicts, matcher, outcome.adjusts) }
    keep(matcher, &outcome)
    return outcome
  }

  /// The rows of this run with the sums of their groups and of those that are open. A file read whole says everything anew.
  private func matcher(_ ledger: any Ledger) throws -> GroupMatcher {
    var matcher = GroupMatcher(
      book.claims, book.lines, today: today, coveredDays: delivery.coveredDays(), firstIncomplete: book.firstIncomplete,
      isRepeated: delivery.repeatsUndated)
    matcher.withdraw(book.withdrawn, today: today)
    if delivery.isWhole {
      matcher.take(try ledger.lineGroups(partner: partner, .all), replacesLines: true)
    } else if run > 1 {
      matcher.take(try ledger.lineGroups(partner: partner, .keys(matcher.askedKeys(book.lines))))
      matcher.take(try ledger.lineGroups(partner: partner, .open))
    }
    matcher.settle(book.lines)
    return matcher
  }

  private func key(_ group: Int, _ groups: LineGroups) -> String { LineKey.text("group", groups.keys[group], groups.number[group]) }

  private func finding(_ verdict: GroupVerdict, _ groups: LineGroups) -> Finding {
    let kind = verdict.bucket.kind!
    return Finding(
      partner: partner, kind: kind, key: key(verdict.group, groups), orderID: "", ours: verdict.ours, theirs: verdict.theirs,
      currency: groups.currency[verdict.group], businessDate: CalendarDay(number: verdict.day),
      leg: delivery.profile.matches == .redemptions ? .partner : .channel, state: verdict.state,
      detail: words.group(kind, verdict.bucket != .tolerated ? nil : verdict.isProvisional ? .unposted : .posted))
  }

  private func adjust(_ finding: Finding) -> AdjustRecord {
    AdjustRecord(
      run: run, partner: partner, key: finding.key, orderID: "", currency: finding.currency, amount: finding.difference ?? 0)
  }

  /// What is in no group yet stays for later runs: rows whose day is not covered, and claims that wait. All else is in the sums.
  private func keep(_ matcher: GroupMatcher, _ outcome: inout Reconciling.Outcome) {
    for row in 0..<book.claims.count where matcher.stays(row) {
      outcome.openClaims.append(book.claimOf[row])
    }
    var stillKept: Set<Int64> = []
    for row in 0..<book.lines.count {
      switch matcher.groupOfLine[row] {
      case GroupMatcher.awaited:
        if row >= book.firstIncomplete { continue }
        let line = book.line(row, occurrence: 1)
        if line.number > 0 { stillKept.insert(line.number) } else { outcome.linesKept.append(line) }
      case GroupMatcher.withoutCurrency:
        outcome.rejects.append(reject(row, "a currency, for ours in its group is none or several", "an empty field"))
      case GroupMatcher.tooPrecise: outcome.rejects.append(reject(row, "no more decimals than our currency in its group", "more"))
      default: break
      }
    }
    stillKept.formUnion(book.heldBack)
    outcome.linesClosed = delivery.keptLines.map(\.number).filter { !stillKept.contains($0) }
  }

  private func reject(_ row: Int, _ expected: String, _ found: String) -> Reject {
    let line = book.line(row, occurrence: 1)
    return Reject(
      source: partner, file: line.file, line: Int(line.line), field: found == "more" ? "amount" : "currency", expected: expected,
      found: found)
  }

  /// What became of lines that a statement issued anew says otherwise: the bucket of their group. The first line of a group shows its adjust.
  private func reissued(_ verdicts: [GroupVerdict], _ matcher: GroupMatcher, _ adjusts: [AdjustRecord]) -> [ReissuedLine] {
    var became: [String: String] = [:]
    for verdict in verdicts {
      let word = verdict.bucket == .tolerated ? "tolerated" : verdict.state == .inTransit ? "in-transit" : verdict.bucket.kind!.rawValue
      became[key(verdict.group, matcher.groups)] = word
    }
    var posted = Dictionary(adjusts.map { ($0.key, $0.amount) }) { first, _ in first }
    var lines: [ReissuedLine] = []
    for reissue in delivery.reissues {
      for change in reissue.changes {
        let (feed, row) = change.added.map { (reissue.added, $0) } ?? (reissue.removed, change.removed!)
        let key = matcher.group(of: book.groupKey(of: feed, row)).map { self.key($0, matcher.groups) } ?? ""
        lines.append(
          ReissuedLine(
            partner: partner, file: reissue.record.path, key: key, orderID: feed.orderIDs[row],
            old: change.removed.map { reissue.removed.amount[$0] },
            new: change.added.map { reissue.added.amount[$0] }, currency: feed.currency[row], adjust: posted.removeValue(forKey: key) ?? 0,
            became: feed.day[row] > today.number ? "awaited" : became[key] ?? "matched"))
      }
    }
    return lines
  }
}
