import SettlementCore

/// What one move on a ladder did: the position, the tier, the price, and what it differs by from what the order held.
struct ClimbWords {
  let words: RuleWords
  let sums: Arithmetic

  private func money(_ amount: Int64) -> String { sums.money(amount) }

  /// `takeout-coupon@2026-03 of eleme`.
  func name(_ key: LadderKey) -> String {
    let line = words.terms.lines[Int(key.share)]
    return "\(words.item(line))@\(line.tariff!.per.name(of: key.period)) of \(words.parties[key.party])"
  }

  /// The sentences of a move. Throws `BrokenLaw` when the tariff's parts do not give the price.
  func sentences(_ climb: LadderTrail.Climb) throws -> [String] {
    let tariff = words.terms.lines[Int(climb.key.share)].tariff!
    let was = climb.before.measure
    let position = "n = \(was.units), a = \(money(was.amount))"
    let lead = "ladder \(name(climb.key)), before it \(position): "
    switch climb.move.kind {
    case .earn: return [lead + (try price(climb, tariff)), difference(climb)]
    case .unearn:
      return [
        lead + "the price that was earned, \(money(-climb.price)), is taken back; n − 1, a − \(money(-climb.move.base))", difference(climb),
      ]
    case .give:
      let verb = climb.price < 0 ? "gives up \(money(-climb.price))" : "gets back \(money(climb.price))"
      return [lead + "it \(verb), and the measure moves by \(money(climb.move.base)); the ladder's true-up brings it to T(measure)"]
    }
  }

  private func price(_ climb: LadderTrail.Climb, _ tariff: Tariff) throws -> String {
    let was = climb.before.measure
    let rounding = words.terms.version.rounding
    let reached = LadderMeasure(units: was.units + climb.move.units, amount: was.amount + climb.move.base)
    if tariff.mode == .graduated, tariff.measure == .amount {
      let (now, then) = (try tariff.total(reached, rounding), try tariff.total(was, rounding))
      let text = "price = T(\(money(reached.amount))) − T(\(money(was.amount))) = \(money(now)) − \(money(then))"
      return try sums.exact(text, now - then, is: climb.price)
    }
    let position = tariff.measure == .units ? reached.units : reached.amount
    let tier = tariff.tier(holding: position)
    let place = tariff.tiers.firstIndex { $0.upTo == tier.upTo }! + 1
    let lead = "position \(words.position(position, tariff)) stands in tier \(place)"
    switch tier.price {
    case .fixed(let price):
      return try sums.exact("\(lead), price = \(money(price)) × \(climb.move.units)", try price.times(climb.move.units), is: climb.price)
    case .percent(let rate):
      let dividend = Int128(climb.move.base) * Int128(rate.numerator)
      return try sums.rounded(
        "\(lead), price = \(rate) of its base \(money(climb.move.base))", dividend, over: Int128(rate.denominator), is: climb.price)
    }
  }

  private func difference(_ climb: LadderTrail.Climb) -> String {
    let text = "price \(money(climb.price)) − \(money(climb.move.amount)) that the order moved = \(money(climb.difference))"
    return climb.difference == 0 ? "\(text): no difference" : "\(text): the platform's in this group, it belongs to no order"
  }
}
