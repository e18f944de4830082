import LedgerStore
import Reports
import SettlementCore

/// What statements say beside their lines: the rules, ladders, decisions and inputs behind them, as they stood after a run.
struct StatementBackground {
  private let record: RunRecord
  private let state: LedgerState
  private let rules: RunRules
  private let ledger: any Ledger
  /// What each run read, by its number.
  private let sources: [Int32: [RunSummary.Source]]
  /// The ledger's number of each of the terms; nil: it has split no order yet.
  private let stored: [Int32?]

  init(after record: RunRecord, _ runs: [RunRecord], _ state: LedgerState, _ rules: RunRules, _ ledger: any Ledger) throws {
    self.record = record
    self.state = state
    self.rules = rules
    self.ledger = ledger
    let read = try runs.map { ($0.number, try StoredSummary.decode($0.summary).summary.sources) }
    sources = Dictionary(uniqueKeysWithValues: read)
    stored = rules.terms.map { terms in
      state.versions.firstIndex { $0.bundle == terms.bundle && $0.effective == terms.version.effective }.map(Int32.init)
    }
  }

  /// A version by the number of its terms here, with what of it concerns a party in words.
  func version(_ number: Int32, of party: Int32, isChannel: Bool, _ language: PartnerSettings.Language) -> RuleVersion {
    let terms = rules.terms[Int(number)]
    let clauses = AgreementClauses(terms, of: party, isChannel: isChannel, rules, Wording(language)).all()
    return RuleVersion(
      agreement: terms.bundle, title: rules.book.agreements.first { $0.bundle == terms.bundle }?.title ?? terms.bundle,
      effective: terms.version.effective, digest: terms.version.digest, clauses: clauses)
  }

  /// True when one of these terms names a party itself, not as a channel.
  func names(_ party: Int32, in terms: [Int32]) -> Bool {
    terms.contains { rules.terms[Int($0)].lines.contains { $0.party == party } }
  }

  /// The ladders of a party whose tier period meets the days, up to the run; by agreement, version, share and period.
  func ladders(
    of party: Int32, meeting days: ClosedRange<CalendarDay>, trueUps: [LadderKey: Int64]
  ) throws -> [StatementLadder] {
    var asked: [(here: LadderKey, stored: LadderKey)] = []
    for terms in rules.terms {
      guard let number = stored[Int(terms.number)] else { continue }
      for (share, line) in terms.lines.enumerated() where line.party == party || line.party < 0 {
        guard let per = line.tariff?.per else { continue }
        let last = max(days.lowerBound, min(days.upperBound, record.day))
        for period in per.number(of: days.lowerBound)...per.number(of: last) {
          func key(_ terms: Int32) -> LadderKey { LadderKey(terms: terms, share: Int32(share), party: party, period: period) }
          asked.append((key(terms.number), key(number)))
        }
      }
    }
    if asked.isEmpty { return [] }
    let found = try ledger.ladders(asked.map(\.stored), before: record.number + 1)
    let ladders: [StatementLadder] = asked.compactMap { key in
      guard let ladder = found[key.stored] else { return nil }
      let terms = rules.terms[Int(key.here.terms)]
      let line = terms.lines[Int(key.here.share)]
      return StatementLadder(
        agreement: terms.bundle, version: terms.version.effective, currency: terms.currency,
        entitlement: rules.entitlements[line.entitlement],
        period: line.tariff!.per.name(of: key.here.period), tariff: line.tariff!, ladder: ladder, trueUps: trueUps[key.here] ?? 0)
    }
    return ladders.enumerated().sorted { Self.isBefore($0.element, $1.element) ?? ($0.offset < $1.offset) }.map(\.element)
  }

  /// By agreement and version; nil: of the same one, whose shares and periods stand in their order.
  private static func isBefore(_ left: StatementLadder, _ right: StatementLadder) -> Bool? {
    if left.agreement != right.agreement { return left.agreement.utf8.lexicographicallyPrecedes(right.agreement.utf8) }
    return left.version == right.version ? nil : left.version < right.version
  }

  /// What people decided about a partner that one of the runs has posted.
  func decisions(of partner: String, in runs: [RunRecord]) throws -> [AdjustDecision] {
    let ids = Dictionary(uniqueKeysWithValues: runs.map { ($0.number, $0.id) })
    return try ledger.postedDecisions(partner: partner).compactMap { history in
      guard let outcome = history.outcome, let run = ids[outcome.run], let kind = DiscrepancyKind(rawValue: history.record.identity.kind)
      else { return nil }
      return AdjustDecision(
        run: run, key: history.record.identity.key, kind: kind, decision: history.record.decision, reason: history.record.reason,
        by: history.record.by)
    }
  }

  /// What the runs read of the shop and of one partner. What others send is none of its business.
  func inputs(of partner: String, in runs: [RunRecord]) -> [StatementInput] {
    let others = Set(rules.book.partners.map(\.partner)).subtracting([partner])
    return runs.flatMap { run in
      sources[run.number]!.filter { !$0.sha256.isEmpty && !others.contains($0.name) }.map {
        StatementInput(
          run: run.id, source: $0.name, file: $0.file, rows: $0.name == partner ? $0.rows : nil, sha256: $0.sha256)
      }
    }
  }
}
