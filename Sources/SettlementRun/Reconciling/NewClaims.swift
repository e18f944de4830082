import LedgerStore
import Reconciliation
import SettlementCore

/// The claims of a run by partner: those that are still open, and those that its events bring.
struct NewClaims {
  /// By the party's number; open ones first, then in the order of events.
  private var claims: [[PartnerBook.Claim]]
  private var known: [Int32: Set<PartnerBook.Claim>] = [:]
  /// Refunds that failed while their claim was still open.
  private var neverCounted: [Int32: Set<Int32>] = [:]
  /// The same of claims that earlier statements answered, where a statement issued anew may open them again.
  private var answered: [[PartnerBook.Claim]]
  private let isWhole: Set<Int32>
  /// By the party's number; nil: it sends no statement.
  private var matches: [StatementProfile.Matches?]
  /// Parties whose bill covers every order, whatever its channel.
  private let ofAllOrders: Set<Int32>
  /// Parties that give totals: their claims are counted once, and a refund that fails is counted back.
  private let ofGroups: Set<Int32>

  init(_ deliveries: [StatementDelivery], _ settling: Settling, _ findings: StoreFindings) {
    let parties = settling.intake.rules.parties.count
    claims = Array(repeating: [], count: parties)
    answered = claims
    matches = Array(repeating: nil, count: parties)
    isWhole = Set(deliveries.filter(\.isWhole).map(\.party))
    for delivery in deliveries { matches[Int(delivery.party)] = delivery.profile.matches }
    ofAllOrders = Set(deliveries.filter(\.coversAllOrders).map(\.party))
    ofGroups = Set(deliveries.filter { !$0.profile.group.isEmpty }.map(\.party))
    for delivery in deliveries { addOpen(delivery, settling) }
    for delivery in deliveries where delivery.isWhole && delivery.profile.group.isEmpty {
      for (claim, kind) in Self.earlier(delivery, settling) { add(claim, to: delivery.party, kind) }
    }
    addEvents(settling)
    for (row, party) in findings.waitingOurs { add(.init(feed: .redemption, row: row, type: .redeemed), to: party, .redemptions) }
    for delivery in deliveries where !delivery.reissues.isEmpty && delivery.profile.group.isEmpty {
      let open = Set(claims[Int(delivery.party)])
      answered[Int(delivery.party)] = Self.earlier(delivery, settling).filter {
        $0.kind == delivery.profile.matches && !open.contains($0.claim)
      }.map(\.claim)
    }
    // Without references keys repeat on our side: the first is the one that was seen first.
    for delivery in deliveries where delivery.profile.matches == .redemptions && !delivery.profile.on.contains(.reference) {
      claims[Int(delivery.party)].sort {
        $0.type != $1.type ? $0.type.rawValue < $1.type.rawValue : settling.intake.isClaimedBefore($0.row, $1.row, $0.type)
      }
    }
  }

  private mutating func add(_ claim: PartnerBook.Claim, to party: Int32, _ kind: StatementProfile.Matches) {
    guard matches[Int(party)] == kind, known.isEmpty || known[party]?.contains(claim) != true else { return }
    claims[Int(party)].append(claim)
    if isWhole.contains(party) { known[party, default: []].insert(claim) }
  }

  subscript(party: Int32) -> [PartnerBook.Claim] { claims[Int(party)] }

  func answered(_ party: Int32) -> [PartnerBook.Claim] { answered[Int(party)] }

  /// Open claims whose record still claims: a redemption that was reversed while it waited does not, nor does a refund that failed.
  private mutating func addOpen(_ delivery: StatementDelivery, _ settling: Settling) {
    let intake = settling.intake
    let ended = settling.endedRedemptions
    for open in delivery.openClaims {
      let row: Int32? =
        switch open.feed {
        case .order: intake.orderRow[open.number]
        case .redemption: intake.redemptionRow[open.number]
        case .refund: intake.refundRow[open.number]
        case .payout: nil
        }
      guard let row, let type = LineType.allCases.first(where: { $0.name == open.type }) else { continue }
      if open.feed == .redemption, ended.contains(row) { continue }
      if open.feed == .refund, intake.facts.refunds.undoRun[Int(row)] <= intake.current {
        neverCounted[delivery.party, default: []].insert(row)
        continue
      }
      let claim = PartnerBook.Claim(feed: open.feed, row: row, type: type)
      claims[Int(delivery.party)].append(claim)
      known[delivery.party, default: []].insert(claim)
    }
  }

  /// Claims of earlier runs that a file read whole, or issued anew, may answer again.
  private static func earlier(
    _ delivery: StatementDelivery, _ settling: Settling
  ) -> [(claim: PartnerBook.Claim, kind: StatementProfile.Matches)] {
    let (intake, facts, current) = (settling.intake, settling.intake.facts, settling.intake.current)
    var found: [(claim: PartnerBook.Claim, kind: StatementProfile.Matches)] = []
    for row in intake.newRedemptions..<facts.redemptions.count {
      let order = facts.redemptions.order[row]
      guard facts.redemptions.run[row] < current,
        settling.party(order: order, entitlement: facts.redemptions.entitlement[row]) == delivery.party
      else { continue }
      found.append((.init(feed: .redemption, row: Int32(row), type: .redeemed), .redemptions))
      if facts.redemptions.reversalRun[row] < current {
        found.append((.init(feed: .redemption, row: Int32(row), type: .reversed), .redemptions))
      }
    }
    for row in intake.newOrders..<facts.orders.count
    where delivery.covers(channel: facts.orders.channel[row]) && facts.orders.day[row] <= intake.today.number {
      found.append((.init(feed: .order, row: Int32(row), type: .redeemed), .orders))
    }
    for row in intake.newRefunds..<facts.refunds.count where facts.refunds.order[row] >= 0 && !intake.failedRefunds.contains(Int32(row)) {
      guard delivery.covers(channel: facts.orders.channel[Int(facts.refunds.order[row])]), facts.refunds.day[row] <= intake.today.number,
        facts.refunds.undoRun[row] > current
      else { continue }
      found.append((.init(feed: .refund, row: Int32(row), type: .reversed), .orders))
    }
    return found
  }

