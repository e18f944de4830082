import Reports
import SettlementCore

/// How the orders of a run were split, computed anew from their facts for the lines that take something back (SPEC §4).
struct OrderSplits {
  private let input: OrderPassInput
  private var life = OrderLife()
  private var posted: Int32 = -1

  init(_ input: OrderPassInput) { self.input = input }

  /// What a party had of an order; `corrects` is the group that the line takes back, 0 without.
  ///
  /// Throws `BrokenLaw` when the order has no terms: then nothing can have been taken back.
  mutating func origin(of order: Int32, for party: Int32, corrects: Int64) throws -> RefundOrigin {
    let row = Int(order)
    if order != posted {
      _ = try life.post(input.orderFacts(row), by: try terms(of: row))
      posted = order
    }
    let share = life.shares.reduce(0) { $1.party == party ? $0 + $1.held + $1.earned : $0 }
    return RefundOrigin(
      day: CalendarDay(number: input.facts.orders.day[row]), base: life.base, share: share, group: corrects > 0 ? corrects : nil)
  }

  private func terms(of row: Int) throws -> Terms {
    let orders = input.facts.orders
    if orders.terms[row] >= 0 { return input.terms[Int(orders.terms[row])] }
    guard let number = input.finder.terms(of: orders.bundle[row], on: CalendarDay(number: orders.day[row])) else {
      throw BrokenLaw("order \(orders.ids[row]) gave something back, but no version has split it")
    }
    return input.terms[Int(number)]
  }
}
