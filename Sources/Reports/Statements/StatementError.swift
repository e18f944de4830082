import SettlementCore

/// The numbers of a statement contradict each other: nothing is written. Names both numbers and where they stand.
public struct StatementError: Error, Equatable, CustomStringConvertible {
  /// `eleme-2026-03-draft`.
  public let statement: String
  public let currency: Currency
  /// What was compared.
  public let law: String
  public let expected: String
  public let found: String

  public var description: String {
    "statement \(statement), \(currency.code): \(law): expected \(expected), found \(found); "
      + "the ledger's postings and balances disagree: run `qingfen verify`, publish nothing"
  }
}
