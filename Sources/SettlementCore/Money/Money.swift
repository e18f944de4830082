/// An exact amount of one currency, counted in its minor unit: fen for CNY, whole yen for JPY.
public struct Money: Hashable, Sendable, CustomStringConvertible {
  public let minorUnits: Int64
  public let currency: Currency

  public init(_ minorUnits: Int64, _ currency: Currency) {
    self.minorUnits = minorUnits
    self.currency = currency
  }

  /// The decimal with exactly the currency's decimals: `199.00`.
  public var decimal: String { MoneyText.print(minorUnits, exponent: currency.exponent) }

  public var description: String { currency == .unknown ? decimal : "\(decimal) \(currency.code)" }
}
