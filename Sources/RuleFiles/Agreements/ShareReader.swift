import SettlementCore

/// One line of `shares:` as read; what is wrong in it has been told.
struct ShareLine {
  let reader: MappingReader
  let to: Share.Payee?
  let entitlement: String?
  let isRemainder: Bool
  /// Its one form; nil when it has none or several.
  let form: String?
  /// Nil for the remainder and for a line with a problem.
  let share: Share?

  /// The rate of a percentage of the base.
  var percentOfBase: Rate? {
    guard case .percent(let rate, of: .base)? = share?.amount else { return nil }
    return rate
  }

  /// True for a percentage of the base without bounds, judged by its keys.
  var isPlainPercent: Bool {
    form == "percent" && !reader.has("min") && !reader.has("max")
      && (share.map { if case .percent(_, of: .rest) = $0.amount { false } else { true } } ?? true)
  }
}

/// Reads one share and checks it by itself (SPEC §3).
struct ShareReader {
  static let forms = ["fixed", "percent", "tiered", "remainder"]
  static let keys = ["to", "entitlement", "units"] + forms + ["of", "min", "max", "expires-after", "on-expiry", "gives"]

  private let reader: MappingReader
  private let place: Int
  private let exponent: Int

  /// Without a known currency amounts are read at four decimals, so that their other mistakes are told too.
  init?(_ value: RuleValue, place: Int, currency: Currency?, _ problems: FileProblems) {
    guard let reader = MappingReader(value, "a share", keys: Self.keys, required: ["to"], problems) else { return nil }
    self.reader = reader
    self.place = place
    exponent = (currency ?? .unknown).exponent
  }

  func read() -> ShareLine {
    let to = payee()
    guard let form = reader.one(of: Self.forms) else {
      return ShareLine(reader: reader, to: to, entitlement: reader.text("entitlement"), isRemainder: false, form: nil, share: nil)
    }
    if form == "remainder" {
      checkRemainder(to)
      return ShareLine(reader: reader, to: to, entitlement: nil, isRemainder: true, form: "remainder", share: nil)
    }
    let entitlement = reader.text("entitlement")
    return ShareLine(
      reader: reader, to: to, entitlement: entitlement, isRemainder: false, form: form, share: share(to, entitlement))
  }

  private func payee() -> Share.Payee? {
    if case .text("@channel", _)? = reader.value("to")?.kind { return .channel }
    return reader.party("to").map { .party($0) }
  }

  private func checkRemainder(_ to: Share.Payee?) {
    if let flag = reader.flag("remainder"), !flag {
      reader.refuse("remainder", expected: "true", advice: "write remainder: true or remove the line")
    }
    if let to, to != .party(Share.platform) {
      reader.refuse("to", expected: "platform for the remainder", advice: "write to: platform")
    }
    reader.refuseKeys(
      Self.keys.filter { $0 != "to" && $0 != "remainder" }, expected: "in a share that is no remainder", advice: "remove it")
  }

  private func share(_ to: Share.Payee?, _ entitlement: String?) -> Share? {
    checkCompany()
    let units = reader.count("units")
    let (minimum, maximum) = bounds()
    let expiresAfter = reader.days("expires-after")
    let onExpiry = reader.choice("on-expiry", Share.OnExpiry.self)
    let gives = reader.choice("gives", Share.Gives.self)
    guard let amount = amount() else { return nil }
    if case .tiered(let tariff) = amount { checkTiered(tariff, gives) }
    guard let to else { return nil }
    return Share(
      to: to, entitlement: entitlement, units: units ?? 1, amount: amount, minimum: minimum, maximum: maximum, expiresAfter: expiresAfter,
      onExpiry: onExpiry ?? .remainder, gives: gives, place: place)
  }

  /// Keys that mean something only beside another key.
  private func checkCompany() {
    if !reader.has("entitlement") {
      reader.refuseKeys(
        ["units", "expires-after", "on-expiry"], expected: "beside entitlement", advice: "add the entitlement or remove the key")
    } else if !reader.has("expires-after") {
      reader.refuseKeys(["on-expiry"], expected: "beside expires-after", advice: "add expires-after or remove the key")
    }
    if !reader.has("percent") {
      reader.refuseKeys(["of"], expected: "beside percent", advice: "remove it")
    }
    if reader.has("tiered") {
      reader.refuseKeys(["min", "max"], expected: "beside fixed or percent", advice: "remove it")
    }
  }

  private func bounds() -> (minimum: Int64?, maximum: Int64?) {
    let minimum = reader.amount("min", exponent: exponent)
    let maximum = reader.amount("max", exponent: exponent)
    if let minimum, let maximum, minimum > maximum {
      let shown = MoneyText.print(maximum, exponent: exponent)
      reader.refuse("min", expected: "a min of at most the max \(shown)", advice: "swap or mend them")
    }
    return (minimum, maximum)
  }

  private func amount() -> ShareAmount? {
    if reader.has("fixed") { return reader.amount("fixed", exponent: exponent).map { .fixed($0) } }
    if reader.has("tiered") { return TariffReader(reader, exponent: exponent)?.read().map { .tiered($0) } }
    let whole = reader.choice("of", ShareAmount.Whole.self)
    if reader.has("of"), whole == nil { return nil }
    return reader.rate("percent").map { .percent($0, of: whole ?? .base) }
  }

  private func checkTiered(_ tariff: Tariff, _ gives: Share.Gives?) {
    let isDelivered = reader.has("entitlement")
    if tariff.measure == .units {
      if !isDelivered {
        reader.problems.add(
          at: reader.position(of: "tiered"), expected: "an entitlement beside tiers by units", found: "none",
          advice: "add the entitlement, or write by: amount")
      }
      if let gives, gives != .cancelled {
        reader.refuse("gives", expected: "cancelled for tiers by units", advice: "remove the key")
      }
    } else if isDelivered, gives == .all {
      reader.refuse("gives", expected: "held or cancelled for a tiered share with an entitlement", advice: "write one of them")
    }
  }
}
