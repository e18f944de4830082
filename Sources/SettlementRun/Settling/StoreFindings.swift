import LedgerStore
import SettlementCore

/// What the store's own records leave unexplained (SPEC §4, §7): parked orders, waiting redemptions and refunds, changed records.
struct StoreFindings {
  /// Of this run, all of them but those that stay until something says otherwise.
  private(set) var findings: [Finding] = []
  /// Of this run, and they stay: changed records until a person resolves them, unknown names until the refund is undone.
  private(set) var lasting: [Finding] = []
  /// Redemptions that wait, with the kind of their own or of their parked order: a partner's claim for one adds a finding.
  private(set) var waitingKinds: [Int32: DiscrepancyKind] = [:]
  /// Redemptions that wait and whose share's party is known: they are ours with 0.
  private(set) var waitingOurs: [(redemption: Int32, party: Int32)] = []
  private let settling: Settling
  private let words: FindingWords

  init(_ settling: Settling, _ words: FindingWords) {
    self.settling = settling
    self.words = words
    var parked: [Int32: DiscrepancyKind] = [:]
    for (event, reason) in settling.waiting where settling.run.input.events.kind[Int(event)] == .order {
      let order = settling.run.input.events.record[Int(event)]
      parked[order] = addParked(order, reason)
    }
    let ended = (redemptions: settling.endedRedemptions, refunds: settling.endedRefunds)
    for (event, reason) in settling.waiting {
      let (kind, row) = (settling.run.input.events.kind[Int(event)], settling.run.input.events.record[Int(event)])
      if kind == .redemption && ended.redemptions.contains(row) || kind == .refund && ended.refunds.contains(row) { continue }
      addWaiting(Int(event), reason, parked)
    }
    addUnknownOrders()
    addRefunds()
    for changed in settling.intake.changed { addChanged(changed) }
  }

  private var facts: OrderFactsTable { settling.intake.facts }

  private mutating func addParked(_ row: Int32, _ reason: WaitReason) -> DiscrepancyKind {
    var (kind, ours, theirs) = (DiscrepancyKind.noAgreement, Int64?.none, Int64?.none)
    if reason == .currency { kind = .currency }
    if case .exceedsBase(let base, let others) = reason { (kind, ours, theirs) = (.splitExceedsBase, base, others) }
    let id = facts.orders.ids[Int(row)]
    findings.append(
      Finding(
        partner: "-", kind: kind, key: "order:\(id)", orderID: id, ours: ours, theirs: theirs, currency: currency(ofOrder: row),
        businessDate: CalendarDay(number: facts.orders.day[Int(row)]), leg: .store, state: .open,
        detail: words.parked(kind, bundle: settling.intake.rules.bundles[facts.orders.bundle[Int(row)]])))
    return kind
  }

  private mutating func addWaiting(_ event: Int, _ reason: WaitReason, _ parked: [Int32: DiscrepancyKind]) {
    let events = settling.run.input.events
    let row = events.record[event]
    let order = events.order[event]
    if events.kind[event] == .redemption {
      if reason == .parkedOrder {
        if let kind = parked[order] { waitingKinds[row] = kind } else { addRedemption(row, .unknownOrder, words.unknownOrder) }
      }
      if case .redemption(let wait) = reason { addRedemption(row, wait) }
    } else if events.kind[event] == .refund {
      if reason == .parkedOrder, parked[order] == nil { addRefund(row, .unknownOrder, words.unknownOrder) }
      if reason == .currency { addRefund(row, .currency, words.tooPrecise) }
    }
  }

  private mutating func addRedemption(_ row: Int32, _ wait: RedemptionWait) {
    switch wait {
    case .unknownEntitlement: addRedemption(row, .item, words.unknownItem, ours: 0)
    case .refunded, .expired(refunded: true): addRedemption(row, .redeemedAfterRefund, words.refunded(wait), ours: 0)
    case .noUnit, .expired(refunded: false): addRedemption(row, .overRedeemed, words.noUnit(wait), ours: 0)
    }
  }

  private mutating func addRedemption(_ row: Int32, _ kind: DiscrepancyKind, _ detail: String, ours: Int64? = nil) {
    let redemptions = facts.redemptions
    let order = redemptions.order[Int(row)]
    var partner = "-"
    if kind == .overRedeemed || kind == .redeemedAfterRefund,
      let party = settling.party(order: order, entitlement: redemptions.entitlement[Int(row)])
    {
      partner = settling.intake.rules.parties[party]
      waitingOurs.append((row, party))
    }
    waitingKinds[row] = kind
    findings.append(
      Finding(
        partner: partner, kind: kind, key: "redemption:\(redemptions.ids[Int(row)])", orderID: orderID(ofRedemption: row), ours: ours,
        theirs: nil,
        currency: kind == .unknownOrder ? .unknown : currency(ofOrder: order),
        businessDate: CalendarDay(number: redemptions.day[Int(row)]), leg: .store, state: .open, detail: detail))
  }

  private mutating func addRefund(
    _ row: Int32, _ kind: DiscrepancyKind, _ detail: String, ours: Int64? = nil, theirs: Int64? = nil, isLasting: Bool = false
  ) {
    let refunds = facts.refunds
    let order = refunds.order[Int(row)]
    let finding = Finding(
      partner: "-", kind: kind, key: "refund:\(refunds.ids[Int(row)])", orderID: orderID(ofRefund: row), ours: ours, theirs: theirs,
      currency: kind == .unknownOrder ? .unknown : currency(ofOrder: order),
      businessDate: CalendarDay(number: refunds.day[Int(row)]), leg: .store, state: .open, detail: detail)
    if isLasting { lasting.append(finding) } else { findings.append(finding) }
  }

