import SettlementCore

/// The lines of an agreement in words, for people.
struct RuleWords {
  let terms: Terms
  let parties: Terminology
  let entitlements: Terminology

  private func money(_ amount: Int64) -> String { MoneyText.print(amount, exponent: terms.currency.exponent) }

  /// `eleme`; `@channel` for whoever sold the order.
  func payee(_ line: Terms.Line) -> String { line.party < 0 ? "@channel" : parties[line.party] }

  /// The entitlement, `-` without.
  func item(_ line: Terms.Line) -> String { line.entitlement < 0 ? "-" : AlignedTable.printable(entitlements[line.entitlement]) }

  /// `fixed 88.00 per unit`, `5% of the rest, at most 20.00`.
  func rule(_ line: Terms.Line) -> String {
    var words =
      switch line.amount {
      case .fixed(let price): "fixed \(money(price)) per \(line.entitlement < 0 ? "bundle" : "unit")"
      case .percent(let rate, .base): "\(rate) of base"
      case .percent(let rate, .rest): "\(rate) of the rest"
      case .tiered(let tariff): self.tariff(tariff)
      }
    if let minimum = line.minimum { words += ", at least \(money(minimum))" }
    if let maximum = line.maximum { words += ", at most \(money(maximum))" }
    if line.expiresAfter >= 0 { words += ", expires after \(line.expiresAfter)d\(line.isLapsePaid ? " (paid to the party)" : "")" }
    return words
  }

  func tariff(_ tariff: Tariff) -> String {
    let tiers = tariff.tiers.map { tier in
      let price = self.price(tier)
      return tier.upTo.map { "\(price) to \(position($0, tariff))" } ?? "\(price) beyond"
    }
    return "tiered by \(tariff.measure.rawValue), \(tariff.mode.rawValue), per \(tariff.per.rawValue): \(tiers.joined(separator: ", "))"
  }

  /// `9%`, `6.50`, with ` + 100.00` flat.
  func price(_ tier: Tier) -> String {
    let price =
      switch tier.price {
      case .fixed(let price): money(price)
      case .percent(let rate): "\(rate)"
      }
    return tier.flat == 0 ? price : "\(price) + \(money(tier.flat)) once"
  }

  /// A measure: units, or an amount in major units.
  func position(_ measure: Int64, _ tariff: Tariff) -> String { tariff.measure == .units ? String(measure) : money(measure) }

  /// `eleme takeout-coupon`, as steps call a share.
  func name(_ line: Terms.Line, party: Int32) -> String {
    let payee = parties[party]
    return line.entitlement < 0 ? payee : "\(item(line)) → \(payee)"
  }
}
