import Reports
import SettlementCore

/// What one version pays on a sample order: its shares, the remainder and their sum, and the totals of its tiers.
struct SamplePage {
  private let agreement: Agreement
  private let terms: Terms
  private let words: RuleWords
  private let amount: String
  private let quantity: Int64
  private let channel: Int32

  /// Throws `AmountOverflow` when the percentages cannot be shared out within 64 bits.
  init(_ agreement: Agreement, _ version: AgreementVersion, amount: String, quantity: Int64) throws(AmountOverflow) {
    self.agreement = agreement
    self.amount = amount
    self.quantity = quantity
    var parties = Terminology([Share.platform])
    var entitlements = Terminology()
    terms = try Terms(number: 0, agreement: agreement, version: version, parties: &parties, entitlements: &entitlements)
    channel = parties.intern("@channel")
    words = RuleWords(terms: terms, parties: parties, entitlements: entitlements, say: Wording(.en))
  }

  private func money(_ amount: Int64) -> String { MoneyText.print(amount, exponent: agreement.currency.exponent) }

  /// The page. Throws `AmountOverflow` when the sample does not fit 64 bits.
  func lines() throws -> [String] {
    let version = terms.version
    var lines = [
      AlignedTable.printable("\(agreement.bundle)  \(agreement.title)"),
      "   effective \(version.effective), base \(version.base.rawValue), rounding \(version.rounding.rawValue), "
        + "refund \(version.refund.rawValue)"
        + (version.allowsLoss ? ", allow-loss" : "") + ", digest \(version.digest.prefix(12))…",
    ]
    do {
      let paid = try MoneyText.parse(amount, exponent: agreement.currency.exponent)
      lines += try split(paid)
    } catch let problem as MoneyText.Problem {
      lines.append(
        "   no sample: \(amount) is no amount of \(agreement.currency.code), "
          + "expected \(problem.expected(exponent: agreement.currency.exponent))"
      )
    }
    return lines
  }

  private func split(_ paid: Int64) throws -> [String] {
    var life = OrderLife()
    let order = OrderFacts(paid: paid, list: paid, fee: 0, quantity: quantity, day: terms.version.effective, channel: channel)
    let outcome = try life.post(order, by: terms)
    var table = AlignedTable([
      ("#", .right), ("party", .left), ("entitlement", .left), ("units", .right), ("rule", .left), ("gives", .left), ("gets", .right),
    ])
    for (place, line) in terms.lines.enumerated() {
      let share = life.shares[place]
      table.append([
        String(line.place + 1), words.payee(line), words.item(line), line.entitlement < 0 ? "" : String(share.pending), words.rule(line),
        line.gives.rawValue, money(share.held + share.earned),
      ])
    }
    let others = life.shares.reduce(Int64(0)) { $0 + $1.held + $1.earned }
    let remainder = life.base - others
    table.append(["", Share.platform, "-", "", terms.version.isApportioned ? "remainder (implicit)" : "remainder", "", money(remainder)])
    table.rule()
    table.append(["", "", "", "", "Σ = B", "", money(others + remainder)])
    var lines =
      ["   a sample order: paid = list = \(money(paid)) \(agreement.currency.code), fee 0, quantity \(quantity)"]
      + table.lines(indent: "   ")
    if case .exceedsBase(let base, let others) = outcome {
      lines.append("   such an order is parked (split-exceeds-base): its shares come to \(money(others)), the base is \(money(base))")
    }
    for place in terms.lines.indices { lines += try tiers(place, life) }
    return lines
  }

  /// T(measure) at every bound of a tiered share, and one step beyond the last.
  private func tiers(_ place: Int, _ life: OrderLife) throws -> [String] {
    let line = terms.lines[place]
    guard let tariff = line.tariff else { return [] }
    let units = max(1, life.shares[place].pending)
    let byAmount = tariff.measure == .amount
    var table = AlignedTable([("tier", .right), ("up to", .right), ("price", .left), (byAmount ? "a" : "n", .right), ("T", .right)])
    var last: Int64 = 0
    for (at, tier) in tariff.tiers.enumerated() {
      let position = try tier.upTo ?? last.adding(1)
      last = position
      let base = byAmount ? position : try scale(position, by: life.base, over: units, terms.version.rounding)
      let measure = LadderMeasure(units: byAmount ? 0 : position, amount: base)
      table.append([
        String(at + 1), tier.upTo.map { words.position($0, tariff) } ?? "beyond", words.price(tier), words.position(position, tariff),
        money(try tariff.total(measure, terms.version.rounding)),
      ])
    }
    var head =
      "   tiers of \(words.item(line)) → \(words.payee(line)), \(tariff.mode.rawValue) per \(tariff.per.rawValue): "
      + "T at each bound and just beyond the last"
    if !byAmount, case .percent = tariff.tiers[0].price { head += ", with \(money(life.base)) of base for \(words.units(units))" }
    return [head] + table.lines(indent: "   ")
  }
}
