extension OrderPassInput {
  /// Posts, redeems, refunds and expires the orders of a range of rows: the first of the three passes.
  ///
  /// Orders do not see each other, so ranges can be worked on side by side. Throws `BrokenLaw` when an order's state contradicts SPEC §4 or
  /// its stored history.
  public func settle(orders range: Range<Int>) throws(BrokenLaw) -> OrderPassResult {
    var result = OrderPassResult()
    var life = OrderLife()
    let events = Int(starts[range.upperBound] - starts[range.lowerBound])
    result.groups.reserve(groups: events, lines: 3 * events + 4 * range.count)  // about what fixed and percent shares have
    for order in range { try settle(order, &life, &result) }
    result.balances.flush()
    return result
  }

  private func settle(_ order: Int, _ life: inout OrderLife, _ result: inout OrderPassResult) throws(BrokenLaw) {
    var isSplit = false
    var isCounted = false
    var lastRun: Int32 = 0
    var ended: [Int32] = []
    for place in Int(starts[order])..<Int(starts[order + 1]) {
      let event = Int(byOrder[place])
      let run = events.run[event]
      if isSplit, run > lastRun { lapseSilently(&life, upTo: runDays[Int(run) - 2]) }
      if run == current, isSplit, !isCounted {
        result.balances.add(life, sign: -1, life.terms!.currency)
        isCounted = true
      }
      lastRun = run
      if run < current {
        try replay(event, &life, &isSplit)
      } else {
        apply(event, &life, &isSplit, &ended, &result)
        if isSplit { isCounted = true }
      }
    }
    guard isSplit else { return }
    if lastRun < current {
      if current > 1 { lapseSilently(&life, upTo: runDays[Int(current) - 2]) }
      result.balances.add(life, sign: -1, life.terms!.currency)
    }
    lapse(order, &life, &result)
    result.balances.add(life, sign: 1, life.terms!.currency)
    if let broken = life.brokenLaw() { throw BrokenLaw("order \(facts.orders.ids[order]): \(broken)") }
  }

  /// Lapses that happened in runs whose groups are posted already.
  private func lapseSilently(_ life: inout OrderLife, upTo day: CalendarDay) {
    if life.terms!.expiries.isEmpty { return }
    for share in life.shares.indices where life.isDue(share, today: day) { life.lapse(share) }
  }

  private func lapse(_ order: Int, _ life: inout OrderLife, _ result: inout OrderPassResult) {
    if life.terms!.expiries.isEmpty { return }
    for share in life.shares.indices where life.isDue(share, today: today) {
      let held = life.shares[share].held
      life.lapse(share)
      if life.lines.isEmpty { continue }
      result.groups.append(life.lines, event: -1, kind: .lapse, order: Int32(order), record: Int32(share), value: held)
    }
  }

  /// An event of an earlier run: it moved money then, so it must be able to now.
  private func replay(_ event: Int, _ life: inout OrderLife, _ isSplit: inout Bool) throws(BrokenLaw) {
    let record = events.record[event]
    switch events.kind[event] {
    case .order:
      let number = facts.orders.terms[Int(record)]
      let outcome = try? life.post(orderFacts(Int(record)), by: terms[Int(number)])
      isSplit = outcome == .split
      if !isSplit { throw BrokenLaw("order \(facts.orders.ids[Int(record)]) was split and cannot be split again") }
    case .redemption:
      let row = Int(record)
      let day = CalendarDay(number: facts.redemptions.day[row])
      if life.redeem(record, entitlement: facts.redemptions.entitlement[row], on: day) != nil {
        throw BrokenLaw("redemption \(facts.redemptions.ids[row]) has earned and cannot earn again")
      }
    case .reversal: _ = isSplit ? life.reverse(record, redeemedOn: CalendarDay(number: facts.redemptions.day[Int(record)])) : false
    case .refund:
      if events.isExcess[event] { _ = life.retryExcess(of: record) } else { _ = life.refund(record, refundFacts(Int(record), life)!) }
    case .undo: _ = isSplit ? life.undo(record) : false
    }
  }

  /// An event of this run.
  private func apply(
    _ event: Int, _ life: inout OrderLife, _ isSplit: inout Bool, _ ended: inout [Int32], _ result: inout OrderPassResult
  ) {
    let record = events.record[event]
    let kind = events.kind[event]
    if kind == .order {
      split(event, &life, &isSplit, &result)
      return
    }
    let code = record << 1 | (kind == .refund || kind == .undo ? 1 : 0)
    if (kind == .redemption || kind == .refund) && ended.contains(code) { return }
    if kind == .reversal || kind == .undo, !(isSplit && takeBack(event, &life, &result)) {
      ended.append(code)
      result.waiting.append((Int32(event), .ended))
    }
    if kind == .redemption || kind == .refund, !isSplit { result.waiting.append((Int32(event), .parkedOrder)) }
    guard isSplit else { return }
    if kind == .redemption { redeem(event, &life, &result) }
    if kind == .refund { refund(event, &life, &result) }
  }

