import SettlementCore

/// Reads one file of `rules/partners` (SPEC §12).
///
/// Defaults: `title` the id, `period: month`, `zone` the configuration's, `cut-off: "24:00"`, `minimum-payout: "0"`, `settle: ours`, `lang`
/// the configuration's, no statement, `open-limit: {count: 0}`, no payee, nothing delivered, no tax, no `reply-within`.
struct PartnerFile {
  /// Nil when a problem was found.
  let settings: PartnerSettings?
  let partner: String?
  let position: Position
  let problems: FileProblems

  /// Paths are relative to `folder`.
  init?(_ document: RuleValue, in folder: String, _ problems: FileProblems) {
    self.problems = problems
    let keys = [
      "partner", "title", "period", "zone", "cut-off", "minimum-payout", "settle", "lang", "statement", "open-limit", "payee", "deliver",
      "tax", "reply-within",
    ]
    guard let reader = MappingReader(document, "a partner", keys: keys, required: ["partner"], problems) else { return nil }
    partner = reader.party("partner")
    position = reader.position(of: "partner")
    if partner == Share.platform {
      reader.refuse("partner", expected: "a party other than the platform", advice: "remove the file; the platform needs none")
    }
    let title = reader.text("title")
    let period = reader.choice("period", StatementPeriod.self)
    let zone = reader.zone("zone")
    let cutOff = reader.timeOfDay("cut-off")
    let minimum = reader.amount("minimum-payout", exponent: 4)
    let settle = reader.choice("settle", PartnerSettings.Settle.self)
    let language = reader.choice("lang", PartnerSettings.Language.self)
    let statement = StatementProfileReader(reader, in: folder)?.read()
    let limit = reader.openLimit("open-limit")
    let payee = reader.bankAccount("payee", "a payee")
    let delivery = DeliveryReader(reader, in: folder)?.read()
    let tax = reader.rate("tax")
    let reply = reader.days("reply-within")
    settings = partner.map { partner in
      PartnerSettings(
        partner: partner, title: title ?? partner, period: period ?? .month, zone: zone, cutOff: cutOff, minimumPayout: minimum ?? 0,
        settle: settle ?? .ours, language: language, statement: statement, openLimit: limit ?? .nothing, payee: payee,
        delivery: delivery, tax: tax, replyWithin: reply)
    }
  }
}
