import LedgerStore
import Reconciliation
import SettlementCore

/// What our own records claim: the content of a claim, and which claims a run brings (SPEC §7, "ours").
///
/// A class read by both threads: no reference is counted per column and row.
final class ClaimSource: Sendable {
  struct Content: Sendable {
    let item: Int32
    let amount: Int64
    let currency: Currency
    let time: RecordTime
    /// Row of the order.
    let order: Int32
    let isWaiting: Bool
  }
  let facts: OrderFactsTable
  let prices: [Int64]
  let waiting: Set<Int32>
  let entitlementNames: TextColumn
  let bundleNames: TextColumn
  /// Rows of refunds that have posted and stand, and of their orders.
  let standingRefunds: Set<Int32>
  let ordersWithRefund: Set<Int32>
  private let redemptionsOfOrder: [Int32: [Int32]]
  private let ended: Set<Int32>
  /// By row of the order; −1: parked.
  private let terms: [Int32]
  private let intake: Intake

  init(_ settling: Settling, _ findings: StoreFindings, countsRepeats: Bool) {
    intake = settling.intake
    ended = settling.endedRedemptions
    facts = settling.intake.facts
    terms = settling.terms
    prices = settling.prices
    waiting = Set(findings.waitingOurs.map(\.redemption))
    entitlementNames = TextColumn(settling.intake.rules.entitlements.names)
    bundleNames = TextColumn(settling.intake.rules.bundles.names)
    standingRefunds = Self.standingRefunds(settling)
    ordersWithRefund = Set(standingRefunds.map { settling.intake.facts.refunds.order[Int($0)] })
    var byOrder: [Int32: [Int32]] = [:]
    if countsRepeats {
      for row in 0..<facts.redemptions.count where facts.redemptions.order[row] >= 0 {
        byOrder[facts.redemptions.order[row], default: []].append(Int32(row))
      }
    }
    redemptionsOfOrder = byOrder
  }

  private static func standingRefunds(_ settling: Settling) -> Set<Int32> {
    let events = settling.run.input.events
    let refunds = settling.intake.facts.refunds
    var waiting: Set<Int32> = []
    for (event, _) in settling.waiting where events.kind[Int(event)] == .refund { waiting.insert(events.record[Int(event)]) }
    var standing: Set<Int32> = []
    for row in 0..<refunds.count where refunds.order[row] >= 0 && refunds.run[row] <= settling.intake.current {
      if refunds.undoRun[row] > settling.intake.current && !waiting.contains(Int32(row)) { standing.insert(Int32(row)) }
    }
    return standing
  }

  @inline(__always)
  func content(of claim: PartnerBook.Claim) -> Content {
    let row = Int(claim.row)
    switch claim.feed {
    case .order, .payout:
      return Content(
        item: facts.orders.bundle[row], amount: facts.orders.paid[row], currency: facts.orders.currency[row],
        time: time(ofOrder: row), order: claim.row, isWaiting: false)
    case .refund:
      let order = facts.refunds.order[row]
      return Content(
        item: facts.orders.bundle[Int(order)], amount: claim.type == .reversed ? -amount(ofRefund: row) : amount(ofRefund: row),
        currency: facts.orders.currency[Int(order)],
        time: time(ofRefund: row), order: order, isWaiting: false)
    case .redemption:
      let order = facts.redemptions.order[row]
      let isWaiting = waiting.contains(claim.row)
      let price = isWaiting ? 0 : prices[row]
      let isReversed = claim.type == .reversed
      return Content(
        item: facts.redemptions.entitlement[row], amount: isReversed ? -price : price, currency: facts.orders.currency[Int(order)],
        time: isReversed ? time(ofReversal: row) : time(ofRedemption: row), order: order, isWaiting: isWaiting)
    }
  }

  func time(ofOrder row: Int) -> RecordTime { RecordTime(day: facts.orders.day[row], instant: facts.orders.paidAt[row]) }

  func time(ofRefund row: Int) -> RecordTime { RecordTime(day: facts.refunds.day[row], instant: facts.refunds.refundedAt[row]) }

  func time(ofRedemption row: Int) -> RecordTime {
    RecordTime(day: facts.redemptions.day[row], instant: facts.redemptions.redeemedAt[row])
  }

  func time(ofReversal row: Int) -> RecordTime {
    RecordTime(day: facts.redemptions.reversalDay[row], instant: Self.instant(facts.redemptions.reversedAt[row]))
  }

  /// A reversal may have no time.
  static func instant(_ reversedAt: Int64) -> Int64? { reversedAt == .min ? nil : reversedAt }

  /// As the agreement that split an order says; half up for one that is parked.
  func rounding(ofOrder row: Int32) -> Rounding {
    terms[Int(row)] < 0 ? .halfUp : intake.rules.terms[Int(terms[Int(row)])].version.rounding
  }

  /// Ids of the records that a claim's feed names.
  func references(_ feed: Feed) -> TextColumn {
    switch feed {
    case .order, .payout: facts.orders.ids
    case .redemption: facts.redemptions.ids
    case .refund: facts.refunds.ids
    }
  }

  /// In the minor unit of its order.
  private func amount(ofRefund row: Int) -> Int64 {
    var amount = facts.refunds.amount[row]
    for _ in 0..<max(0, Int(facts.refunds.exponent[row]) - facts.orders.currency[Int(facts.refunds.order[row])].exponent) { amount /= 10 }
    return amount
  }

  /// Which of the order's redemptions of the same entitlement this is, in the order in which they were met: how often a key without reference is met.
  func occurrence(of claim: PartnerBook.Claim) -> Int32 {
    guard claim.feed == .redemption else { return 0 }
    let row = Int(claim.row)
    let earlier = (redemptionsOfOrder[facts.redemptions.order[row]] ?? []).filter { other in
      let claims = claim.type == .reversed ? facts.redemptions.reversalRun[Int(other)] : facts.redemptions.run[Int(other)]
      return facts.redemptions.entitlement[Int(other)] == facts.redemptions.entitlement[row] && claims != Run.never
        && !ended.contains(other)
        && intake.isClaimedBefore(other, claim.row, claim.type)
    }
    return Int32(earlier.count + 1)
  }
}
