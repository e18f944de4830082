import SettlementCore

extension StepWords {
  /// How the order was split.
  func post() throws -> [String] {
    let order = story.input.orderFacts(Int(step.record))
    var lines = [try base(order)]
    var others: Int64 = 0
    for share in terms.lines.indices {
      let seller = terms.lines[share].party < 0 ? say("（@channel，售出渠道）", " (@channel, who sold it)") : ""
      lines.append("\(name(share))\(seller)\(say("：", ": "))" + (try amount(share, order, others: others)))
      others += after.shares[share].held + after.shares[share].earned
    }
    let parts = after.shares.map { " − \(money($0.held + $0.earned))" }.joined()
    let rest = try sums.exact("\(say("B − Σ分成", "B − Σ shares")) = \(money(after.base))\(parts)", after.base - others, is: after.remainder)
    let isImplicit = terms.version.isApportioned ? say("（隐含：各比例已分完 B）", " (implicit: the percentages share out all of B)") : ""
    let goes =
      after.isPending
      ? say("有待核销份数期间为待结", "held while a unit is pending") : say("即时已结：无待核销份数", "earned at once: no unit is pending")
    lines.append(say("剩余 → 平台：\(rest)\(isImplicit)，\(goes)", "remainder → platform: \(rest)\(isImplicit), \(goes)"))
    return lines
  }

  private func base(_ order: OrderFacts) throws -> String {
    switch terms.version.base {
    case .paid: try sums.exact(say("基数 B = 实付", "base B = paid"), order.paid, is: after.base)
    case .list:
      try sums.exact(say("基数 B = 标价", "base B = list"), order.list, is: after.base)
        + say(
          "；商城补贴 = 标价 − 实付 = \(money(order.list - order.paid))",
          "; the store's subsidy is list − paid = \(money(order.list - order.paid))")
    case .net:
      try sums.exact(
        "\(say("基数 B = 实付 − 手续费", "base B = paid − fee")) = \(money(order.paid)) − \(money(order.fee))", order.paid - order.fee,
        is: after.base)
    }
  }

  /// The rule of one share, its amount, and where that goes.
  private func amount(_ share: Int, _ order: OrderFacts, others: Int64) throws -> String {
    let line = terms.lines[share]
    let state = after.shares[share]
    let locked = state.held + state.earned
    let units = line.entitlement < 0 ? order.quantity : state.pending
    let goes = line.entitlement < 0 ? say("，即时已结", ", earned at once") : say("，按 \(self.units(units)) 待结", ", held over \(self.units(units))")
    if terms.version.isApportioned { return try apportioned(line, locked) + goes }
    let (text, amount) = try unbounded(line, units, rest: max(0, after.base - others))
    return text + (try bounded(line, amount, locked)) + goes
  }

  /// Before `min` and `max`.
  private func unbounded(_ line: Terms.Line, _ units: Int64, rest: Int64) throws -> (text: String, amount: Int64) {
    let one = line.entitlement < 0 ? say("套", "bundle") : say("份", "unit")
    let unit = units == 1 ? one : say(one, "\(one)s")
    func fixed(_ price: Int64, _ words: String) throws -> (String, Int64) {
      let amount = try price.times(units)
      let each = say("\(money(price)) / \(one)", "\(money(price)) per \(one)")
      return ("\(words)\(each) × \(units) \(unit) = \(money(amount))", amount)
    }
    func percent(_ rate: Rate, of whole: Int64, _ words: String) throws -> (String, Int64) {
      let amount = try rate.part(of: whole, terms.version.rounding)
      let dividend = Int128(whole) * Int128(rate.numerator)
      return (try sums.rounded(say("\(words) \(money(whole)) 的 \(rate)", "\(rate) of \(words) \(money(whole))"), dividend, over: Int128(rate.denominator), is: amount), amount)
    }
    switch line.amount {
    case .fixed(let price): return try fixed(price, say("固定 ", "fixed "))
    case .percent(let rate, let whole):
      return try percent(rate, of: whole == .base ? after.base : rest, whole == .base ? say("基数", "base") : say("余额", "the rest"))
    case .tiered(let tariff):
      let lead = say("阶梯，按第一档价格锁定：", "tiered, locked at the first tier's price: ")
      switch tariff.tiers[0].price {
      case .fixed(let price): return try fixed(price, lead)
      case .percent(let rate):
        let (text, amount) = try percent(rate, of: after.base, say("基数", "base"))
        return (lead + text, amount)
      }
    }
  }

  private func bounded(_ line: Terms.Line, _ amount: Int64, _ locked: Int64) throws -> String {
    if amount == locked { return "" }
    if let minimum = line.minimum, amount < minimum { return try sums.exact(say("，提高到最低额", ", raised to the minimum"), minimum, is: locked) }
    guard let maximum = line.maximum else {
      throw BrokenLaw("explanation: a share got \(money(locked)) where its rule gives \(money(amount))")
    }
    return try sums.exact(say("，限制到最高额", ", cut to the maximum"), maximum, is: locked)
  }

  /// By largest remainder: the exact part rounded down, or one minor unit more.
  private func apportioned(_ line: Terms.Line, _ locked: Int64) throws -> String {
    guard case .percent(let rate, _) = line.amount else { throw BrokenLaw("explanation: only percentages are shared out") }
    let dividend = Int128(after.base) * Int128(rate.numerator)
    let floor = dividend / Int128(rate.denominator)
    let more = Int128(locked) - floor
    let isExact = dividend % Int128(rate.denominator) == 0
    try sums.check(more == 0 || (more == 1 && !isExact), "\(rate) of \(money(after.base)) by largest remainder is not \(money(locked))")
    let lead =
      say("基数 \(money(after.base)) 的 \(rate)", "\(rate) of base \(money(after.base))") + " = \(sums.quotient(dividend, Int128(rate.denominator)))"
    if isExact { return lead }
    return "\(lead) → \(money(locked))"
      + (more == 1
        ? say("（最大余数法：剩下的一个最小单位归此）", " (largest remainder: one leftover minor unit goes here)")
        : say("（最大余数法：舍去尾数）", " (largest remainder: rounded down)"))
  }
}
