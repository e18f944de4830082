/// An exact part of a whole, from 0 to 1, reduced: 12.5 % is 1/8.
public struct Rate: Hashable, Sendable {
  public let numerator: Int64
  public let denominator: Int64

  /// The largest denominator: a percentage with nine decimals.
  public static let largestDenominator: Int64 = 100_000_000_000

  /// The rate `numerator / denominator`, or nil when it is not between 0 and 1 or its denominator is too large.
  public init?(_ numerator: Int64, over denominator: Int64) {
    guard denominator > 0, denominator <= Self.largestDenominator, numerator >= 0, numerator <= denominator else { return nil }
    let divisor = Self.greatestCommonDivisor(numerator, denominator)
    self.numerator = numerator / divisor
    self.denominator = denominator / divisor
  }

  /// A percentage with at most nine decimals (`12.5`) or a fraction of the whole (`1/3`), as rule files write it (SPEC §2); nil otherwise.
  public init?(text: String) {
    let halves = text.split(separator: "/", omittingEmptySubsequences: false)
    if halves.count == 2 {
      guard let numerator = Self.digits(halves[0]), let denominator = Self.digits(halves[1]) else { return nil }
      self.init(numerator, over: denominator)
      return
    }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let whole = Self.digits(parts[0]), whole <= 100 else { return nil }
    var numerator = whole
    var denominator: Int64 = 100
    if parts.count == 2 {
      guard parts[1].utf8.count <= 9, let decimals = Self.digits(parts[1]) else { return nil }
      for _ in parts[1].utf8 { (numerator, denominator) = (numerator * 10, denominator * 10) }
      numerator += decimals
    }
    self.init(numerator, over: denominator)
  }

  /// The rate's part of an amount in minor units, rounded once. Throws `AmountOverflow`.
  public func part(of amount: Int64, _ rounding: Rounding) throws(AmountOverflow) -> Int64 {
    try scale(amount, by: numerator, over: denominator, rounding)
  }

  /// The sum of several rates as a reduced fraction, or nil when it cannot be held exactly in 128 bits.
  public static func sum(_ rates: [Rate]) -> (numerator: Int128, denominator: Int128)? {
    var sum: (numerator: Int128, denominator: Int128) = (0, 1)
    for rate in rates {
      let (left, a) = sum.numerator.multipliedReportingOverflow(by: Int128(rate.denominator))
      let (right, b) = Int128(rate.numerator).multipliedReportingOverflow(by: sum.denominator)
      let (top, c) = left.addingReportingOverflow(right)
      let (bottom, d) = sum.denominator.multipliedReportingOverflow(by: Int128(rate.denominator))
      if a || b || c || d { return nil }
      let divisor = greatestCommonDivisor(top, bottom)
      sum = (top / divisor, bottom / divisor)
    }
    return sum
  }

  /// Of two numbers of zero or more; 1 when both are 0.
  public static func greatestCommonDivisor<Number: BinaryInteger>(_ a: Number, _ b: Number) -> Number {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a == 0 ? 1 : a
  }

  private static func digits(_ text: Substring) -> Int64? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int64(text)
  }
}

extension Rate: CustomStringConvertible {
  /// As a percentage when that is finite in nine decimals (`12.5%`), else as a fraction (`1/3`).
  public var description: String {
    let scaled = Int128(numerator) * Int128(Self.largestDenominator)
    guard scaled % Int128(denominator) == 0 else { return "\(numerator)/\(denominator)" }
    var text = MoneyText.print(Int64(scaled / Int128(denominator)), exponent: 9)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text + "%"
  }
}
