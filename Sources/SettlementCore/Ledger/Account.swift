/// An account of the ledger (SPEC §6), one word wide so that it can stand in a column: a kind and, for some kinds, a party.
public struct Account: Hashable, Sendable {
  public enum Kind: Int32, Sendable, CaseIterable {
    case custody, fees, subsidy, suspense, held, payable, revenue, paidOut
  }

  /// `party · 8 + kind`.
  public let code: Int32

  @inlinable public init(code: Int32) { self.code = code }
  @inlinable init(_ kind: Kind, _ party: Int32 = 0) { code = party << 3 | kind.rawValue }

  public static let custody = Account(.custody)
  public static let fees = Account(.fees)
  public static let subsidy = Account(.subsidy)
  public static let suspense = Account(.suspense)
  public static let revenue = Account(.revenue)

  /// Locked for a party but not owed yet.
  @inlinable public static func held(_ party: Int32) -> Account { Account(.held, party) }
  /// Owed to a party; what the platform has earned is `revenue`.
  @inlinable public static func payable(_ party: Int32) -> Account { party == Party.platform ? .revenue : Account(.payable, party) }
  /// Paid to a party.
  @inlinable public static func paidOut(_ party: Int32) -> Account { Account(.paidOut, party) }

  @inlinable public var kind: Kind { Kind(rawValue: code & 7)! }
  /// The party's number; the platform's for accounts without one.
  @inlinable public var party: Int32 { code >> 3 }

  /// `held:eleme`, `custody`, `paid-out`.
  public func name(_ parties: Terminology) -> String {
    switch kind {
    case .custody: "custody"
    case .fees: "fees"
    case .subsidy: "subsidy"
    case .suspense: "suspense"
    case .revenue: "revenue"
    case .paidOut: "paid-out"
    case .held: "held:" + parties[party]
    case .payable: "payable:" + parties[party]
    }
  }

  /// What the party column of `postings.csv` says: empty for custody, fees, subsidy and suspense (SPEC §6).
  public func partyName(_ parties: Terminology) -> String {
    switch kind {
    case .custody, .fees, .subsidy, .suspense: ""
    case .revenue: Share.platform
    case .held, .payable, .paidOut: parties[party]
    }
  }
}

/// Numbers of parties in a `Terminology`.
public enum Party {
  /// Us.
  public static let platform: Int32 = 0
}
