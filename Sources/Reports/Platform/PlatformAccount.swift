import SettlementCore

/// The accounts of the ledger as the platform's own statement groups them: where the money is, and whose it is.
public enum PlatformAccount: Int, CaseIterable, Sendable {
  case custody, fees, paidOut, subsidy, suspense
  case payable, heldForParties, revenue, heldForPlatform

  public init(_ account: Account) {
    switch account.kind {
    case .custody: self = .custody
    case .fees: self = .fees
    case .subsidy: self = .subsidy
    case .suspense: self = .suspense
    case .held: self = account.party == Party.platform ? .heldForPlatform : .heldForParties
    case .payable: self = .payable
    case .revenue: self = .revenue
    case .paidOut: self = .paidOut
    }
  }

  /// True when it says whose the money is: credit is shown as +. Of the others debit is.
  public var isOwner: Bool { rawValue >= Self.payable.rawValue }

  static let money = allCases.filter { !$0.isOwner }
  static let owners = allCases.filter(\.isOwner)
}
