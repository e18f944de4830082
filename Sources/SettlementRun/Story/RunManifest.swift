import Feeds
import LedgerStore
import Reconciliation
import Reports
import SettlementCore

/// Makes the manifest of a run: what it read, by which rules, what it moved and what it found (SPEC §9).
struct RunManifest {
  var summary: RunSummary

  init(
    _ id: String, _ day: CalendarDay, _ zone: BusinessZone, inputsOf: CalendarDay?, _ sources: DaySources, _ rules: RunRules, _ run: NewRun,
    _ reconciling: Reconciling,
    _ standing: [DiscrepancyRow], _ balances: [AccountBalance], _ rejects: [Reject]
  ) throws(AmountOverflow) {
    summary = RunSummary(run: id, businessDay: day, zone: zone.identifier)
    summary.inputsOf = inputsOf?.description
    summary.sources = Self.sources(sources, rejects, on: day)
    summary.rules = rules.book.agreements.flatMap { agreement in
      agreement.versions.map { RunSummary.Rule(agreement: agreement.bundle, effective: $0.effective, digest: $0.digest) }
    }
    summary.counts.orders = Int64(run.orders.count)
    summary.counts.redemptions = Int64(run.redemptions.batch.count)
    summary.counts.refunds = Int64(run.refunds.batch.count)
    summary.counts.payouts = Int64(run.payouts.count)
    summary.counts.waiting = Int64(run.waitingAdded.count)
    summary.counts.groups = run.groupCount
    summary.counts.lines = run.movements.reduce(0) { $0 + $1.lines }
    summary.totals = Self.totals(run, balances)
    summary.discrepancies = Self.counts(standing)
    summary.buckets = reconciling.outcomes.flatMap { Self.buckets($0.delivery.settings.partner, $0.outcome.counts, rules) }
    summary.money = try RunSummary.MoneyRow.all(run.movements, balances)
    summary.partners = try RunSummary.Partner.all(rules, run.movements, balances, standing)
    let reissues = sources.deliveries.flatMap(\.reissues)
    summary.reissued = reissues.isEmpty ? nil : reissues.map(RunSummary.Reissued.init)
    let isOpen = standing.contains { $0.state == .open }
    summary.exitCode = Int((sources.isStatementLacking ? ExitCode.sourceMissing : isOpen ? .openDiscrepancies : .allMatched).rawValue)
  }

  private static func sources(_ sources: DaySources, _ rejects: [Reject], on day: CalendarDay) -> [RunSummary.Source] {
    let failed = Dictionary(sources.failures.map { ($0.file, $0) }, uniquingKeysWith: { first, _ in first })
    var list = sources.sources.map { record in
      let incomplete = sources.deliveries.first { $0.settings.partner == record.name }?.incompleteness(ofFile: record.path)
      let state: RunSummary.Source.State =
        failed[record.path] != nil ? .failed : incomplete != nil ? .incomplete : record.bytes == 0 ? .nothing : .read
      return RunSummary.Source(
        name: record.name, file: record.path, state: state, bytes: Int64(record.bytes), rows: Int64(record.rows),
        rejected: Int64(rejects.count { isOf(record, $0) }), sha256: record.sha256,
        detail: failed[record.path]?.description ?? incomplete ?? "",
        completeness: record.completeness)
    }
    let read = Set(sources.sources.map(\.path))
    for failure in sources.failures where !read.contains(failure.file) {
      let state: RunSummary.Source.State = failure.kind == .missing ? .missing : failure.kind == .waiting ? .waiting : .failed
      list.append(RunSummary.Source(name: failure.source, file: failure.file, state: state, detail: failure.description))
    }
    for delivery in sources.deliveries where delivery.profile.isDated {
      list += delivery.windows.notYet(on: day).map { RunSummary.Source(notYet: $0, delivery) }
    }
    return list
  }

