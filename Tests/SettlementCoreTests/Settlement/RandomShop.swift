@testable import SettlementCore

/// Orders, redemptions and refunds of a small random shop over two runs, in columns.
struct RandomShop {
  static let runDays = [CalendarDay(number: 20_541), CalendarDay(number: 20_545)]
  var facts = OrderFactsTable()
  let terms: [Terms]
  let finder: TermsFinder

  /// End of a run's day in microseconds.
  static func endOfDay(_ run: Int32) -> Int64 { (Int64(runDays[Int(run) - 1].number) + 1) * 86_400_000_000 - 1 }

  init(seed: UInt64, orders: Int = 40) {
    var maker = RandomTerms(seed: seed)
    let versions = (0..<5).map { _ in maker.version() }
    terms = versions.enumerated().map { RandomTerms.terms(of: $1, number: Int32($0), bundle: "B\($0)") }
    var finder = TermsFinder()
    for number in terms.indices {
      let agreement = Agreement(bundle: "B\(number)", title: "", currency: RandomTerms.currency, versions: [versions[number]])
      finder.add(agreement, bundle: Int32(number), terms: [Int32(number)])
    }
    self.finder = finder
    for row in 0..<orders { addOrder(row, &maker) }
    for row in 0..<orders * 3 { addRedemption(row, &maker) }
    for row in 0..<orders { addRefund(row, &maker) }
  }

  /// A moment on a coarse clock, so that ties are frequent.
  private static func moment(_ day: Int32, _ maker: inout RandomTerms) -> Int64 {
    Int64(day) * 86_400_000_000 + Int64(maker.number(0...3)) * 3_600_000_000
  }

  private static func id(_ letter: String, _ row: Int, _ maker: inout RandomTerms) -> String {
    "\(letter)\((row * 7919) % 1009)\(maker.pick(["", "-b", "中"]))"
  }

  private mutating func addOrder(_ row: Int, _ maker: inout RandomTerms) {
    let order = maker.order()
    facts.orders.ids.append(Self.id("O", row, &maker))
    facts.orders.bundle.append(Int32(maker.number(0...5)))  // 5: no agreement
    facts.orders.channel.append(Int32(maker.number(-1...2)))
    facts.orders.quantity.append(order.quantity)
    facts.orders.currency.append(maker.chance(20) ? Currency(code: "USD")! : RandomTerms.currency)
    facts.orders.paid.append(order.paid)
    facts.orders.list.append(order.list)
    facts.orders.fee.append(order.fee)
    facts.orders.paidAt.append(Self.moment(order.day.number, &maker))
    facts.orders.day.append(order.day.number)
    facts.orders.run.append(maker.chance(4) ? 2 : 1)
    facts.orders.terms.append(-1)
  }

  private mutating func addRedemption(_ row: Int, _ maker: inout RandomTerms) {
    let order = maker.number(-1...facts.orders.count - 1)
    let day = 20_530 + Int32(maker.number(0...14))
    let posts = order < 0 ? 1 : facts.orders.run[order]
    let run = max(posts, Int32(maker.number(1...2)))
    facts.redemptions.ids.append(Self.id("R", row, &maker))
    facts.redemptions.orderIDs.append("")
    facts.redemptions.order.append(Int32(order))
    facts.redemptions.entitlement.append(maker.chance(15) ? 7 : Int32(maker.number(0...3)))
    facts.redemptions.redeemedAt.append(Self.moment(day, &maker))
    facts.redemptions.day.append(day)
    facts.redemptions.run.append(run)
    let isReversed = maker.chance(4)
    facts.redemptions.reversedAt.append(maker.chance(3) ? .min : Self.moment(day + Int32(maker.number(0...2)), &maker))
    facts.redemptions.reversalDay.append(day)
    facts.redemptions.reversalRun.append(isReversed ? max(run, Int32(maker.number(1...2))) : Run.never)
    facts.redemptions.group.append(0)
    facts.redemptions.price.append(0)
  }

  private mutating func addRefund(_ row: Int, _ maker: inout RandomTerms) {
    let order = maker.number(-1...facts.orders.count - 1)
    let day = 20_530 + Int32(maker.number(0...14))
    let run = max(order < 0 ? 1 : facts.orders.run[order], Int32(maker.number(1...2)))
    let paid = order < 0 ? 100 : facts.orders.paid[order]
    facts.refunds.ids.append(Self.id("F", row, &maker))
    facts.refunds.orderIDs.append("")
    facts.refunds.order.append(Int32(order))
    facts.refunds.amount.append(maker.pick([1, paid / 3 + 1, paid / 2 + 1, max(paid, 1), paid + 5]))
    facts.refunds.exponent.append(2)
    facts.refunds.entitlement.append(maker.pick([-1, -1, 0, 1, -2]))
    facts.refunds.units.append(maker.pick([0, 0, 1, 3]))
    facts.refunds.refundedAt.append(Self.moment(day, &maker))
    facts.refunds.day.append(day)
    facts.refunds.run.append(run)
    let isUndone = maker.chance(4)
    facts.refunds.undoRun.append(isUndone ? max(run, Int32(maker.number(1...2))) : Run.never)
    facts.refunds.undoDay.append(day)
    facts.refunds.group.append(0)
  }

  func input(run: Int32) -> OrderPassInput {
    let events = EventTable(facts, upTo: run, endOfDay: Self.endOfDay)
    return OrderPassInput(
      facts: facts, events: events, terms: terms, finder: finder, runDays: Array(Self.runDays.prefix(Int(run))), current: run)
  }

  /// What the caller of the first run keeps: split orders have terms, what waits is tried again, what has ended never.
  mutating func carry(_ result: OrderPassResult, _ events: EventTable) {
    for (order, number) in result.split { facts.orders.terms[Int(order)] = number }
    for (event, reason) in result.waiting {
      let row = Int(events.record[Int(event)])
      let next = reason == .ended ? Run.never : 2
      switch events.kind[Int(event)] {
      case .order: facts.orders.run[row] = 2
      case .redemption: facts.redemptions.run[row] = max(next, facts.redemptions.run[row])
      case .refund: facts.refunds.run[row] = max(next, facts.refunds.run[row])
      case .reversal: (facts.redemptions.run[row], facts.redemptions.reversalRun[row]) = (Run.never, Run.never)
      case .undo: (facts.refunds.run[row], facts.refunds.undoRun[row]) = (Run.never, Run.never)
      }
    }
    for (event, outcome) in result.refunds where outcome.excess > 0 {
      let row = events.record[Int(event)]
      if facts.refunds.undoRun[Int(row)] != 1 { facts.refunds.excess.append((row, 2)) }
    }
  }
}
