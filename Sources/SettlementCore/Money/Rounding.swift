/// How the one rounding of a product ends (SPEC §2): an agreement's mode holds for every rounding of its orders and ladders.
public enum Rounding: String, Sendable, CaseIterable {
  /// Half away from zero (四舍五入).
  case halfUp = "half-up"
  /// Half to the even neighbour.
  case halfEven = "half-even"
  /// Towards zero.
  case down
}

/// The quotient of two exact numbers, rounded once.
///
/// Symmetric around zero: the quotient of −n is the negation of that of n. Requires a positive divisor.
@inlinable
public func divide(_ dividend: Int128, by divisor: Int128, _ rounding: Rounding) -> Int128 {
  precondition(divisor > 0, "a quotient needs a positive divisor")
  let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
  if remainder == 0 { return quotient }
  let rest = remainder.magnitude
  let other = divisor.magnitude - rest
  let away: Bool
  switch rounding {
  case .down: away = false
  case .halfUp: away = rest >= other
  case .halfEven: away = rest > other || (rest == other && quotient & 1 != 0)
  }
  return away ? quotient + (dividend < 0 ? -1 : 1) : quotient
}

/// `amount · numerator / denominator`, exact in 128 bits and rounded once.
///
/// Money in minor units. Requires a positive denominator. Throws `AmountOverflow` when the result leaves 64 bits.
@inlinable
public func scale(_ amount: Int64, by numerator: Int64, over denominator: Int64, _ rounding: Rounding) throws(AmountOverflow) -> Int64 {
  if numerator == denominator { return amount }
  let (product, overflow) = amount.multipliedReportingOverflow(by: numerator)
  if !overflow, rounding == .halfUp {
    // The common case in machine words; equal to the wide path by the tests.
    let (quotient, remainder) = product.quotientAndRemainder(dividingBy: denominator)
    let rest = remainder.magnitude
    return rest >= denominator.magnitude - rest && rest != 0 ? quotient + (product < 0 ? -1 : 1) : quotient
  }
  let wide = divide(Int128(amount) * Int128(numerator), by: Int128(denominator), rounding)
  guard let narrow = Int64(exactly: wide) else { throw AmountOverflow() }
  return narrow
}

/// An amount or a sum that does not fit 64 bits. Of one order it rejects the row; of a ledger total it ends the run with exit 14 (SPEC §2).
public struct AmountOverflow: Error, Equatable, CustomStringConvertible {
  @inlinable public init() {}

  public var description: String {
    "a total leaves 64 bits of minor units: nothing was posted or published; look for an order or a price that is far too large"
  }
}

extension Int64 {
  /// The sum, or `AmountOverflow`; money never wraps.
  @inlinable
  public func adding(_ other: Int64) throws(AmountOverflow) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    if overflow { throw AmountOverflow() }
    return sum
  }

  /// The product, or `AmountOverflow`.
  @inlinable
  public func times(_ other: Int64) throws(AmountOverflow) -> Int64 {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    if overflow { throw AmountOverflow() }
    return product
  }
}