  /// Of a list that came in pages, a reject names the page.
  private static func isOf(_ record: SourceRecord, _ reject: Reject) -> Bool {
    reject.source == record.name && (reject.file == record.path || reject.file.hasPrefix("\(record.name) page "))
  }

  private static func totals(_ run: NewRun, _ balances: [AccountBalance]) -> [RunSummary.AccountTotal] {
    var changes: [Currency: [Account: Int64]] = [:]
    for movement in run.movements { changes[movement.currency, default: [:]][movement.account, default: 0] += movement.amount }
    var standing: [Currency: [Account: Int64]] = [:]
    for balance in balances.reversed() { standing[balance.currency, default: [:]][balance.account] = balance.amount }
    var totals: [RunSummary.AccountTotal] = []
    for (currency, accounts) in standing {
      for (account, balance) in accounts {
        let name = account.name(run.parties)
        let label = account.kind == .paidOut ? "\(name):\(run.parties[account.party])" : name
        totals.append(.init(currency: currency, account: label, change: changes[currency]?[account] ?? 0, balance: balance))
      }
    }
    return totals.sorted { ($0.currency, $0.account) < ($1.currency, $1.account) }
  }

  private static func counts(_ standing: [DiscrepancyRow]) -> [RunSummary.DiscrepancyCount] {
    var counts: [DiscrepancyKind: [Finding.State: Int64]] = [:]
    for row in standing { counts[row.finding.kind, default: [:]][row.finding.state, default: 0] += 1 }
    return DiscrepancyKind.allCases.flatMap { kind in
      Finding.State.allCases.compactMap { state in
        counts[kind]?[state].map { RunSummary.DiscrepancyCount(kind: kind, state: state, count: $0) }
      }
    }
  }

  private static func buckets(_ partner: String, _ counts: BucketCounts, _ rules: RunRules) -> [RunSummary.Bucket] {
    let currency = rules.onlyCurrency(of: partner) ?? .unknown
    return SettlementRun.Bucket.allCases.compactMap { bucket in
      let (ours, theirs) = (counts.claims[bucket] ?? 0, counts.lines[bucket] ?? 0)
      if ours == 0 && theirs == 0 { return nil }
      return RunSummary.Bucket(
        partner: partner, bucket: "\(bucket)", currency: currency, oursCount: Int64(ours),
        ours: Int64(clamping: counts.claimSum[bucket] ?? 0),
        theirsCount: Int64(theirs), theirs: Int64(clamping: counts.lineSum[bucket] ?? 0))
    }
  }
}

extension RunSummary.Source {
  /// The file of a window that is not awaited yet.
  fileprivate init(notYet last: CalendarDay, _ delivery: StatementDelivery) {
    let days = delivery.profile.days(endingOn: last)
    let url = DayPattern.expand(delivery.profile.url, last)
    self.init(
      name: delivery.settings.partner, file: url.hasPrefix("file:") ? String(url.dropFirst(5)) : url, state: .notYet,
      detail:
        "\(days.lowerBound == last ? "\(last)" : "\(days.lowerBound) to \(last)"): awaited from \(last.adding(days: delivery.profile.due))")
  }
}

typealias Bucket = Reconciliation.Bucket

extension DiscrepancyBook {
  /// Every discrepancy as it stands after this run, those that it resolved included.
  func standing(_ ledger: any Ledger) throws(LedgerFailure) -> [DiscrepancyRow] {
    let changed = Set(versions.map(\.finding.identity))
    return versions + (try ledger.openDiscrepancies()).filter { !changed.contains($0.finding.identity) }
  }
}

extension RunSummary.Reissued {
  init(_ reissue: Reissue) {
    self.init(
      name: reissue.record.name, file: reissue.record.path, replaced: reissue.earlier.sha256, sha256: reissue.record.sha256,
      changed: Int64(reissue.changedCount), added: Int64(reissue.addedCount), removed: Int64(reissue.removedCount))
  }
}
