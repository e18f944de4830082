@testable import SettlementCore

/// One split order that a test talks to: a reference, so that its events can stand in expectations.
final class OneOrder {
  private(set) var life = OrderLife()

  /// Splits an order and keeps what became of it in `outcome`.
  let outcome: SplitOutcome

  init(_ order: OrderFacts, by version: AgreementVersion) throws { outcome = try life.post(order, by: RandomTerms.terms(of: version)) }

  /// [held, earned] of every share, then [remainder].
  var states: [[Int64]] { life.shares.map { [$0.held, $0.earned] } + [[life.remainder]] }
  var shares: [OrderLife.ShareState] { life.shares }

  func redeem(_ redemption: Int32, entitlement: Int32, on day: CalendarDay) -> RedemptionWait? {
    life.redeem(redemption, entitlement: entitlement, on: day)
  }
  func reverse(_ redemption: Int32, redeemedOn day: CalendarDay) -> Bool { life.reverse(redemption, redeemedOn: day) }
  @discardableResult
  func refund(_ refund: Int32, _ amount: Int64, entitlement: Int32 = -1, units: Int64 = 0) -> RefundOutcome {
    life.refund(refund, RefundFacts(amount: amount, entitlement: entitlement, units: units))
  }
  func undo(_ refund: Int32) -> Bool { life.undo(refund) }
  func retryExcess(of refund: Int32) -> RefundOutcome? { life.retryExcess(of: refund) }
  func isDue(_ place: Int, today: CalendarDay) -> Bool { life.isDue(place, today: today) }
  func lapse(_ place: Int) { life.lapse(place) }
}
