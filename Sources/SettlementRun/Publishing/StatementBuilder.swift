import Feeds
import LedgerStore
import Reports
import SettlementCore

/// Gathers statements as they stand after a run: the drafts that the run publishes, or the ones that are issued.
struct StatementBuilder {
  /// One statement to be.
  struct Wanted {
    let partner: PartnerPeriods.Partner
    let period: String
    let days: ClosedRange<CalendarDay>
    /// Nil: a draft.
    let issue: StatementIssue?

    /// A draft.
    init(_ partner: PartnerPeriods.Partner, _ days: ClosedRange<CalendarDay>) {
      self.init(partner, partner.calendar.period.name(holding: days.upperBound), days, issue: nil)
    }

    init(_ partner: PartnerPeriods.Partner, _ period: String, _ days: ClosedRange<CalendarDay>, issue: StatementIssue?) {
      self.partner = partner
      self.period = period
      self.days = days
      self.issue = issue
    }
  }

  private struct Draft {
    let wanted: Wanted
    var lines = StatementLines()
    /// Numbers of the terms whose lines it shows, in the order of their first line.
    var terms: [Int32] = []
    /// It sold some of the orders.
    var isChannel = false
    var origins: [Int: RefundOrigin] = [:]
    /// By ladder, its terms under the number that they have here.
    var trueUps: [LadderKey: Int64] = [:]

    /// The place of the terms among those of the statement.
    mutating func place(of number: Int32) -> Int32 {
      if let place = terms.firstIndex(of: number) { return Int32(place) }
      terms.append(number)
      return Int32(terms.count - 1)
    }
  }

  private let record: RunRecord
  private let head: String
  private let rules: RunRules
  private let zone: BusinessZone
  private var drafts: [Draft] = []
  /// Statements by party, ascending by period.
  private var ofParty: [Int32: [Int]] = [:]
  /// Of the payables of these partners, up to the run.
  private let movements: [Movement]
  /// The last day of the period in which each of them counts.
  private let ends: [CalendarDay]

  /// `head` is the ledger's after the run; nil: it had none.
  init(_ wanted: [Wanted], after record: RunRecord, head: String?, _ movements: [Movement], _ rules: RunRules, _ zone: BusinessZone) {
    self.record = record
    self.head = head ?? ""
    self.rules = rules
    self.zone = zone
    self.movements = movements
    for wanted in wanted {
      ofParty[wanted.partner.party, default: []].append(drafts.count)
      drafts.append(Draft(wanted: wanted))
    }
    var calendars: [Int32: StatementCalendar] = [:]
    for wanted in wanted { calendars[wanted.partner.party] = wanted.partner.calendar }
    ends = movements.map { calendars[$0.account.party]?.days(of: $0.day, run: $0.run).upperBound ?? CalendarDay(number: .max) }
  }

  /// The drafts that a run publishes: of every partner's period that holds the business day, or the first open one when that is closed, and
  /// of every other one that the run's lines fall into.
  static func drafts(after record: RunRecord, _ movements: [Movement], _ periods: PartnerPeriods) -> [Wanted] {
    periods.partners.flatMap { partner in
      var days = Set([partner.calendar.openDays(holding: record.day)])
      for movement in movements where movement.run == record.number && movement.account == .payable(partner.party) {
        days.insert(partner.calendar.days(of: movement.day, run: movement.run))
      }
      return days.sorted { $0.lowerBound < $1.lowerBound }.map { Wanted(partner, $0) }
    }
  }

  /// The runs whose lines the statements show, ascending.
  var runs: [Int32] {
    var runs: Set<Int32> = []
    for (place, movement) in movements.enumerated() {
      if ofParty[movement.account.party]?.contains(where: { drafts[$0].wanted.days.upperBound == ends[place] }) == true {
        runs.insert(movement.run)
      }
    }
    return runs.sorted()
  }

  /// Adds the lines of a run; runs come in their order.
  ///
  /// `changed`: by party the groups that change its only statement that is wanted, whatever period counts them.
  mutating func add(_ posted: PostedRun, run: Int32, as order: Int32, changed: [Int32: Set<Int64>] = [:]) throws {
    var drafts = drafts
    let zone = zone
    var places = Places(ofParty.mapValues { $0.map { ($0, drafts[$0].wanted) } }, run: run)
    var splits = OrderSplits(posted.settled.input)
    try GroupWalk(posted: posted).forEach { head, subject, accounts, amounts in
      for line in accounts.indices where amounts[line] != 0 {
        let account = Account(code: accounts[line])
        guard account.kind == .payable else { continue }
        let day = posted.day(ofPayable: account.party, head, subject)
        let isChange = !changed.isEmpty && changed[account.party]?.contains(head.number) == true
        guard let draft = isChange ? ofParty[account.party]?[0] : places.place(account.party, day) else { continue }
        let clock = posted.zone(ofParty: account.party) ?? zone
        let place = subject.terms < 0 ? -1 : drafts[draft].place(of: subject.terms)
        if subject.order >= 0, posted.settled.input.facts.orders.channel[Int(subject.order)] == account.party {
          drafts[draft].isChannel = true
        }
        if let ladder = subject.ladder { drafts[draft].trueUps[ladder, default: 0] -= amounts[line] }
        if RollForward.Movement(head.kind, isLate: false) == .refunded {
          drafts[draft].origins[drafts[draft].lines.count] = try splits.origin(
            of: subject.order, for: account.party, corrects: head.corrects)
        }
        drafts[draft].lines.append(
          businessDay: day, localSeconds: subject.instant.map { clock.localSeconds(of: $0) } ?? StatementLines.withoutTime,
          group: head.number, run: order, kind: head.kind, orderID: head.orderID, reference: head.reference,
          entitlement: subject.entitlement, rule: place, amount: -amounts[line], currency: head.currency)
      }
    }
    self.drafts = drafts
  }

