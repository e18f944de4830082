import LedgerStore
import SettlementCore

/// What of an order waits and why, and what the ledger's open discrepancies say of it.
struct Waiting {
  let story: OrderStory
  let reading: LedgerReading

  private var facts: OrderFactsTable { story.facts }
  private var rules: RunRules { story.intake.rules }

  func lines() throws -> [String] {
    var lines = try order() + redemptions() + refunds()
    if !lines.isEmpty { lines = ["Waiting"] + lines.map { "   \($0)" } + [""] }
    return try lines + discrepancies()
  }

  private var today: CalendarDay { story.input.today }

  /// Why the order itself is not split.
  private func order() throws -> [String] {
    guard story.life == nil else { return [] }
    let day = CalendarDay(number: facts.orders.day[0])
    let bundle = AlignedTable.printable(rules.bundles[facts.orders.bundle[0]])
    if day > today { return ["the order is dated \(day) and waits for its day; the newest run is of \(today)"] }
    guard let number = story.input.finder.terms(of: facts.orders.bundle[0], on: day) else {
      return ["the order is parked: no version of an agreement of \(bundle) is effective on \(day); add one and run again"]
    }
    let terms = story.input.terms[Int(number)]
    guard facts.orders.currency[0] == terms.currency else {
      return [
        "the order is parked: its currency is \(facts.orders.currency[0].code), that of agreement \(bundle) is \(terms.currency.code)"
      ]
    }
    var life = OrderLife()
    if case .exceedsBase(let base, let others) = try life.post(story.input.orderFacts(0), by: terms) {
      let sums = Arithmetic(terms)
      return [
        "the order is parked: by version \(terms.version.effective) its shares come to \(sums.money(others)), "
          + "more than the base \(sums.money(base)), "
          + "and the agreement allows no loss"
      ]
    }
    return ["the order can be split by the rules as they are now: the next run does it"]
  }

  private func redemptions() -> [String] {
    let table = facts.redemptions
    return (0..<table.count).compactMap { row -> String? in
      guard table.run[row] == Run.never else { return nil }
      let day = CalendarDay(number: table.day[row])
      let lead =
        "redemption \(AlignedTable.printable(table.ids[row])) of "
          + "\(AlignedTable.printable(rules.entitlements[table.entitlement[row]])), \(day): "
      if table.reversalRun[row] != Run.never || table.reversedAt[row] != .min {
        return lead + "reversed before it posted: nothing moves, now or later"
      }
      if day > today { return lead + "waits for its day" }
      guard var life = story.life else { return lead + "waits with its order" }
      return lead + reason(life.redeem(Int32(row), entitlement: table.entitlement[row], on: day), life)
    }
  }

  private func reason(_ wait: RedemptionWait?, _ life: OrderLife) -> String {
    switch wait {
    case .unknownEntitlement: "waits: the agreement does not know this entitlement"
    case .refunded: "waits: no unit is pending, and units were cancelled by a refund"
    case .noUnit: "waits: no unit is pending"
    case .expired(let refunded): "waits: it is dated after the last valid day" + (refunded ? ", and units were cancelled by a refund" : "")
    case nil: "a unit is free now: the next run tries it again"
    }
  }

  private func refunds() -> [String] {
    let table = facts.refunds
    return (0..<table.count).compactMap { row -> String? in
      let day = CalendarDay(number: table.day[row])
      let lead = "refund \(AlignedTable.printable(table.ids[row])), \(day): "
      if table.run[row] == Run.never {
        if table.undoRun[row] != Run.never { return lead + "failed before it posted: nothing moves, now or later" }
        return lead + (day > today ? "waits for its day" : story.life == nil ? "waits with its order" : "waits: it has not posted")
      }
      guard let life = story.life, let state = life.refunds.last(where: { $0.refund == Int32(row) }), !state.isUndone else { return nil }
      let excess = state.amount - state.granted
      return excess > 0 ? lead + "\(Arithmetic(life.terms!).money(excess)) over what was left of the order wait in suspense" : nil
    }
  }

  /// What stands open of this order.
  private func discrepancies() throws -> [String] {
    let open = try reading.ledger.openDiscrepancies().filter { $0.orderID == facts.orders.ids[0] }
    if open.isEmpty { return [] }
    var table = AlignedTable([
      ("discrepancy", .left), ("key", .left), ("partner", .left), ("state", .left), ("since", .left), ("ours", .right), ("theirs", .right),
      ("detail", .left),
    ])
    for row in open {
      func money(_ amount: Int64?) -> String { amount.map { MoneyText.print($0, exponent: row.currency.exponent) } ?? "" }
      table.append(
        [
          row.identity.kind, row.identity.key, row.identity.partner, row.state.rawValue, row.firstSeen.description, money(row.ours),
          money(row.theirs), row.detail,
        ]
        .map(AlignedTable.printable))
    }
    return ["Open discrepancies"] + table.lines(indent: "   ") + [""]
  }
}