  private func split(_ event: Int, _ life: inout OrderLife, _ isSplit: inout Bool, _ result: inout OrderPassResult) {
    let row = Int(events.record[event])
    let known = facts.orders.terms[row] >= 0 ? facts.orders.terms[row] : nil  // posted before: the run is only being retold
    guard let number = known ?? finder.terms(of: facts.orders.bundle[row], on: CalendarDay(number: facts.orders.day[row])) else {
      result.waiting.append((Int32(event), .noAgreement))
      return
    }
    let terms = terms[Int(number)]
    guard facts.orders.currency[row] == terms.currency else {
      result.waiting.append((Int32(event), .currency))
      return
    }
    do {
      let outcome = try life.post(orderFacts(row), by: terms)
      if case .exceedsBase(let base, let others) = outcome {
        result.waiting.append((Int32(event), .exceedsBase(base: base, others: others)))
        return
      }
    } catch {
      result.waiting.append((Int32(event), .exceedsBase(base: life.base, others: .max)))
      return
    }
    isSplit = true
    result.split.append((Int32(row), number))
    keep(event, .order, row: Int32(row), Int64(0), life, &result)
  }

  private func redeem(_ event: Int, _ life: inout OrderLife, _ result: inout OrderPassResult) {
    let row = Int(events.record[event])
    let day = CalendarDay(number: facts.redemptions.day[row])
    let wait = life.redeem(Int32(row), entitlement: facts.redemptions.entitlement[row], on: day)
    if let wait {
      result.waiting.append((Int32(event), .redemption(wait)))
    } else {
      keep(event, .earn, row: Int32(row), life.earnings.last!.amount, life, &result)
    }
  }

  private func refund(_ event: Int, _ life: inout OrderLife, _ result: inout OrderPassResult) {
    let row = Int(events.record[event])
    guard let asked = refundFacts(row, life) else {
      result.waiting.append((Int32(event), .currency))
      return
    }
    var outcome: RefundOutcome
    if events.isExcess[event] {
      let excess = life.excess(of: Int32(row))
      outcome = life.retryExcess(of: Int32(row)) ?? RefundOutcome(granted: asked.amount - excess, excess: excess)
      outcome.isItemUnknown = false
    } else {
      outcome = life.refund(Int32(row), asked)
    }
    if outcome.excess > 0 || outcome.isItemUnknown || outcome.missingUnits > 0 || events.isExcess[event] {
      result.refunds.append((Int32(event), outcome))
    }
    keep(event, .refund, row: Int32(row), outcome.granted, life, &result)
  }

  private func takeBack(_ event: Int, _ life: inout OrderLife, _ result: inout OrderPassResult) -> Bool {
    let record = events.record[event]
    if events.kind[event] == .undo {
      guard life.undo(record) else { return false }
      keep(event, .undo, row: record, 0, life, &result)
    } else {
      guard life.reverse(record, redeemedOn: CalendarDay(number: facts.redemptions.day[Int(record)])) else { return false }
      keep(event, .unearn, row: record, 0, life, &result)
    }
    result.undone.append(Int32(event))
    return true
  }

  /// Keeps the group of the last event, unless nothing moved. An earning can net to no lines (a paid lapse taken back), but it has a price.
  private func keep(
    _ event: Int, _ kind: GroupKind, row: Int32, _ value: Int64, _ life: borrowing OrderLife, _ result: inout OrderPassResult
  ) {
    if life.lines.isEmpty && life.ladderMoves.isEmpty && (kind != .earn || value == 0) { return }
    let group = Int32(result.groups.count)
    var lines = life.lines
    for move in life.ladderMoves {
      result.ladderMoves.append((group, life.terms!.number, move))
      lines.ensure(.payable(move.party))
      lines.ensure(.revenue)
    }
    result.groups.append(
      lines, event: Int32(event), kind: kind, order: events.order[event], record: row, value: value, keepingZeros: !life.ladderMoves.isEmpty
    )
  }

  /// What an order says of itself; without channel its channel shares are the platform's.
  public func orderFacts(_ row: Int) -> OrderFacts {
    let channel = facts.orders.channel[row]
    return OrderFacts(
      paid: facts.orders.paid[row], list: facts.orders.list[row], fee: facts.orders.fee[row], quantity: facts.orders.quantity[row],
      day: CalendarDay(number: facts.orders.day[row]), channel: channel < 0 ? Party.platform : channel)
  }

  /// A refund's amount in its order's minor unit; nil when it has more decimals than that.
  public func refundFacts(_ row: Int, _ life: borrowing OrderLife) -> RefundFacts? {
    var amount = facts.refunds.amount[row]
    for _ in 0..<max(0, Int(facts.refunds.exponent[row]) - life.terms!.currency.exponent) {
      guard amount % 10 == 0 else { return nil }
      amount /= 10
    }
    return RefundFacts(amount: amount, entitlement: facts.refunds.entitlement[row], units: facts.refunds.units[row])
  }
}
