import LedgerStore
import SettlementCore

/// The life of one order replayed from the ledger's facts, with its state before and after every event.
///
/// The events, their order and the state machine are those of a run (`EventTable`, `OrderLife`); only what is kept differs.
struct OrderStory {
  /// One event that moved the order, or one share's lapse.
  struct Step {
    let run: Int32
    let kind: GroupKind
    /// Row of the redemption or refund; for a lapse the share, for an order its row.
    let record: Int32
    /// Microseconds; nil for a lapse.
    let instant: Int64?
    let isExcess: Bool
    let before: OrderLife
    let after: OrderLife
  }

  let input: OrderPassInput
  let intake: Intake
  /// The run that saw the order first.
  let seenRun: Int32
  private(set) var steps: [Step] = []
  /// The order as it stands now; nil while it is parked or waits for its day.
  private(set) var life: OrderLife?

  var facts: OrderFactsTable { input.facts }

  /// The terms that split the order, or nil.
  var terms: Terms? { facts.orders.terms[0] < 0 ? nil : input.terms[Int(facts.orders.terms[0])] }

  /// Loads the facts and replays them. Throws `NothingSelected` for an order that the ledger does not know, `BrokenLaw` when its facts
  /// contradict each other.
  init(_ id: String, _ reading: LedgerReading) throws {
    let found = try reading.ledger.orders(withIDs: TextColumn([id]), rows: [0])
    guard found.count == 1, let newest = reading.state.runs.last else {
      throw NothingSelected(order: AlignedTable.printable(id), ledger: reading.configuration.ledger.name)
    }
    seenRun = found.seenRun[0]
    let days = reading.state.runs.map(\.day)
    var intake = Intake(current: newest.number, today: newest.day, runDays: days, rules: reading.rules)
    var pending = Pending()
    pending.orders = [found.number[0]]
    try intake.loadTouched(reading.ledger, pending)
    self.intake = intake
    let zone = reading.zone
    let events = EventTable(intake.facts, upTo: intake.current) { zone.lastInstant(of: days[Int($0) - 1]) }
    input = OrderPassInput(
      facts: intake.facts, events: events, terms: intake.rules.terms, finder: intake.rules.finder, runDays: days, current: intake.current)
    try replay()
  }

  /// Every run from the first: its events in their order, then what lapses on its day.
  private mutating func replay() throws(BrokenLaw) {
    let events = input.events
    var life = OrderLife()
    var event = 0
    for run in 1...input.current {
      while event < events.count, events.run[event] == run {
        try step(event, &life)
        event += 1
      }
      if self.life != nil { lapse(&life, in: run) }
    }
    if self.life != nil { self.life = life }
    if let broken = self.life?.brokenLaw() { throw BrokenLaw("order \(facts.orders.ids[0]): \(broken)") }
  }

  private mutating func step(_ event: Int, _ life: inout OrderLife) throws(BrokenLaw) {
    let events = input.events
    let before = life
    let record = events.record[event]
    guard events.kind[event] == .order || self.life != nil else { return }
    let kind: GroupKind
    switch events.kind[event] {
    case .order:
      guard let terms, (try? life.post(input.orderFacts(Int(record)), by: terms)) == .split else {
        throw BrokenLaw("order \(facts.orders.ids[Int(record)]) was split and cannot be split again")
      }
      self.life = life
      kind = .order
    case .redemption:
      let row = Int(record)
      let wait = life.redeem(record, entitlement: facts.redemptions.entitlement[row], on: CalendarDay(number: facts.redemptions.day[row]))
      if wait != nil { throw BrokenLaw("redemption \(facts.redemptions.ids[row]) has earned and cannot earn again") }
      kind = .earn
    case .reversal:
      guard life.reverse(record, redeemedOn: CalendarDay(number: facts.redemptions.day[Int(record)])) else { return }
      kind = .unearn
    case .refund:
      if events.isExcess[event] {
        guard life.retryExcess(of: record) != nil else { return }
      } else {
        guard let asked = input.refundFacts(Int(record), life) else {
          throw BrokenLaw("refund \(facts.refunds.ids[Int(record)]) has posted an amount that its order's currency cannot hold")
        }
        _ = life.refund(record, asked)
      }
      kind = .refund
    case .undo:
      guard life.undo(record) else { return }
      kind = .undo
    }
    steps.append(
      Step(
        run: events.run[event], kind: kind, record: record, instant: events.instant[event], isExcess: events.isExcess[event],
        before: before,
        after: life))
  }

  private mutating func lapse(_ life: inout OrderLife, in run: Int32) {
    for share in life.shares.indices where life.isDue(share, today: input.runDays[Int(run) - 1]) {
      let before = life
      life.lapse(share)
      steps.append(Step(run: run, kind: .lapse, record: Int32(share), instant: nil, isExcess: false, before: before, after: life))
    }
  }

  /// The id of the record that a step is about; for a lapse the entitlement.
  func reference(_ step: Step) -> String {
    let row = Int(step.record)
    switch step.kind {
    case .earn, .unearn: return facts.redemptions.ids[row]
    case .refund, .undo: return facts.refunds.ids[row]
    case .lapse: return intake.rules.entitlements[step.after.terms!.lines[row].entitlement]
    default: return facts.orders.ids[row]
    }
  }
}
