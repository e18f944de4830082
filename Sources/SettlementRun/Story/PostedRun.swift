import Feeds
import LedgerStore
import Reports
import SettlementCore

/// The posting groups of one run with their numbers: made by the run itself, or told again from the ledger's facts.
struct PostedRun: Sendable {
  let id: String
  let day: CalendarDay
  let firstGroup: Int64
  let settled: SettledRun
  /// By partner and key.
  private(set) var adjusts: [AdjustRecord] = []
  /// By instant and id.
  let payouts: [PayoutRecord]
  let parties: Terminology
  let entitlements: Terminology
  /// Of parties with days of their own.
  private let clocks: [Int32: StatementClock]
  /// Numbers of the first group of redemptions and refunds that this run posted, by row.
  private(set) var groupOfRedemption: [Int64]
  private(set) var groupOfRefund: [Int64]

  /// `run` is its number.
  init(
    run: Int32, id: String, day: CalendarDay, firstGroup: Int64, settled: SettledRun, adjusts: [AdjustRecord] = [],
    payouts: [PayoutRecord], _ rules: RunRules
  ) {
    parties = rules.parties
    entitlements = rules.entitlements
    clocks = rules.clocks(ofRun: run)
    self.id = id
    self.day = day
    self.firstGroup = firstGroup
    self.settled = settled
    self.payouts = payouts.filter { $0.amount != 0 }.sorted {
      $0.paidAt != $1.paidAt ? $0.paidAt < $1.paidAt : $0.id.utf8.lexicographicallyPrecedes($1.id.utf8)
    }
    let facts = settled.input.facts
    var redemptions = facts.redemptions.group
    var refunds = facts.refunds.group
    var number = firstGroup
    let parts = settled.parts
    for place in settled.sequence {
      let (part, group) = (Int(place.part), Int(place.group))
      let record = Int(parts[part].groups.record[group])
      let kind = parts[part].groups.kind[group]
      if kind == .earn { redemptions[record] = number }
      if kind == .refund, refunds[record] == 0 { refunds[record] = number }
      number += 1
    }
    groupOfRedemption = redemptions
    groupOfRefund = refunds
    take(adjusts)
  }

  /// Gives the run its adjusts; their groups follow all others but those of payouts.
  mutating func take(_ adjusts: [AdjustRecord]) {
    self.adjusts = adjusts.filter { $0.amount != 0 }.sorted {
      $0.partner != $1.partner
        ? $0.partner.utf8.lexicographicallyPrecedes($1.partner.utf8) : $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
    }
  }

  var groupCount: Int64 { Int64(settled.sequence.count + settled.trueUps.count + adjusts.count + payouts.count) }

  /// The day on which a line of a party's payable counts: the party's own, where it has such days and the event a time.
  ///
  /// What we pay counts on our business date, as everything without a time does.
  func day(ofPayable party: Int32, _ head: PostingGroup, _ subject: GroupWalk.Subject) -> CalendarDay {
    guard head.kind != .payout, let instant = subject.instant, let clock = clocks[party] else { return head.businessDate }
    return clock.day(of: instant)
  }

  /// The zone of a party with days of its own.
  func zone(ofParty party: Int32) -> BusinessZone? { clocks[party]?.zone }

  /// Moves the payables of parties with days of their own to these.
  private func countOnOwnDays(_ movements: inout Movements) throws {
    try GroupWalk(posted: self).forEach { head, subject, accounts, amounts in
      for line in accounts.indices where amounts[line] != 0 {
        let account = Account(code: accounts[line])
        guard account.kind == .payable else { continue }
        let day = day(ofPayable: account.party, head, subject)
        try movements.move(amounts[line], of: accounts[line], head.currency, from: head.businessDate.number, to: day.number, head.kind)
      }
    }
  }

  /// All that the run moved. Throws `AmountOverflow`.
  func movements() throws -> Movements {
    var movements = settled.movements
    for adjust in adjusts {
      try movements.add(
        -adjust.amount, to: Account.payable(parties.number(of: adjust.partner)!).code, adjust.currency, day: day.number, .adjust)
      try movements.add(adjust.amount, to: Account.revenue.code, adjust.currency, day: day.number, .adjust)
    }
    for payout in payouts {
      try movements.add(payout.amount, to: Account.payable(payout.party).code, payout.currency, day: payout.day.number, .payout)
      try movements.add(-payout.amount, to: Account.paidOut(payout.party).code, payout.currency, day: payout.day.number, .payout)
    }
    if !clocks.isEmpty { try countOnOwnDays(&movements) }
    return movements
  }
}
