import LedgerStore
import Reports
import SettlementCore

/// One posting group found by its number, in its run told again.
struct TracedGroup {
  /// What made it.
  enum Cause {
    case order(id: String)
    case trueUp(TrueUp, after: Ladder)
    case adjust(AdjustRecord)
    case payout(PayoutRecord)
  }
  let record: RunRecord
  let posted: PostedRun
  let head: PostingGroup
  let cause: Cause
  private let subject: GroupWalk.Subject
  /// No zero lines.
  let lines: [(account: Account, amount: Int64)]

  var number: Int64 { head.number }

  /// The day on which its line of a party's payable counts.
  func day(ofPayable party: Int32) -> CalendarDay { posted.day(ofPayable: party, head, subject) }

  /// Throws `NothingSelected` when the ledger has no such group, and what telling a run again throws.
  init(_ number: Int64, _ reading: LedgerReading, progress: (String) -> Void) throws {
    let run = reading.state.runs.first { $0.firstGroup <= number && number < $0.firstGroup + $0.groupCount }
    guard let run else { throw NothingSelected(group: number, newest: reading.state.runs.last) }
    progress("run \(run.id): telling it again")
    let posted = try reading.retell(run)
    var found: (head: PostingGroup, subject: GroupWalk.Subject, lines: [(account: Account, amount: Int64)])?
    try GroupWalk(posted: posted).forEach { head, subject, accounts, amounts in
      guard head.number == number else { return }
      var lines: [(account: Account, amount: Int64)] = []
      for line in accounts.indices where amounts[line] != 0 { lines.append((Account(code: accounts[line]), amounts[line])) }
      found = (head, subject, lines)
    }
    guard let found else { throw BrokenLaw("run \(run.id): group \(number) is one of its own, but its facts give no such group") }
    (record, self.posted, head, subject, lines) = (run, posted, found.head, found.subject, found.lines)
    cause = posted.cause(of: Int(number - posted.firstGroup))
  }
}

extension PostedRun {
  /// By the place of a group among all of the run: events and lapses, true-ups, adjusts, payouts.
  fileprivate func cause(of place: Int) -> TracedGroup.Cause {
    var place = place
    if place < settled.sequence.count {
      let at = settled.sequence[place]
      return .order(id: settled.input.facts.orders.ids[Int(settled.parts[Int(at.part)].groups.order[Int(at.group)])])
    }
    place -= settled.sequence.count
    if place < settled.trueUps.count {
      return .trueUp(settled.trueUps[place], after: settled.ladders[settled.trueUps[place].key] ?? Ladder())
    }
    place -= settled.trueUps.count
    if place < adjusts.count { return .adjust(adjusts[place]) }
    return .payout(payouts[place - adjusts.count])
  }
}

extension ReportText {
  /// Its text; empty for none.
  var string: String {
    switch self {
    case .none: ""
    case .row(let row, let column): column[row]
    case .text(let text): text
    }
  }
}
