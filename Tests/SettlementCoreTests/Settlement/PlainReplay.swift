@testable import SettlementCore

/// One order replayed by itself, event by event, as SPEC §4 words it: what the column loop is held equal to.
struct PlainReplay {
  struct Group: Equatable {
    let kind: GroupKind
    let record: Int32
    let lines: [Int32: Int64]
  }

  let shop: RandomShop
  let current: Int32
  private(set) var groups: [Group] = []
  private var life = OrderLife()
  private var isSplit = false
  private var ended: Set<[Int32]> = []

  /// The groups of run `current` of one order.
  init(_ shop: RandomShop, order: Int, run current: Int32) throws {
    self.shop = shop
    self.current = current
    let events = sortedEvents(order)
    for run in 1...current {
      ended = []
      for event in events where event.run == run { try apply(event, order) }
      if isSplit { lapse(run) }
    }
  }

  private struct Event {
    let run: Int32
    let instant: Int64
    let kind: EventKind
    let id: [UInt8]
    let record: Int32
    var isExcess = false
  }

  /// By (run, instant, kind, id as bytes); no event counts before its order, no reversal before its redemption.
  private func sortedEvents(_ order: Int) -> [Event] {
    let (orders, redemptions, refunds) = (shop.facts.orders, shop.facts.redemptions, shop.facts.refunds)
    let paidAt = orders.paidAt[order]
    func bytes(_ column: TextColumn, _ row: Int) -> [UInt8] { Array(column[row].utf8) }
    var events = [Event(run: orders.run[order], instant: paidAt, kind: .order, id: bytes(orders.ids, order), record: Int32(order))]
    for row in 0..<redemptions.count where redemptions.order[row] == Int32(order) {
      let (id, at) = (bytes(redemptions.ids, row), max(paidAt, redemptions.redeemedAt[row]))
      events.append(Event(run: redemptions.run[row], instant: at, kind: .redemption, id: id, record: Int32(row)))
      let run = redemptions.reversalRun[row]
      if run == Run.never { continue }
      let reversedAt = redemptions.reversedAt[row] == .min ? RandomShop.endOfDay(run) : redemptions.reversedAt[row]
      events.append(Event(run: run, instant: max(at, reversedAt), kind: .reversal, id: id, record: Int32(row)))
    }
    for row in 0..<refunds.count where refunds.order[row] == Int32(order) {
      let (id, at) = (bytes(refunds.ids, row), max(paidAt, refunds.refundedAt[row]))
      events.append(Event(run: refunds.run[row], instant: at, kind: .refund, id: id, record: Int32(row)))
      let run = refunds.undoRun[row]
      if run != Run.never {
        events.append(Event(run: run, instant: max(paidAt, RandomShop.endOfDay(run)), kind: .undo, id: id, record: Int32(row)))
      }
    }
    for (row, run) in refunds.excess where refunds.order[Int(row)] == Int32(order) {
      let at = max(paidAt, refunds.refundedAt[Int(row)])
      events.append(Event(run: run, instant: at, kind: .refund, id: bytes(refunds.ids, Int(row)), record: row, isExcess: true))
    }
    return events.sorted { left, right in
      if (left.run, left.instant, left.kind.rawValue) != (right.run, right.instant, right.kind.rawValue) {
        return (left.run, left.instant, left.kind.rawValue) < (right.run, right.instant, right.kind.rawValue)
      }
      return left.id.lexicographicallyPrecedes(right.id)
    }
  }

  private mutating func apply(_ event: Event, _ order: Int) throws {
    let (redemptions, refunds) = (shop.facts.redemptions, shop.facts.refunds)
    let row = Int(event.record)
    let day = event.kind == .redemption || event.kind == .reversal ? CalendarDay(number: redemptions.day[row]) : CalendarDay(number: 0)
    let facts =
      event.kind == .refund
      ? RefundFacts(amount: refunds.amount[row], entitlement: refunds.entitlement[row], units: refunds.units[row])
      : RefundFacts(amount: 0, entitlement: -1, units: 0)
    switch event.kind {
    case .order: try split(order, event)
    case .redemption where isSplit && !ended.contains([0, event.record]):
      if life.redeem(event.record, entitlement: redemptions.entitlement[row], on: day) == nil { keep(.earn, event) }
    case .reversal:
      if isSplit, life.reverse(event.record, redeemedOn: day) { keep(.unearn, event) } else { ended.insert([0, event.record]) }
    case .refund where isSplit && event.isExcess:
      if life.retryExcess(of: event.record) != nil { keep(.refund, event) }
    case .refund where isSplit && !ended.contains([1, event.record]):
      _ = life.refund(event.record, facts)
      keep(.refund, event)
    case .undo:
      if isSplit, life.undo(event.record) { keep(.undo, event) } else { ended.insert([1, event.record]) }
    default: break
    }
  }

  private mutating func split(_ order: Int, _ event: Event) throws {
    let orders = shop.facts.orders
    let bundle = Int(orders.bundle[order])
    guard bundle < shop.terms.count, orders.currency[order] == RandomTerms.currency else { return }
    let facts = OrderFacts(
      paid: orders.paid[order], list: orders.list[order], fee: orders.fee[order], quantity: orders.quantity[order],
      day: CalendarDay(number: orders.day[order]), channel: max(0, orders.channel[order]))
    isSplit = try life.post(facts, by: shop.terms[bundle]) == .split
    if isSplit { keep(.order, event) }
  }

  private mutating func lapse(_ run: Int32) {
    for place in life.shares.indices where life.isDue(place, today: RandomShop.runDays[Int(run) - 1]) {
      life.lapse(place)
      if run == current { append(.lapse, Int32(place)) }
    }
  }

  private mutating func keep(_ kind: GroupKind, _ event: Event) { if event.run == current { append(kind, event.record) } }

  private mutating func append(_ kind: GroupKind, _ record: Int32) {
    var lines: [Int32: Int64] = [:]
    for line in life.lines.lines where line.amount != 0 { lines[line.account.code] = line.amount }
    if !lines.isEmpty { groups.append(Group(kind: kind, record: record, lines: lines)) }
  }
}
