import LedgerStore
import Reconciliation
import SettlementCore

/// What the store knows of one order, as far as partners' statements have to say it too.
struct OrderEvidence: Sendable {
  struct Refund: Sendable {
    /// Nil: no statement has to answer it any more.
    let claim: PartnerBook.Claim?
    let time: RecordTime
  }
  struct Redemption: Sendable {
    let party: Int32
    let redeemed: PartnerBook.Claim?
    let time: RecordTime
    let reversed: PartnerBook.Claim?
    /// Nil: it stands.
    let reversal: RecordTime?
  }
  /// Our line of it on a bill; nil: no statement has to answer it any more.
  let claim: PartnerBook.Claim?
  let channel: Int32
  let time: RecordTime
  /// Those that have posted and stand.
  var refunds: [Refund] = []
  /// Those that have earned.
  var redemptions: [Redemption] = []

  /// Of every order that the store knows and that is dated up to the run's day, by id: from what the run has loaded, else from the ledger.
  static func of(_ ids: Set<String>, _ settling: Settling, _ source: ClaimSource, _ ledger: any Ledger) throws -> [String: OrderEvidence] {
    var found = loaded(ids, settling, source)
    let facts = settling.intake.facts
    let others = ids.filter { id in
      found[id] == nil && settling.intake.orderIndex.row(in: facts.orders.ids, equalTo: 0, of: TextColumn([id])) == nil
    }
    if settling.intake.current > 1 && !others.isEmpty { found.merge(try stored(others.sorted(), settling, ledger)) { known, _ in known } }
    return found.filter { $0.value.time.day <= settling.intake.today.number }
  }

  private static func loaded(_ ids: Set<String>, _ settling: Settling, _ source: ClaimSource) -> [String: OrderEvidence] {
    let (intake, facts) = (settling.intake, settling.intake.facts)
    var found: [Int32: OrderEvidence] = [:]
    var names: [Int32: String] = [:]
    for id in ids {
      guard let row = intake.orderIndex.row(in: facts.orders.ids, equalTo: 0, of: TextColumn([id])) else { continue }
      names[Int32(row)] = id
      found[Int32(row)] = OrderEvidence(
        claim: .init(feed: .order, row: Int32(row), type: .redeemed), channel: facts.orders.channel[row], time: source.time(ofOrder: row))
    }
    if found.isEmpty { return [:] }
    for row in 0..<facts.refunds.count where source.standingRefunds.contains(Int32(row)) {
      let claim = PartnerBook.Claim(feed: .refund, row: Int32(row), type: .reversed)
      found[facts.refunds.order[row]]?.refunds.append(Refund(claim: claim, time: source.time(ofRefund: row)))
    }
    let waiting = settling.waitingRedemptions
    for row in 0..<facts.redemptions.count {
      let order = facts.redemptions.order[row]
      guard found[order] != nil, facts.redemptions.run[row] <= intake.current, !waiting.contains(Int32(row)),
        let party = settling.party(order: order, entitlement: facts.redemptions.entitlement[row])
      else { continue }
      let isReversed = facts.redemptions.reversalRun[row] <= intake.current
      found[order]!.redemptions.append(
        Redemption(
          party: party, redeemed: .init(feed: .redemption, row: Int32(row), type: .redeemed), time: source.time(ofRedemption: row),
          reversed: .init(feed: .redemption, row: Int32(row), type: .reversed), reversal: isReversed ? source.time(ofReversal: row) : nil))
    }
    return Dictionary(uniqueKeysWithValues: found.map { (names[$0.key]!, $0.value) })
  }

  /// What no open claim, waiting record or new record of this run is about: every statement has answered it, if its day is covered.
  private static func stored(_ ids: [String], _ settling: Settling, _ ledger: any Ledger) throws -> [String: OrderEvidence] {
    let current = settling.intake.current
    let column = TextColumn(ids)
    let orders = try ledger.orders(withIDs: column, rows: ids.indices.map { Int32($0) })
    var found = (0..<orders.count).map { at in
      let time = RecordTime(day: orders.batch.day[at], instant: orders.batch.paidAt[at])
      return OrderEvidence(claim: nil, channel: orders.batch.channel[at], time: time)
    }
    let refunds = try ledger.refunds(ofOrders: orders.number)
    for at in 0..<refunds.count where refunds.batch.run[at] < current && refunds.batch.undoRun[at] == Run.never {
      let time = RecordTime(day: refunds.batch.day[at], instant: refunds.batch.refundedAt[at])
      found[Int(refunds.asked[at])].refunds.append(Refund(claim: nil, time: time))
    }
    let redemptions = try ledger.redemptions(ofOrders: orders.number)
    for at in 0..<redemptions.count where redemptions.batch.run[at] < current {
      let order = Int(redemptions.asked[at])
      guard let party = settling.intake.rules.party(of: orders.batch, order, redemptions.batch.entitlement[at]) else { continue }
      let batch = redemptions.batch
      let reversal = RecordTime(day: batch.reversalDay[at], instant: ClaimSource.instant(batch.reversedAt[at]))
      found[order].redemptions.append(
        Redemption(
          party: party, redeemed: nil, time: RecordTime(day: batch.day[at], instant: batch.redeemedAt[at]), reversed: nil,
          reversal: batch.reversalRun[at] < current ? reversal : nil))
    }
    return Dictionary(uniqueKeysWithValues: (0..<orders.count).map { (orders.batch.ids[$0], found[$0]) })
  }
}
