import SettlementCore

extension RunSummary {
  /// One file or query that the run read or should have read.
  public struct Source: Codable, Equatable, Sendable {
    public enum State: String, Codable, Sendable {
      case read, missing, failed
      /// The source is not ready yet, and says so.
      case waiting
      /// The source says that there is nothing.
      case nothing
      /// It does not hold what it declares: its lines are compared, and nothing is finalised on it.
      case incomplete
      /// Its window is not over, or its partner still has time: nothing is looked for.
      case notYet = "not-yet"
    }
    public var name: String
    public var file: String
    public var state: State
    public var bytes: Int64
    public var rows: Int64
    public var rejected: Int64
    /// Hex; empty when nothing was read.
    public var sha256: String
    /// Why it is missing, incomplete or failed, or when it is awaited; empty otherwise.
    public var detail: String
    /// What showed that all of it came; nil for a local file.
    public var completeness: String?

    public init(
      name: String, file: String, state: State, bytes: Int64 = 0, rows: Int64 = 0, rejected: Int64 = 0, sha256: String = "",
      detail: String = "", completeness: String? = nil
    ) {
      self.name = name
      self.file = file
      self.state = state
      self.bytes = bytes
      self.rows = rows
      self.rejected = rejected
      self.sha256 = sha256
      self.detail = detail
      self.completeness = completeness
    }
  }

  /// A version of an agreement in force.
  public struct Rule: Codable, Equatable, Sendable {
    public var agreement: String
    public var effective: String
    public var digest: String

    public init(agreement: String, effective: CalendarDay, digest: String) {
      self.agreement = agreement
      self.effective = effective.description
      self.digest = digest
    }
  }

  /// What the run took over and made.
  public struct Counts: Codable, Equatable, Sendable {
    public var orders: Int64 = 0
    public var redemptions: Int64 = 0
    public var refunds: Int64 = 0
    public var payouts: Int64 = 0
    public var waiting: Int64 = 0
    public var groups: Int64 = 0
    public var lines: Int64 = 0

    public init() {}
  }

  /// What one account moved in this run and what it stands at.
  public struct AccountTotal: Codable, Equatable, Sendable {
    public var currency: String
    public var account: String
    public var change: String
    public var balance: String

    /// Minor units, debit +, credit −.
    public init(currency: Currency, account: String, change: Int64, balance: Int64) {
      self.currency = currency.code
      self.account = account
      self.change = Money(change, currency).decimal
      self.balance = Money(balance, currency).decimal
    }
  }

  /// How many discrepancies of a kind are in a state.
  public struct DiscrepancyCount: Codable, Equatable, Sendable {
    public var kind: String
    public var state: String
    public var count: Int64

    public init(kind: DiscrepancyKind, state: Finding.State, count: Int64) {
      self.kind = kind.rawValue
      self.state = state.rawValue
      self.count = count
    }
  }

  /// Lines of a partner's reconciliation that ended in one bucket, of one side and currency.
  public struct Bucket: Codable, Equatable, Sendable {
    public var partner: String
    /// `matched`, `tolerated`, `in-transit` or a discrepancy's kind.
    public var bucket: String
    public var currency: String
    public var oursCount: Int64
    public var ours: String
    public var theirsCount: Int64
    public var theirs: String

    /// Sums in minor units.
    public init(partner: String, bucket: String, currency: Currency, oursCount: Int64, ours: Int64, theirsCount: Int64, theirs: Int64) {
      self.partner = partner
      self.bucket = bucket
      self.currency = currency.code
      self.oursCount = oursCount
      self.ours = Money(ours, currency).decimal
      self.theirsCount = theirsCount
      self.theirs = Money(theirs, currency).decimal
    }
  }

  /// A statement that was issued anew: how many lines differ; `reissued.csv` shows them.
  public struct Reissued: Codable, Equatable, Sendable {
    public var name: String
    public var file: String
    /// SHA-256 of the file as it was read before.
    public var replaced: String
    public var sha256: String
    public var changed: Int64
    public var added: Int64
    public var removed: Int64

    public init(name: String, file: String, replaced: String, sha256: String, changed: Int64, added: Int64, removed: Int64) {
      self.name = name
      self.file = file
      self.replaced = replaced
      self.sha256 = sha256
      self.changed = changed
      self.added = added
      self.removed = removed
    }
  }

  /// A file that the run wrote.
  public struct Output: Codable, Equatable, Sendable {
    /// Relative to the day's folder.
    public var path: String
    public var bytes: Int64
    public var sha256: String

    public init(path: String, bytes: Int64, sha256: String) {
      self.path = path
      self.bytes = bytes
      self.sha256 = sha256
    }
  }
}
