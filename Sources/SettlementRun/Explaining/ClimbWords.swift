import Reports
import SettlementCore

/// What one move on a ladder did: the position, the tier, the price, and what it differs by from what the order held.
struct ClimbWords {
  let words: RuleWords
  let sums: Arithmetic

  private var say: Wording { words.say }

  private func money(_ amount: Int64) -> String { sums.money(amount) }

  /// `takeout-coupon@2026-03 of eleme`.
  func name(_ key: LadderKey) -> String {
    let line = words.terms.lines[Int(key.share)]
    let name = "\(words.item(line))@\(line.tariff!.per.name(of: key.period))"
    return say("\(words.parties[key.party]) 的 \(name)", "\(name) of \(words.parties[key.party])")
  }

  /// The sentences of a move. Throws `BrokenLaw` when the tariff's parts do not give the price.
  func sentences(_ climb: LadderTrail.Climb) throws -> [String] {
    let tariff = words.terms.lines[Int(climb.key.share)].tariff!
    let was = climb.before.measure
    let position = "n = \(was.units), a = \(money(was.amount))"
    let lead = say("阶梯 \(name(climb.key))，此前 \(position)：", "ladder \(name(climb.key)), before it \(position): ")
    switch climb.move.kind {
    case .earn: return [lead + (try price(climb, tariff)), difference(climb)]
    case .unearn:
      return [
        lead
          + say(
            "冲回已结的价格 \(money(-climb.price))；n − 1，a − \(money(-climb.move.base))",
            "the price that was earned, \(money(-climb.price)), is taken back; n − 1, a − \(money(-climb.move.base))"),
        difference(climb),
      ]
    case .give:
      let verb =
        climb.price < 0
        ? say("退回 \(money(-climb.price))", "it gives up \(money(-climb.price))") : say("收回 \(money(climb.price))", "it gets back \(money(climb.price))")
      return [
        lead
          + say(
            "\(verb)，累计量变动 \(money(climb.move.base))；由阶梯调整补至 T(累计量)",
            "\(verb), and the measure moves by \(money(climb.move.base)); the ladder's true-up brings it to T(measure)")
      ]
    }
  }

  private func price(_ climb: LadderTrail.Climb, _ tariff: Tariff) throws -> String {
    let was = climb.before.measure
    let rounding = words.terms.version.rounding
    let reached = LadderMeasure(units: was.units + climb.move.units, amount: was.amount + climb.move.base)
    if tariff.mode == .graduated, tariff.measure == .amount {
      let (now, then) = (try tariff.total(reached, rounding), try tariff.total(was, rounding))
      let text = "\(say("价格", "price")) = T(\(money(reached.amount))) − T(\(money(was.amount))) = \(money(now)) − \(money(then))"
      return try sums.exact(text, now - then, is: climb.price)
    }
    let position = tariff.measure == .units ? reached.units : reached.amount
    let tier = tariff.tier(holding: position)
    let place = tariff.tiers.firstIndex { $0.upTo == tier.upTo }! + 1
    let lead = say("位置 \(words.position(position, tariff)) 在第 \(place) 档", "position \(words.position(position, tariff)) stands in tier \(place)")
    switch tier.price {
    case .fixed(let price):
      return try sums.exact(
        say("\(lead)，价格 = \(money(price)) × \(climb.move.units)", "\(lead), price = \(money(price)) × \(climb.move.units)"), try price.times(climb.move.units), is: climb.price)
    case .percent(let rate):
      let dividend = Int128(climb.move.base) * Int128(rate.numerator)
      return try sums.rounded(
        say("\(lead)，价格 = 其基数 \(money(climb.move.base)) 的 \(rate)", "\(lead), price = \(rate) of its base \(money(climb.move.base))"), dividend, over: Int128(rate.denominator), is: climb.price)
    }
  }

  private func difference(_ climb: LadderTrail.Climb) -> String {
    let text = say(
      "价格 \(money(climb.price)) − 订单转出 \(money(climb.move.amount)) = \(money(climb.difference))",
      "price \(money(climb.price)) − \(money(climb.move.amount)) that the order moved = \(money(climb.difference))")
    return climb.difference == 0
      ? say("\(text)：无差额", "\(text): no difference")
      : say("\(text)：本组由平台承担，不属于任何订单", "\(text): the platform's in this group, it belongs to no order")
  }
}
