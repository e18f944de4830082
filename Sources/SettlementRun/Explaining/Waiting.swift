import LedgerStore
import Reports
import SettlementCore

/// What of an order waits and why, and what the ledger's open discrepancies say of it.
struct Waiting {
  let story: OrderStory
  let reading: LedgerReading
  let say: Wording

  private var facts: OrderFactsTable { story.facts }
  private var rules: RunRules { story.intake.rules }

  func lines() throws -> [String] {
    var lines = try order() + redemptions() + refunds()
    if !lines.isEmpty { lines = [say("等待中", "Waiting")] + lines.map { "   \($0)" } + [""] }
    return try lines + discrepancies()
  }

  private var today: CalendarDay { story.input.today }

  /// Why the order itself is not split.
  private func order() throws -> [String] {
    guard story.life == nil else { return [] }
    let day = CalendarDay(number: facts.orders.day[0])
    let bundle = AlignedTable.printable(rules.bundles[facts.orders.bundle[0]])
    if day > today { return [
        say("订单日期为 \(day)，等待该日；最新批次为 \(today)", "the order is dated \(day) and waits for its day; the newest run is of \(today)")
      ] }
    guard let number = story.input.finder.terms(of: facts.orders.bundle[0], on: day) else {
      return [
        say(
          "订单挂起：\(bundle) 在 \(day) 无生效的协议版本；请补充后重跑",
          "the order is parked: no version of an agreement of \(bundle) is effective on \(day); add one and run again")
      ]
    }
    let terms = story.input.terms[Int(number)]
    guard facts.orders.currency[0] == terms.currency else {
      return [
        say(
          "订单挂起：订单币种为 \(facts.orders.currency[0].code)，协议 \(bundle) 为 \(terms.currency.code)",
          "the order is parked: its currency is \(facts.orders.currency[0].code), that of agreement \(bundle) is \(terms.currency.code)")
      ]
    }
    var life = OrderLife()
    if case .exceedsBase(let base, let others) = try life.post(story.input.orderFacts(0), by: terms) {
      let sums = Arithmetic(terms, say)
      return [
        say(
          "订单挂起：按版本 \(terms.version.effective) 分成合计 \(sums.money(others))，超过基数 \(sums.money(base))，协议不允许亏损",
          "the order is parked: by version \(terms.version.effective) its shares come to \(sums.money(others)), "
            + "more than the base \(sums.money(base)), and the agreement allows no loss")
      ]
    }
    return [say("按现行规则可以分账：下次批次处理", "the order can be split by the rules as they are now: the next run does it")]
  }

  private func redemptions() -> [String] {
    let table = facts.redemptions
    return (0..<table.count).compactMap { row -> String? in
      guard table.run[row] == Run.never else { return nil }
      let day = CalendarDay(number: table.day[row])
      let (id, item) = (AlignedTable.printable(table.ids[row]), AlignedTable.printable(rules.entitlements[table.entitlement[row]]))
      let lead = say("核销 \(id)（\(item)），\(day)：", "redemption \(id) of \(item), \(day): ")
      if table.reversalRun[row] != Run.never || table.reversedAt[row] != .min {
        return lead + say("入账前已撤销：现在及以后均无变动", "reversed before it posted: nothing moves, now or later")
      }
      if day > today { return lead + say("等待其业务日期", "waits for its day") }
      guard var life = story.life else { return lead + say("随订单等待", "waits with its order") }
      return lead + reason(life.redeem(Int32(row), entitlement: table.entitlement[row], on: day), life)
    }
  }

  private func reason(_ wait: RedemptionWait?, _ life: OrderLife) -> String {
    switch wait {
    case .unknownEntitlement: say("等待：协议中无此权益", "waits: the agreement does not know this entitlement")
    case .refunded: say("等待：无待核销份数，且有份数随退款取消", "waits: no unit is pending, and units were cancelled by a refund")
    case .noUnit: say("等待：无待核销份数", "waits: no unit is pending")
    case .expired(let refunded):
      say("等待：日期晚于有效期", "waits: it is dated after the last valid day")
        + (refunded ? say("，且有份数随退款取消", ", and units were cancelled by a refund") : "")
    case nil: say("现有可用份数：下次批次再试", "a unit is free now: the next run tries it again")
    }
  }

  private func refunds() -> [String] {
    let table = facts.refunds
    return (0..<table.count).compactMap { row -> String? in
      let day = CalendarDay(number: table.day[row])
      let lead = say("退款 \(AlignedTable.printable(table.ids[row]))，\(day)：", "refund \(AlignedTable.printable(table.ids[row])), \(day): ")
      if table.run[row] == Run.never {
        if table.undoRun[row] != Run.never { return lead + say("入账前已失败：现在及以后均无变动", "failed before it posted: nothing moves, now or later") }
        if day > today { return lead + say("等待其业务日期", "waits for its day") }
        return lead + (story.life == nil ? say("随订单等待", "waits with its order") : say("等待：尚未入账", "waits: it has not posted"))
      }
      guard let life = story.life, let state = life.refunds.last(where: { $0.refund == Int32(row) }), !state.isUndone else { return nil }
      let excess = state.amount - state.granted
      let money = Arithmetic(life.terms!, say).money(excess)
      return excess > 0 ? lead + say("超出订单余额的 \(money) 在挂账等待", "\(money) over what was left of the order wait in suspense") : nil
    }
  }

  /// What stands open of this order.
  private func discrepancies() throws -> [String] {
    let open = try reading.ledger.openDiscrepancies().filter { $0.orderID == facts.orders.ids[0] }
    if open.isEmpty { return [] }
    var table = AlignedTable([
      (say("差异类型", "discrepancy"), .left), (say("标识", "key"), .left), (say("合作方", "partner"), .left), (say("状态", "state"), .left),
      (say("首见", "since"), .left), (say("我方", "ours"), .right), (say("对方", "theirs"), .right), (say("说明", "detail"), .left),
    ])
    for row in open {
      func money(_ amount: Int64?) -> String { amount.map { MoneyText.print($0, exponent: row.currency.exponent) } ?? "" }
      table.append(
        [
          row.identity.kind, row.identity.key, row.identity.partner, say.language == .zh ? say.name(row.finding.state) : row.state.rawValue, row.firstSeen.description, money(row.ours),
          money(row.theirs), row.detail,
        ]
        .map(AlignedTable.printable))
    }
    return [say("未解决的差异", "Open discrepancies")] + table.lines(indent: "   ") + [""]
  }
}
