import SettlementCore

/// What the platform's own statement for one month shows: plain values, gathered by the run.
///
/// A movement belongs to the month of the business day of the run that posted it, so that the sums are those of the ledger. Amounts are
/// minor units and signed as they are shown: `PlatformAccount.isOwner` says how.
public struct PlatformStatement: Sendable {
  /// One group of accounts over the month.
  public struct AccountRow: Equatable, Sendable {
    public var opening: Int64 = 0
    /// By the raw value of the kind of posting group.
    public var moves = [Int64](repeating: 0, count: GroupKind.allCases.count)
    /// What the ledger holds at the end.
    public var closing: Int64 = 0

    public init() {}
  }

  /// What one party is owed, and what is locked for it.
  public struct PartyRow: Equatable, Sendable {
    public var party: String
    /// By posting: every group counts by its kind, whatever period of the party its own date lies in.
    public var account: RollForward
    public var held: Int64

    public init(party: String, account: RollForward, held: Int64) {
      (self.party, self.account, self.held) = (party, account, held)
    }
  }

  /// What the runs of one business day did.
  public struct DayRow: Equatable, Sendable {
    public var day: CalendarDay
    public var runs: Int64 = 0
    /// What custody took in for orders, and what it gave back; refunds that failed later count against the latter.
    public var paid: Int64 = 0
    public var refunded: Int64 = 0
    public var revenue: Int64 = 0
    public var heldChange: Int64 = 0

    public init(day: CalendarDay) { self.day = day }
  }

  /// Everything in one currency.
  public struct Book: Equatable, Sendable {
    public var currency: Currency
    /// One for each `PlatformAccount`, in their order.
    public var accounts = [AccountRow](repeating: AccountRow(), count: PlatformAccount.allCases.count)
    public var parties: [PartyRow] = []
    /// Every day of the month that has run, ascending.
    public var days: [DayRow] = []

    public init(currency: Currency) { self.currency = currency }

    public subscript(account: PlatformAccount) -> AccountRow {
      get { accounts[account.rawValue] }
      set { accounts[account.rawValue] = newValue }
    }
  }

  /// The newest workbooks of a party; empty: none.
  public struct Files: Equatable, Sendable {
    public var draft = ""
    public var issued = ""

    public init(draft: String = "", issued: String = "") { (self.draft, self.issued) = (draft, issued) }
  }

  /// `2026-03`.
  public var period: String
  public var days: ClosedRange<CalendarDay>
  /// Identifier of the business zone.
  public var zone: String
  /// The run that made it, and its business day.
  public var run: String
  public var businessDay: CalendarDay
  /// The first of the month's runs, and how many there are up to this one.
  public var firstRun: String
  public var runCount: Int
  /// The head of the ledger's journal after the run, in hex; empty: the ledger had no journal yet.
  public var head: String
  public var language: PartnerSettings.Language
  /// By currency code.
  public var books: [Book] = []
  /// As they stand after the run.
  public var discrepancies: [Discrepancy] = []
  /// Of the parties with a file, by id.
  public var titles: [String: String] = [:]
  public var files: [String: Files] = [:]

  public init(
    period: String, days: ClosedRange<CalendarDay>, zone: String, run: String, businessDay: CalendarDay, firstRun: String, runCount: Int,
    head: String, language: PartnerSettings.Language
  ) {
    (self.period, self.days, self.zone) = (period, days, zone)
    (self.run, self.businessDay, self.firstRun, self.runCount) = (run, businessDay, firstRun, runCount)
    (self.head, self.language) = (head, language)
  }

  /// `platform-2026-03-draft`. It is never issued: it binds nobody, and the ledger has no period of the platform.
  public var number: String { "\(Share.platform)-\(period)-draft" }

  /// Where it stands in the folder of its day.
  public var path: String { "\(Self.folder)\(number).xlsx" }

  /// The folder of the platform's statements in that of a day.
  public static let folder = "statements/\(Share.platform)/"
}
