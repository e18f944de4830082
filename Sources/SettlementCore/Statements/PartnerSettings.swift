/// What a partner's file says (`rules/partners/*.yaml`, SPEC §12).
public struct PartnerSettings: Sendable {
  /// What a statement shows as payable while a discrepancy is open; it posts nothing.
  public enum Settle: String, Sendable, CaseIterable {
    case ours, theirs, lower, hold
  }
  /// The language of a report.
  public enum Language: String, Sendable, CaseIterable {
    case zh, en
  }

  /// `[a-z0-9_-]{1,64}`.
  public let partner: String
  public let title: String
  public let period: StatementPeriod
  /// The zone in which the days of its statements are counted; nil: the configuration's.
  public let zone: String?
  /// Seconds after midnight, 1 to 86,400, at which such a day ends (SPEC §2); nil: midnight.
  public let cutOff: Int32?
  /// Minor units at four decimals, whatever the currency.
  public let minimumPayout: Int64
  public let settle: Settle
  /// Nil: the configuration's.
  public let language: Language?
  /// Nil: the partner sends no statement and nothing is reconciled.
  public let statement: StatementProfile?
  /// How much may be open when a period is closed.
  public let openLimit: OpenLimit
  /// Where its money goes; nil: nothing is paid to it by a payment list.
  public let payee: BankAccount?
  /// How it gets its statements; nil: somebody sends them.
  public let delivery: DeliverySettings?
  /// Value added tax that the amounts hold; nil: a statement says nothing of tax.
  public let tax: Rate?
  /// How many days after its business day an issued statement may be answered; nil: it says nothing of that.
  public let replyWithin: Int?

  public init(
    partner: String, title: String, period: StatementPeriod, zone: String? = nil, cutOff: Int32? = nil, minimumPayout: Int64 = 0,
    settle: Settle = .ours, language: Language? = nil, statement: StatementProfile? = nil, openLimit: OpenLimit = .nothing,
    payee: BankAccount? = nil, delivery: DeliverySettings? = nil, tax: Rate? = nil, replyWithin: Int? = nil
  ) {
    self.partner = partner
    self.title = title
    self.period = period
    self.zone = zone
    self.cutOff = cutOff
    self.minimumPayout = minimumPayout
    self.settle = settle
    self.language = language
    self.statement = statement
    self.openLimit = openLimit
    self.payee = payee
    self.delivery = delivery
    self.tax = tax
    self.replyWithin = replyWithin
  }
}
