import Feeds
import LedgerStore
import SettlementCore

/// Tells an earlier run again from the ledger's facts: its posting groups are derived, never stored (SPEC §6).
enum RunReplay {
  /// The groups of a run, byte for byte as they were.
  ///
  /// Throws `BrokenLaw` when the facts do not give what the run has stored: as many groups, and the same movements.
  static func posted(_ record: RunRecord, _ state: LedgerState, _ rules: RunRules, _ zone: BusinessZone, _ ledger: any Ledger) throws
    -> PostedRun
  {
    let days = state.runs.prefix(Int(record.number)).map(\.day)
    var intake = Intake(current: record.number, today: record.day, runDays: Array(days), rules: rules)
    try intake.loadFacts(of: record, ledger)
    let settling = try Settling(intake, zone) { try ledger.ladders($0, before: record.number) }
    let posted = PostedRun(
      run: record.number, id: record.id, day: record.day, firstGroup: record.firstGroup, settled: settling.run,
      adjusts: try ledger.adjusts(run: record.number), payouts: try ledger.payouts(run: record.number).records, rules)
    try check(posted, record, ledger)
    return posted
  }

  /// The groups that a run would have posted under other terms of some versions; `carried` goes from run to run.
  static func posted(
    _ record: RunRecord, _ state: LedgerState, corrected rules: RunRules, _ zone: BusinessZone, _ ledger: any Ledger,
    _ carried: inout CorrectedState
  ) throws -> PostedRun {
    let days = state.runs.prefix(Int(record.number)).map(\.day)
    var intake = Intake(current: record.number, today: record.day, runDays: Array(days), rules: rules)
    try intake.loadFacts(of: record, ledger)
    carried.putPrices(into: &intake)
    let settling = try Settling(intake, zone) { [carried] keys in
      let others = try ledger.ladders(keys.filter { !carried.terms.contains($0.terms) }, before: record.number)
      return others.merging(carried.ladders.filter { keys.contains($0.key) }) { $1 }
    }
    carried.take(settling)
    return PostedRun(
      run: record.number, id: record.id, day: record.day, firstGroup: record.firstGroup, settled: settling.run, payouts: [], rules)
  }

  private static func check(_ posted: PostedRun, _ record: RunRecord, _ ledger: any Ledger) throws {
    guard posted.groupCount == record.groupCount else {
      throw BrokenLaw("run \(record.id) posted \(record.groupCount) groups, but its facts give \(posted.groupCount)")
    }
    var stored: [Movements.Key: Int64] = [:]
    for movement in try ledger.movements(run: record.number) {
      stored[.init(currency: movement.currency, account: movement.account, day: movement.day, kind: movement.kind)] = movement.amount
    }
    for (key, sum) in try posted.movements().sums {
      guard stored.removeValue(forKey: key) == sum.amount else {
        throw BrokenLaw(
          "run \(record.id): its facts move account \(key.account.code) on \(key.day) by \(sum.amount), which is not what it stored")
      }
    }
    if let lost = stored.first {
      throw BrokenLaw("run \(record.id): stored \(lost.value) on account \(lost.key.account.code), which its facts do not give")
    }
  }
}

extension Intake {
  /// Loads what an earlier run touched, as that run left it.
  fileprivate mutating func loadFacts(of record: RunRecord, _ ledger: any Ledger) throws {
    var pending = Pending()
    pending.orders = Set(try ledger.touchedOrders(run: record.number))
    try touchExpiring(ledger, &pending)
    try loadTouched(ledger, pending)
    for row in 0..<facts.redemptions.count
    where facts.redemptions.reversedAt[row] == .min && facts.redemptions.reversalRun[row] != Run.never {
      facts.redemptions.reversalDay[row] = runDays[min(Int(facts.redemptions.reversalRun[row]), runDays.count) - 1].number
    }
  }
}
