import SettlementCore

extension PartnerStatement {
  /// What the statement says of one currency, its sums checked.
  public struct Payment: Equatable, Sendable {
    public let account: RollForward
    /// What is to be paid now; zero when it is carried forward. Minor units.
    public let due: Int64
    /// What of the closing balance is not.
    public let carriedForward: Int64
  }

  /// One for each currency, by code. Throws `StatementError` when lines and roll-forward contradict each other.
  public func payments() throws(StatementError) -> [Payment] {
    try StatementTotals.of(self).map {
      Payment(account: $0.account, due: $0.payable.due, carriedForward: $0.payable.carriedForward)
    }
  }

  /// How many lines came after their own period was closed.
  public var lateCount: Int { lateLines.count }
}
