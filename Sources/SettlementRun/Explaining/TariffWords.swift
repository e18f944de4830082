import Reports
import SettlementCore

/// T(measure) of a tariff as a sum of its tiers, held against the tariff itself (SPEC §5).
struct TariffWords {
  let words: RuleWords
  let sums: Arithmetic

  private var say: Wording { words.say }
  private func money(_ amount: Int64) -> String { sums.money(amount) }

  /// `T(n = 3, a = 37.50) = 2 × 7.00 + 1 × 6.00 = 20.00`. Throws `BrokenLaw` when the tiers do not give it.
  func total(_ at: LadderMeasure, _ tariff: Tariff) throws -> String {
    var (texts, flats): ([String], Int64) = ([], 0)
    var (numerator, denominator): (Int128, Int128) = (0, 1)
    let position = tariff.measure == .units ? at.units : at.amount
    var lower: Int64 = 0
    for tier in tariff.tiers where position > lower {
      let upper = tier.upTo ?? .max
      let inside = tariff.mode == .volume ? (position <= upper ? position : 0) : min(position, upper) - lower
      if tariff.mode == .graduated || position <= upper { flats = try flats.adding(tier.flat) }
      if inside > 0 {
        let part = part(inside, at, tariff, tier)
        texts.append(part.text)
        (numerator, denominator) = try Self.sum(numerator, denominator, part.over, part.under)
      }
      lower = upper
    }
    let total = try tariff.total(at, words.terms.version.rounding)
    let lead = "T(n = \(at.units), a = \(money(at.amount)))"
    if texts.isEmpty { return try sums.exact(lead, flats, is: total) }
    let text = try sums.rounded("\(lead) = \(texts.joined(separator: " + "))", numerator, over: denominator, is: total - flats)
    return flats == 0 ? text : text + say("，另加一次性 \(money(flats)) = \(money(total))", ", + \(money(flats)) once = \(money(total))")
  }

  private func part(
    _ inside: Int64, _ at: LadderMeasure, _ tariff: Tariff, _ tier: Tier
  ) -> (text: String, over: Int128, under: Int128) {
    switch tier.price {
    case .fixed(let price): return ("\(inside) × \(money(price))", Int128(price) * Int128(inside), 1)
    case .percent(let rate) where tariff.measure == .amount:
      return ("\(money(inside)) × \(rate)", Int128(rate.numerator) * Int128(inside), Int128(rate.denominator))
    case .percent(let rate):
      let over = Int128(rate.numerator) * Int128(at.amount) * Int128(inside)
      return ("\(money(at.amount)) × \(inside)/\(at.units) × \(rate)", over, Int128(rate.denominator) * Int128(at.units))
    }
  }

  private static func sum(
    _ numerator: Int128, _ denominator: Int128, _ over: Int128, _ under: Int128
  ) throws(AmountOverflow) -> (Int128, Int128) {
    let divisor = Rate.greatestCommonDivisor(denominator, under)
    let (left, a) = numerator.multipliedReportingOverflow(by: under / divisor)
    let (right, b) = over.multipliedReportingOverflow(by: denominator / divisor)
    let (sum, c) = left.addingReportingOverflow(right)
    let (common, d) = denominator.multipliedReportingOverflow(by: under / divisor)
    if a || b || c || d { throw AmountOverflow() }
    return (sum, common)
  }
}