  private mutating func addEvents(_ settling: Settling) {
    let events = settling.run.input.events
    let facts = settling.intake.facts
    let failed = Set(settling.waiting.map(\.event))
    let linked = Set(settling.intake.linkedRefunds)
    for event in settling.firstEvent..<events.count {
      let record = events.record[event]
      let order = events.order[event]
      switch events.kind[event] {
      case .redemption, .reversal:
        if failed.contains(Int32(event)) { continue }
        guard let party = settling.party(order: order, entitlement: facts.redemptions.entitlement[Int(record)]) else { continue }
        add(.init(feed: .redemption, row: record, type: events.kind[event] == .reversal ? .reversed : .redeemed), to: party, .redemptions)
      case .order:
        let isNew = Int(record) < settling.intake.newOrders
        guard settling.intake.isDueNow(facts.orders.day[Int(record)], isNew: isNew) else { continue }
        addBill(.init(feed: .order, row: record, type: .redeemed), channel: facts.orders.channel[Int(record)])
      case .refund:
        let isNew = Int(record) < settling.intake.newRefunds || linked.contains(record)
        guard !events.isExcess[event], facts.refunds.undoRun[Int(record)] > settling.intake.current,
          settling.intake.isDueNow(facts.refunds.day[Int(record)], isNew: isNew)
        else { continue }
        addBill(.init(feed: .refund, row: record, type: .reversed), channel: facts.orders.channel[Int(order)])
      case .undo:
        let isNew = Int(record) < settling.intake.newRefunds || linked.contains(record)
        if !ofGroups.isEmpty && !isNew { addFailure(of: record, channel: facts.orders.channel[Int(order)], settling) }
      }
    }
  }

  /// A claim on every bill that the order stands on: its channel's, and those that cover all.
  private mutating func addBill(_ claim: PartnerBook.Claim, channel: Int32) {
    if channel >= 0 && !ofAllOrders.contains(channel) { add(claim, to: channel, .orders) }
    for party in ofAllOrders { add(claim, to: party, .orders) }
  }

  /// Takes a failed refund back where an earlier run has counted it: on its own day, so that both cancel each other.
  private mutating func addFailure(of refund: Int32, channel: Int32, _ settling: Settling) {
    if settling.intake.isDueNow(settling.intake.facts.refunds.day[Int(refund)], isNew: false) { return }
    for party in ofGroups where party == channel || ofAllOrders.contains(party) {
      if neverCounted[party]?.contains(refund) == true { continue }
      add(.init(feed: .refund, row: refund, type: .redeemed), to: party, .orders)
    }
  }
}

extension Intake {
  /// The order in which two redemptions made a claim: reversed ones by the run that reversed them, then as the redemptions were met.
  func isClaimedBefore(_ left: Int32, _ right: Int32, _ type: LineType) -> Bool {
    let (a, b) = (facts.redemptions.reversalRun[Int(left)], facts.redemptions.reversalRun[Int(right)])
    return type == .reversed && a != b ? a < b : isSeenBefore(left, right)
  }

  /// The order in which redemptions were met: by the run that saw them, instant and id.
  func isSeenBefore(_ left: Int32, _ right: Int32) -> Bool {
    let (a, b) = (Int(left), Int(right))
    if redemptionSeen[a] != redemptionSeen[b] { return redemptionSeen[a] < redemptionSeen[b] }
    let redemptions = facts.redemptions
    if redemptions.redeemedAt[a] != redemptions.redeemedAt[b] { return redemptions.redeemedAt[a] < redemptions.redeemedAt[b] }
    return redemptions.ids.compare(a, redemptions.ids, b) < 0
  }
}

extension Settling {
  /// Redemptions that were reversed before they earned: they are not ours (SPEC §7, step 4).
  var endedRedemptions: Set<Int32> { ended(by: .reversal) }

  /// Redemptions that wait for a unit, an agreement or an entitlement of theirs.
  var waitingRedemptions: Set<Int32> {
    let events = run.input.events
    return Set(waiting.filter { events.kind[Int($0.event)] == .redemption }.map { events.record[Int($0.event)] })
  }

  /// Refunds that failed before they posted.
  var endedRefunds: Set<Int32> { ended(by: .undo) }

  private func ended(by kind: EventKind) -> Set<Int32> {
    let events = run.input.events
    var rows: Set<Int32> = []
    for (event, reason) in waiting where reason == .ended && events.kind[Int(event)] == kind { rows.insert(events.record[Int(event)]) }
    return rows
  }
}
