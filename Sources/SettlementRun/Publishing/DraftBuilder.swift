import Feeds
import LedgerStore
import Reports
import SettlementCore

/// Gathers the draft statements of a run: every partner's period that holds the business day, and every other one that the run's lines fall into.
struct DraftBuilder {
  /// One statement to be.
  private struct Draft {
    let partner: PartnerSettings
    let party: Int32
    let days: ClosedRange<CalendarDay>
    let period: String
    var lines = StatementLines()
    /// Numbers of the terms whose lines it shows, in the order of their first line.
    var terms: [Int32] = []

    /// The place of the terms among those of the draft.
    mutating func place(of number: Int32) -> Int32 {
      if let place = terms.firstIndex(of: number) { return Int32(place) }
      terms.append(number)
      return Int32(terms.count - 1)
    }
  }
  private let posted: PostedRun
  private let rules: RunRules
  private let zone: BusinessZone
  private var drafts: [Draft] = []
  /// Drafts by party, ascending by period.
  private var ofParty: [Int32: [Int]] = [:]
  private let movements: [Movement]
  private let run: Int32

  init(_ posted: PostedRun, run: Int32, _ rules: RunRules, _ zone: BusinessZone, _ ledger: any Ledger) throws {
    self.posted = posted
    self.rules = rules
    self.zone = zone
    self.run = run
    let parties = rules.book.partners.compactMap { rules.parties.number(of: $0.partner) }
    movements = try ledger.movements(upTo: run, accounts: parties.map(Account.payable), days: nil)
    for partner in rules.book.partners {
      guard let party = rules.parties.number(of: partner.partner) else { continue }
      var days = [partner.period.name(holding: posted.day): posted.day]
      for movement in movements where movement.run == run && movement.account == .payable(party) {
        days[partner.period.name(holding: movement.day)] = movement.day
      }
      for (period, day) in days.sorted(by: { $0.key < $1.key }) {
        ofParty[party, default: []].append(drafts.count)
        drafts.append(Draft(partner: partner, party: party, days: partner.period.bounds(holding: day), period: period))
      }
    }
  }

  /// Runs before this one whose lines a draft shows, ascending.
  var earlierRuns: [Int32] {
    var runs: Set<Int32> = []
    for movement in movements where movement.run < run {
      if draft(of: movement.account.party, on: movement.day) != nil { runs.insert(movement.run) }
    }
    return runs.sorted()
  }

  private func draft(of party: Int32, on day: CalendarDay) -> Int? { ofParty[party]?.first { drafts[$0].days.contains(day) } }

  /// Adds the lines of a run; runs come in their order.
  mutating func add(_ run: PostedRun, as order: Int32) throws {
    var drafts = drafts
    let (ofParty, zone) = (ofParty, zone)
    try GroupWalk(posted: run).forEach { head, subject, accounts, amounts in
      for line in accounts.indices where amounts[line] != 0 {
        let account = Account(code: accounts[line])
        guard account.kind == .payable, let of = ofParty[account.party] else { continue }
        guard let draft = of.first(where: { drafts[$0].days.contains(head.businessDate) }) else { continue }
        let place = subject.terms < 0 ? -1 : drafts[draft].place(of: subject.terms)
        drafts[draft].lines.append(
          businessDay: head.businessDate, localSeconds: subject.instant.map { zone.localSeconds(of: $0) } ?? StatementLines.withoutTime, group: head.number,
          run: order, kind: head.kind, orderID: head.orderID, reference: head.reference, entitlement: subject.entitlement,
          rule: place, amount: -amounts[line], currency: head.currency)
      }
    }
    self.drafts = drafts
  }

  /// The finished drafts. `runs` are the ids of the runs added, in their order.
  func finished(_ discrepancies: [Discrepancy], runs: [String], language: PartnerSettings.Language) -> [StatementDraft] {
    let versions = rules.terms.map { terms in
      RuleVersion(
        agreement: terms.bundle, title: rules.book.agreements.first { $0.bundle == terms.bundle }?.title ?? terms.bundle,
        effective: terms.version.effective, digest: terms.version.digest)
    }
    return drafts.map { draft in
      StatementDraft(
        partner: draft.partner, period: draft.period, days: draft.days, zone: zone.identifier, run: posted.id, businessDay: posted.day,
        language: draft.partner.language ?? language, accounts: accounts(draft), rules: draft.terms.map { versions[Int($0)] }, entitlements: posted.entitlements.names, runs: runs,
        lines: draft.lines, discrepancies: discrepancies.filter { $0.finding.partner == draft.partner.partner })
    }
  }

  /// The roll-forward of every currency (SPEC §8).
  private func accounts(_ draft: Draft) -> [RollForward] {
    var accounts: [Currency: RollForward] = [:]
    for movement in movements where movement.account == .payable(draft.party) && movement.day <= draft.days.upperBound {
      var account = accounts[movement.currency] ?? RollForward(currency: movement.currency, opening: 0, closing: 0)
      account.closing -= movement.amount
      if movement.day < draft.days.lowerBound { account.opening -= movement.amount } else { account.add(movement.kind, -movement.amount) }
      accounts[movement.currency] = account
    }
    if accounts.isEmpty, let only = rules.onlyCurrency(of: draft.partner.partner) { return [RollForward(currency: only, opening: 0, closing: 0)] }
    return accounts.values.sorted { $0.currency.code < $1.currency.code }
  }
}

extension RollForward {
  /// Counts what a group of a kind changed in what is owed.
  fileprivate mutating func add(_ kind: GroupKind, _ amount: Int64) {
    switch Movement(kind) {
    case .earned: earned += amount
    case .refunded: refunded -= amount
    case .trueUps: trueUps += amount
    case .adjustments: adjustments += amount
    case .paid: paid -= amount
    }
  }
}
