import SettlementCore

/// Reads `tiered:` of a share (SPEC §3, §5).
struct TariffReader {
  private let reader: MappingReader
  private let exponent: Int

  init?(_ share: MappingReader, exponent: Int) {
    let keys = ["by", "mode", "per", "tiers"]
    guard let reader = share.mapping("tiered", "a tariff", keys: keys, required: keys) else { return nil }
    self.reader = reader
    self.exponent = exponent
  }

  func read() -> Tariff? {
    let measure = reader.choice("by", Tariff.Measure.self)
    let mode = reader.choice("mode", Tariff.Mode.self)
    let per = reader.choice("per", TierPeriod.self)
    guard let values = reader.list("tiers", of: "tiers") else { return nil }
    let readers = values.map { MappingReader($0, "a tier", keys: ["up-to", "percent", "fixed", "flat"], reader.problems) }
    let bounds = upperBounds(readers, measure)
    let prices = prices(readers, measure)
    let flats = readers.map { $0?.amount("flat", exponent: exponent) ?? 0 }
    guard let measure, let mode, let per else { return nil }
    var tiers: [Tier] = []
    for (place, price) in prices.enumerated() {
      guard let price else { return nil }
      tiers.append(Tier(upTo: bounds[place], price: price, flat: flats[place]))
    }
    return Tariff(measure: measure, mode: mode, per: per, tiers: tiers)
  }

  /// In units, or in minor units of an amount; ascending, and open at the end.
  private func upperBounds(_ tiers: [MappingReader?], _ measure: Tariff.Measure?) -> [Int64?] {
    var before: Int64 = 0
    return tiers.enumerated().map { place, tier in
      guard let tier else { return nil }
      if place == tiers.count - 1 {
        tier.refuseKeys(["up-to"], expected: "in tiers before the last", advice: "remove it, or add a last tier without it")
        return nil
      }
      guard tier.has("up-to") else {
        tier.problems.add(at: tier.position, expected: "up-to in every tier but the last", found: "none", advice: "add it")
        return nil
      }
      guard let measure, let bound = measure == .units ? tier.count("up-to") : tier.amount("up-to", exponent: exponent, mayBeBare: true)
      else { return nil }
      if bound <= before {
        let shown = measure == .units ? "\(before)" : MoneyText.print(before, exponent: exponent)
        tier.refuse("up-to", expected: "an up-to above \(shown)", advice: "order the tiers by their bounds")
      }
      before = max(before, bound)
      return bound
    }
  }

  private func prices(_ tiers: [MappingReader?], _ measure: Tariff.Measure?) -> [Tier.Price?] {
    var kind: String?
    return tiers.map { tier in
      guard let tier else { return nil }
      let present = ["percent", "fixed"].filter(tier.has)
      guard present.count == 1 else {
        let found = present.isEmpty ? "none" : "both"
        tier.problems.add(at: tier.position, expected: "exactly one of percent and fixed in a tier", found: found, advice: "write one")
        return nil
      }
      if let kind, kind != present[0] {
        let expected = "\(kind) as in the tiers before"
        tier.problems.add(
          at: tier.keyPosition(of: present[0]), expected: expected, found: quoted(present[0]), advice: "use one kind in all tiers")
      }
      kind = kind ?? present[0]
      if present[0] == "fixed", measure == .amount {
        tier.problems.add(
          at: tier.keyPosition(of: "fixed"), expected: "percent in tiers by amount", found: "'fixed'", advice: "write percent, or by: units"
        )
      }
      return present[0] == "fixed" ? tier.amount("fixed", exponent: exponent).map { .fixed($0) } : tier.rate("percent").map { .percent($0) }
    }
  }
}