  /// Due records of orders that no feed has brought yet. A reversal ends a redemption's waiting, a failure a refund's.
  private mutating func addUnknownOrders() {
    let current = settling.intake.current
    for row in 0..<facts.redemptions.count where facts.redemptions.order[row] < 0 {
      if facts.redemptions.run[row] == current && facts.redemptions.reversalRun[row] > current {
        addRedemption(Int32(row), .unknownOrder, words.unknownOrder)
      }
    }
    for row in 0..<facts.refunds.count where facts.refunds.order[row] < 0 {
      if facts.refunds.run[row] == current && facts.refunds.undoRun[row] > current {
        addRefund(Int32(row), .unknownOrder, words.unknownOrder)
      }
    }
  }

  /// Over-refunds and unknown names. What an undo of this run took back is no finding any more.
  private mutating func addRefunds() {
    let events = settling.run.input.events
    let undone = settling.undoneRefunds
    for part in settling.run.parts {
      for (event, outcome) in part.refunds {
        let row = events.record[Int(event)]
        if undone.contains(row) { continue }
        if outcome.excess > 0 {
          addRefund(
            row, .overRefund, words.overRefund(outcome.excess, currency(ofOrder: events.order[Int(event)])), ours: outcome.granted,
            theirs: outcome.granted + outcome.excess)
        }
        if outcome.isItemUnknown { addRefund(row, .item, words.unknownRefundItem, isLasting: true) }
      }
    }
  }

  private mutating func addChanged(_ changed: Intake.Reference) {
    let row = Int(changed.row)
    var (partner, key, orderID, day) = ("-", "", "", Int32(0))
    var currency = Currency.unknown
    switch changed.feed {
    case .order:
      (key, orderID, day) = ("order:" + facts.orders.ids[row], facts.orders.ids[row], facts.orders.day[row])
      currency = self.currency(ofOrder: changed.row)
    case .redemption:
      (key, orderID, day) = (
        "redemption:" + facts.redemptions.ids[row], self.orderID(ofRedemption: changed.row), facts.redemptions.day[row]
      )
      let of = order(facts.redemptions.order[row], named: facts.redemptions.orderIDs, row)
      if let party = settling.party(order: of, entitlement: facts.redemptions.entitlement[row]) {
        partner = settling.intake.rules.parties[party]
      }
      currency = self.currency(ofOrder: of)
    case .refund:
      (key, orderID, day) = ("refund:" + facts.refunds.ids[row], self.orderID(ofRefund: changed.row), facts.refunds.day[row])
      currency = self.currency(ofOrder: self.order(facts.refunds.order[row], named: facts.refunds.orderIDs, row))
    case .payout: return
    }
    if day > settling.intake.today.number { return }
    lasting.append(
      Finding(
        partner: partner, kind: .recordChanged, key: key, orderID: orderID, ours: nil, theirs: nil, currency: currency,
        businessDate: CalendarDay(number: day), leg: .store, state: .open, detail: words.changed))
  }

  /// The currency of an order that a lasting finding names, as it is known now.
  func currency(ofOrderID id: String, _ ledger: any Ledger) throws(LedgerFailure) -> Currency {
    let ids = TextColumn([id])
    if let row = settling.intake.orderIndex.row(in: facts.orders.ids, equalTo: 0, of: ids) { return currency(ofOrder: Int32(row)) }
    let stored = try ledger.orders(withIDs: ids, rows: [0]).batch
    guard let bundle = stored.bundle.first, stored.day[0] <= settling.intake.today.number else { return .unknown }
    return settling.intake.rules.finder.currency(of: bundle) ?? stored.currency[0]
  }

  /// The agreement's currency, else the order's (SPEC §7).
  private func currency(ofOrder row: Int32) -> Currency {
    if row < 0 { return .unknown }
    return settling.intake.rules.finder.currency(of: facts.orders.bundle[Int(row)]) ?? facts.orders.currency[Int(row)]
  }

  /// The order of a record that was never linked, because it ended before its order came.
  private func order(_ known: Int32, named ids: TextColumn, _ row: Int) -> Int32 {
    known >= 0 ? known : settling.intake.orderIndex.row(in: facts.orders.ids, equalTo: row, of: ids).map(Int32.init) ?? -1
  }

  private func orderID(ofRedemption row: Int32) -> String {
    let order = facts.redemptions.order[Int(row)]
    return order >= 0 ? facts.orders.ids[Int(order)] : facts.redemptions.orderIDs[Int(row)]
  }

  private func orderID(ofRefund row: Int32) -> String {
    let order = facts.refunds.order[Int(row)]
    return order >= 0 ? facts.orders.ids[Int(order)] : facts.refunds.orderIDs[Int(row)]
  }
}

extension Settling {
  /// Refunds that this run undid, although they had posted.
  var undoneRefunds: Set<Int32> {
    let events = run.input.events
    var rows: Set<Int32> = []
    for part in run.parts { for event in part.undone where events.kind[Int(event)] == .undo { rows.insert(events.record[Int(event)]) } }
    return rows
  }

  /// Redemptions that this run reversed, although they had earned.
  var reversedRedemptions: Set<Int32> {
    let events = run.input.events
    var rows: Set<Int32> = []
    for part in run.parts { for event in part.undone where events.kind[Int(event)] == .reversal { rows.insert(events.record[Int(event)]) } }
    return rows
  }
}
