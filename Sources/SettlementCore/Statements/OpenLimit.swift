/// How much may be open with a partner when its period is closed (`open-limit` of a partner's file).
public struct OpenLimit: Hashable, Sendable {
  /// How many open discrepancies; nil: any number.
  public let count: Int?
  /// The sum of their differences, each without its sign, in one currency: minor units at four decimals. Nil: any sum.
  public let amount: Int64?

  public init(count: Int?, amount: Int64? = nil) {
    self.count = count
    self.amount = amount
  }

  /// Nothing may be open.
  public static let nothing = OpenLimit(count: 0)

  /// True when so many discrepancies, with such sums by currency in its minor unit, are more than is allowed.
  public func isExceeded(count: Int, sums: [Currency: Int128]) -> Bool {
    if let most = self.count, count > most { return true }
    guard let amount else { return false }
    return sums.contains { currency, sum in
      let scale = (currency.exponent..<4).reduce(Int128(1)) { scale, _ in scale * 10 }
      return sum * scale > Int128(amount)
    }
  }
}