  /// In which statement the lines of one run stand.
  private struct Places {
    private struct Known {
      let day: CalendarDay
      let place: Int?
    }
    private let statements: [Int32: [(Int, Wanted)]]
    private let run: Int32
    private var known: [Int32: [Known]] = [:]

    init(_ statements: [Int32: [(Int, Wanted)]], run: Int32) {
      self.statements = statements
      self.run = run
    }

    mutating func place(_ party: Int32, _ day: CalendarDay) -> Int? {
      guard let of = statements[party] else { return nil }
      if let place = known[party]?.first(where: { $0.day == day }) { return place.place }
      let end = of[0].1.partner.calendar.days(of: day, run: run).upperBound
      let place = of.first { $0.1.days.upperBound == end }?.0
      known[party, default: []].append(Known(day: day, place: place))
      return place
    }
  }

  /// The finished statements. `runs` are those added, in their order; `discrepancies` as they stand after the run; `state` is the ledger's after
  /// it.
  func finished(
    _ discrepancies: [Discrepancy], runs: [RunRecord], _ state: LedgerState, _ ledger: any Ledger, language: PartnerSettings.Language
  ) throws -> [PartnerStatement] {
    let background = try StatementBackground(after: record, runs, state, rules, ledger)
    return try drafts.map { draft in
      let (wanted, partner) = (draft.wanted, draft.wanted.partner.settings)
      let clock = rules.clocks.clock(of: partner.partner, run: record.number)
      let spoken = partner.language ?? language
      // What it says of runs must not depend on which other statements are made beside it.
      var lines = draft.lines
      let told = lines.keepRuns().map { runs[Int($0)] }
      var statement = PartnerStatement(
        partner: partner, period: wanted.period, days: wanted.days, zone: (clock?.zone ?? zone).identifier, run: record.id,
        businessDay: record.day, language: spoken, accounts: try accounts(wanted),
        rules: draft.terms.map { background.version($0, of: wanted.partner.party, isChannel: draft.isChannel, spoken) },
        entitlements: rules.entitlements.names, runs: told.map(\.id), lines: lines,
        discrepancies: discrepancies.filter { Self.shows(wanted, $0.finding) }, issue: wanted.issue, cutOff: clock?.cutOffText, head: head)
      statement.isChannel = draft.isChannel && !background.names(wanted.partner.party, in: draft.terms)
      statement.origins = draft.origins
      statement.ladders = try background.ladders(of: wanted.partner.party, meeting: wanted.days, trueUps: draft.trueUps)
      statement.decisions = try background.decisions(of: partner.partner, in: told)
      statement.inputs = background.inputs(of: partner.partner, in: told)
      return statement
    }
  }

  /// A draft shows all of the partner; an issued statement what is not resolved up to its last day.
  private static func shows(_ wanted: Wanted, _ finding: Finding) -> Bool {
    guard finding.partner == wanted.partner.settings.partner else { return false }
    return wanted.issue == nil || (finding.state != .resolved && finding.businessDate <= wanted.days.upperBound)
  }

  /// The roll-forward of every currency (SPEC §8).
  private func accounts(_ wanted: Wanted) throws(AmountOverflow) -> [RollForward] {
    var accounts: [Currency: RollForward] = [:]
    for (place, movement) in movements.enumerated() where movement.account == .payable(wanted.partner.party) {
      if ends[place] > wanted.days.upperBound { continue }
      var account = accounts[movement.currency] ?? RollForward(currency: movement.currency, opening: 0, closing: 0)
      if ends[place] < wanted.days.lowerBound {
        account.opening = try account.opening.adding(try movement.amount.times(-1))
        account.closing = try account.closing.adding(try movement.amount.times(-1))
      } else {
        try account.add(movement, from: wanted.days.lowerBound)
      }
      accounts[movement.currency] = account
    }
    if accounts.isEmpty, let only = rules.onlyCurrency(of: wanted.partner.settings.partner) {
      return [RollForward(currency: only, opening: 0, closing: 0)]
    }
    return accounts.values.sorted { $0.currency.code < $1.currency.code }
  }
}
