import LedgerStore
import Reports
import SettlementCore

/// Finds what later runs have changed of a closed period of one partner (SPEC §8).
///
/// A line belongs to the period of its business date, an adjust to that of what it adjusts; payouts change nothing that is owed. Each line
/// counts where the partner's calendar says, which is no business of the period any more.
struct ChangedLines {
  /// A changed line, and how the roll-forward of its own period counts it.
  struct Found {
    let run: Int32
    let movement: RollForward.Movement
    let line: StatementChanges.Line
  }

  private let period: ClosedPeriod
  private let partner: PartnerPeriods.Partner
  private let closed: [ClosedPeriod]
  private let closedThrough: CalendarDay
  private let subjects: AdjustSubjects
  private let parties: Terminology

  /// `period` is the version that is made; `closed` are all closed periods.
  init(
    _ period: ClosedPeriod, _ partner: PartnerPeriods.Partner, _ closed: [ClosedPeriod], _ parties: Terminology, _ ledger: any Ledger
  ) throws {
    (self.period, self.partner, self.parties) = (period, partner, parties)
    closedThrough = period.restatement?.closedThrough ?? period.days.upperBound
    self.closed = closed.filter { $0.partner == period.partner && $0.version == 1 }
    subjects = try AdjustSubjects(partner: period.partner, ledger)
  }

  /// The runs after `base` that may have changed something.
  func runs(_ movements: [Movement], after base: Int32) -> Set<Int32> {
    Set(
      movements.filter {
        $0.run > base && $0.account == .payable(partner.party) && ($0.kind == .adjust || $0.kind != .payout && isOwn($0.day))
      }.map(\.run))
  }

  /// True when a business date is of this period: of the first that was closed, also one before it.
  private func isOwn(_ day: CalendarDay) -> Bool {
    closed.first { day <= $0.days.upperBound }?.days.upperBound == period.days.upperBound
  }

  /// What one later run has changed, by group.
  func lines(_ posted: PostedRun, run: Int32) throws -> [Found] {
    var found: [Found] = []
    try GroupWalk(posted: posted).forEach { head, subject, accounts, amounts in
      if head.kind == .adjust || head.kind == .payout { return }
      for line in accounts.indices where accounts[line] == Account.payable(partner.party).code && amounts[line] != 0 {
        let day = posted.day(ofPayable: partner.party, head, subject)
        if isOwn(day) { found.append(try late(head, on: day, amount: Int64(0).adding(-amounts[line]), run)) }
      }
    }
    let first = posted.firstGroup + Int64(posted.settled.sequence.count + posted.settled.trueUps.count)
    for (place, adjust) in posted.adjusts.enumerated() where adjust.partner == period.partner {
      let subject = try subjects.subject(of: adjust, run: run)
      let isOwn = subject.lastDay.map { $0 == period.days.upperBound } ?? isOwn(subject.day)
      if isOwn { found.append(try adjusted(adjust, subject, posted, group: first + Int64(place), run)) }
    }
    return found
  }

  private func late(_ head: PostingGroup, on day: CalendarDay, amount: Int64, _ run: Int32) throws -> Found {
    // A reversal or an undo takes back what was stated before; all else is new.
    let takesBack = head.kind == .unearn || head.kind == .undo
    let line = StatementChanges.Line(
      kind: head.kind, orderID: head.orderID.string, reference: head.reference.string, businessDay: day,
      old: takesBack ? try Int64(0).adding(-amount) : 0, new: takesBack ? 0 : amount, currency: head.currency, cause: .late, run: head.run,
      group: head.number, countedIn: counted(day, run))
    let isEarlier = day < period.days.lowerBound
    return Found(run: run, movement: RollForward.Movement(head.kind, isLate: isEarlier), line: line)
  }

  private func adjusted(
    _ adjust: AdjustRecord, _ subject: AdjustSubjects.Subject, _ posted: PostedRun, group: Int64, _ run: Int32
  ) throws -> Found {
    let line = StatementChanges.Line(
      kind: .adjust, orderID: adjust.orderID, reference: adjust.key, businessDay: subject.day, old: try subject.new.adding(-adjust.amount),
      new: subject.new, currency: adjust.currency, cause: subject.cause, run: posted.id, group: group, countedIn: counted(posted.day, run))
    return Found(run: run, movement: .adjustments, line: line)
  }

  /// The period in which a posting of a later run counts.
  private func counted(_ day: CalendarDay, _ run: Int32) -> StatementChanges.Counted {
    let end = partner.calendar.days(of: day, run: run).upperBound
    let name = closed.first { $0.days.upperBound == end }?.period ?? partner.calendar.period.name(holding: end)
    return StatementChanges.Counted(period: name, isClosed: end <= closedThrough)
  }
}
