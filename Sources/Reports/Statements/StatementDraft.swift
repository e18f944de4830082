import SettlementCore

/// Everything a draft statement of one partner for one period shows (SPEC §8): plain values, gathered by the run.
public struct StatementDraft: Sendable {
  public var partner: PartnerSettings
  /// Our own name; nil: `平台` or `Platform`.
  public var issuer: String?
  /// Name of the period: `2026-03`.
  public var period: String
  public var days: ClosedRange<CalendarDay>
  /// Identifier of the zone in which the days are counted: `Asia/Shanghai`.
  public var zone: String
  /// The run that made this draft, and its business day: discrepancies age up to it.
  public var run: String
  public var businessDay: CalendarDay
  public var language: PartnerSettings.Language
  /// One per currency in which the partner had a balance or a movement; the workbook shows them by code.
  public var accounts: [RollForward]
  /// The versions whose terms made the lines; `StatementLines.rule` counts them from 0.
  public var rules: [RuleVersion]
  /// The entitlements that `StatementLines.entitlement` counts from 0.
  public var entitlements: [String]
  /// The runs that `StatementLines.run` counts from 0.
  public var runs: [String]
  public var lines: StatementLines
  /// The partner's, all not resolved and those resolved by this run.
  public var discrepancies: [Discrepancy]

  public init(
    partner: PartnerSettings, issuer: String? = nil, period: String, days: ClosedRange<CalendarDay>, zone: String, run: String,
    businessDay: CalendarDay, language: PartnerSettings.Language, accounts: [RollForward], rules: [RuleVersion], entitlements: [String],
    runs: [String], lines: StatementLines, discrepancies: [Discrepancy]
  ) {
    self.partner = partner
    self.issuer = issuer
    self.period = period
    self.days = days
    self.zone = zone
    self.run = run
    self.businessDay = businessDay
    self.language = language
    self.accounts = accounts
    self.rules = rules
    self.entitlements = entitlements
    self.runs = runs
    self.lines = lines
    self.discrepancies = discrepancies
  }

  /// `eleme-2026-03-draft`: the statement's number and the name of its file.
  public var number: String { "\(partner.partner)-\(period)-draft" }
}

/// One version of an agreement that a statement rests on.
public struct RuleVersion: Hashable, Sendable {
  public var agreement: String
  public var title: String
  public var effective: CalendarDay
  /// SHA-256, hex.
  public var digest: String

  public init(agreement: String, title: String, effective: CalendarDay, digest: String) {
    self.agreement = agreement
    self.title = title
    self.effective = effective
    self.digest = digest
  }
}
