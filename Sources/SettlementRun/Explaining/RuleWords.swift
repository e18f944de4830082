import Reports
import SettlementCore

/// The lines of an agreement in words, for people.
struct RuleWords {
  let terms: Terms
  let parties: Terminology
  let entitlements: Terminology
  let say: Wording

  private func money(_ amount: Int64) -> String { MoneyText.print(amount, exponent: terms.currency.exponent) }

  /// `eleme`; `@channel` for whoever sold the order.
  func payee(_ line: Terms.Line) -> String { line.party < 0 ? "@channel" : parties[line.party] }

  /// The entitlement, `-` without.
  func item(_ line: Terms.Line) -> String { line.entitlement < 0 ? "-" : AlignedTable.printable(entitlements[line.entitlement]) }

  /// `fixed 88.00 per unit`, `5% of the rest, at most 20.00, expires after 365d`.
  func rule(_ line: Terms.Line) -> String {
    var words = price(line)
    if line.expiresAfter >= 0 {
      words += say("，\(line.expiresAfter) 天后过期", ", expires after \(line.expiresAfter)d")
      if line.isLapsePaid { words += say("（过期归合作方）", " (paid to the party)") }
    }
    return words
  }

  /// `fixed 88.00 per unit`, `5% of the rest, at most 20.00`.
  func price(_ line: Terms.Line) -> String {
    var words =
      switch line.amount {
      case .fixed(let price):
        line.entitlement < 0
          ? say("固定 \(money(price)) / 套", "fixed \(money(price)) per bundle")
          : say("固定 \(money(price)) / 份", "fixed \(money(price)) per unit")
      case .percent(let rate, .base): say("基数的 \(rate)", "\(rate) of base")
      case .percent(let rate, .rest): say("余额的 \(rate)", "\(rate) of the rest")
      case .tiered(let tariff): self.tariff(tariff)
      }
    if let minimum = line.minimum { words += say("，不低于 \(money(minimum))", ", at least \(money(minimum))") }
    if let maximum = line.maximum { words += say("，不高于 \(money(maximum))", ", at most \(money(maximum))") }
    return words
  }

  func tariff(_ tariff: Tariff) -> String {
    let tiers = tariff.tiers.map { tier in
      let price = self.price(tier)
      return tier.upTo.map { say("至 \(position($0, tariff)) 为 \(price)", "\(price) to \(position($0, tariff))") }
        ?? say("以上为 \(price)", "\(price) beyond")
    }
    let list = tiers.joined(separator: say("，", ", "))
    return say(
      "阶梯：按\(say.name(tariff.measure))、\(say.name(tariff.mode))、每\(say.name(tariff.per))计：\(list)",
      "tiered by \(tariff.measure.rawValue), \(tariff.mode.rawValue), per \(tariff.per.rawValue): \(list)")
  }

  /// `9%`, `6.50`, with ` + 100.00` flat.
  func price(_ tier: Tier) -> String {
    let price =
      switch tier.price {
      case .fixed(let price): money(price)
      case .percent(let rate): "\(rate)"
      }
    return tier.flat == 0 ? price : say("\(price)，另加一次性 \(money(tier.flat))", "\(price) + \(money(tier.flat)) once")
  }

  /// `12 units`.
  func units(_ count: Int64) -> String { say("\(count) 份", count == 1 ? "1 unit" : "\(count) units") }

  /// A measure: units, or an amount in major units.
  func position(_ measure: Int64, _ tariff: Tariff) -> String { tariff.measure == .units ? String(measure) : money(measure) }

  /// `eleme takeout-coupon`, as steps call a share.
  func name(_ line: Terms.Line, party: Int32) -> String {
    let payee = parties[party]
    return line.entitlement < 0 ? payee : "\(item(line)) → \(payee)"
  }
}
