/// The rule file of one bundle (分账协议): dated versions, of which an order takes one and keeps it for ever (SPEC §3).
public struct Agreement: Sendable {
  public let bundle: String
  public let title: String
  public let currency: Currency
  /// Ascending by `effective`, no two of one day, never empty.
  public let versions: [AgreementVersion]

  public init(bundle: String, title: String, currency: Currency, versions: [AgreementVersion]) {
    self.bundle = bundle
    self.title = title
    self.currency = currency
    self.versions = versions
  }

  /// The place of the newest version effective on a business day, or nil when none is.
  public func version(on day: CalendarDay) -> Int? { versions.lastIndex { $0.effective <= day } }
}

/// One dated version of an agreement. Immutable once it has split an order: `digest` is stored and compared (SPEC §3).
public struct AgreementVersion: Sendable {
  /// What an order's shares are computed from.
  public enum Base: String, Sendable, CaseIterable {
    case paid
    /// paid − fee
    case net
    case list
  }
  /// Whose money a partial refund takes first (SPEC §4, step c).
  public enum RefundPolicy: String, Sendable, CaseIterable {
    case ratio
    case unusedFirst = "unused-first"
  }

  public let effective: CalendarDay
  public let base: Base
  public let rounding: Rounding
  public let allowsLoss: Bool
  public let refund: RefundPolicy
  /// In the file's order, without the remainder.
  public let shares: [Share]
  /// True when the file writes no remainder line: the base is apportioned by the percentages, and the remainder is an implicit share of 0.
  public let isApportioned: Bool
  /// SHA-256 (hex) of the version's canonical JSON.
  public let digest: String

  public init(
    effective: CalendarDay, base: Base = .paid, rounding: Rounding = .halfUp, allowsLoss: Bool = false, refund: RefundPolicy = .ratio,
    shares: [Share], isApportioned: Bool = false, digest: String
  ) {
    self.effective = effective
    self.base = base
    self.rounding = rounding
    self.allowsLoss = allowsLoss
    self.refund = refund
    self.shares = shares
    self.isApportioned = isApportioned
    self.digest = digest
  }
}
