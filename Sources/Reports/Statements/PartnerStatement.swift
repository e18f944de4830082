import SettlementCore

/// Everything a statement of one partner for one period shows (SPEC §8): plain values, gathered by the run.
public struct PartnerStatement: Sendable {
  public var partner: PartnerSettings
  /// Our own name; nil: `平台` or `Platform`.
  public var issuer: String?
  /// Name of the period: `2026-03`.
  public var period: String
  public var days: ClosedRange<CalendarDay>
  /// Identifier of the zone in which the days are counted: `Asia/Shanghai`.
  public var zone: String
  /// When such a day ends: `23:00`; nil: at midnight.
  public var cutOff: String?
  /// The run that made this statement, and its business day: discrepancies age up to it.
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
  /// The partner's, all not resolved and those resolved by this run; of an issued statement, those open or in transit of its days.
  public var discrepancies: [Discrepancy]
  /// What makes it final; nil: a draft.
  public var issue: StatementIssue?
  /// What it says otherwise than the version before; nil for a draft and a first version. `accounts` and `lines` are as they are now.
  public var changes: StatementChanges?
  /// The head of the ledger's journal after the run, in hex; empty: the ledger had no journal yet.
  public var head: String
  /// True for a partner that is paid for the orders it sold, and for nothing else.
  public var isChannel = false
  /// The ladders of its shares whose tier period meets the days.
  public var ladders: [StatementLadder] = []
  /// What the lines that take back rest on, by place of the line.
  public var origins: [Int: RefundOrigin] = [:]
  /// Decisions that posted adjusts of it.
  public var decisions: [AdjustDecision] = []
  /// What its runs read.
  public var inputs: [StatementInput] = []

  public init(
    partner: PartnerSettings, issuer: String? = nil, period: String, days: ClosedRange<CalendarDay>, zone: String, run: String,
    businessDay: CalendarDay, language: PartnerSettings.Language, accounts: [RollForward], rules: [RuleVersion], entitlements: [String],
    runs: [String], lines: StatementLines, discrepancies: [Discrepancy], issue: StatementIssue? = nil,
    cutOff: String? = nil, head: String = ""
  ) {
    self.partner = partner
    self.issuer = issuer
    self.period = period
    self.days = days
    self.zone = zone
    self.cutOff = cutOff
    self.run = run
    self.businessDay = businessDay
    self.language = language
    self.accounts = accounts
    self.rules = rules
    self.entitlements = entitlements
    self.runs = runs
    self.lines = lines
    self.discrepancies = discrepancies
    self.issue = issue
    self.head = head
  }

  /// The statement's number: `QF-eleme-2026-03-R1`, or `eleme-2026-03-draft`.
  public var number: String { issue?.number ?? "\(partner.partner)-\(period)-draft" }

  /// The name of its file: `eleme-2026-03-R1.xlsx`, or `eleme-2026-03-draft.xlsx`.
  public var fileName: String { "\(partner.partner)-\(period)-\(issue?.version ?? "draft").xlsx" }

  /// The last day on which it may be answered; nil: a draft, or the partner's file sets no `reply-within`.
  public var replyDeadline: CalendarDay? {
    issue == nil ? nil : partner.replyWithin.map { businessDay.adding(days: $0) }
  }

  /// Places of the lines whose own date lies before the period: they came after their period was closed.
  var lateLines: [Int] { (0..<lines.count).filter { lines.businessDay[$0] < days.lowerBound.number } }
}

/// What a statement has when it is issued (SPEC §8).
public struct StatementIssue: Hashable, Sendable {
  /// `QF-eleme-2026-03-R1`.
  public let number: String
  /// `R1`.
  public let version: String

  /// The first version of a partner's statement for a period.
  public init(partner: String, period: String, version: Int = 1) {
    self.version = "R\(version)"
    number = "QF-\(partner)-\(period)-R\(version)"
  }
}

/// One version of an agreement that a statement rests on.
public struct RuleVersion: Hashable, Sendable {
  public var agreement: String
  public var title: String
  public var effective: CalendarDay
  /// SHA-256, hex.
  public var digest: String
  /// What of it concerns the partner, in words.
  public var clauses: [RuleClause]

  public init(agreement: String, title: String, effective: CalendarDay, digest: String, clauses: [RuleClause] = []) {
    self.agreement = agreement
    self.title = title
    self.effective = effective
    self.digest = digest
    self.clauses = clauses
  }
}
