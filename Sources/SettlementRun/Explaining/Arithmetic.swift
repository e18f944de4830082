import Reports
import SettlementCore

/// Formulas in words whose results are held against what the state machine did: an explanation that would say anything else is refused.
struct Arithmetic {
  let exponent: Int
  let rounding: Rounding
  let say: Wording

  init(_ terms: Terms, _ say: Wording) {
    self.say = say
    exponent = terms.currency.exponent
    rounding = terms.version.rounding
  }

  func money(_ amount: Int64) -> String { MoneyText.print(amount, exponent: exponent) }

  /// `12.5% of the rest 87.12 = 10.89`, or with the exact quotient before its one rounding: `… = 4.356 → 4.36 (half-up)`.
  ///
  /// `result` is what the state machine did; throws `BrokenLaw` when the formula gives something else.
  func rounded(_ words: String, _ dividend: Int128, over divisor: Int128, is result: Int64) throws(BrokenLaw) -> String {
    guard divisor > 0, divide(dividend, by: divisor, rounding) == Int128(result) else {
      throw BrokenLaw("explanation: \(words) does not give \(money(result)), which is what was posted")
    }
    if dividend % divisor == 0 { return "\(words) = \(money(result))" }
    return "\(words) = \(quotient(dividend, divisor)) → \(money(result)) (\(say.name(rounding)))"
  }

  /// A sum or difference that has to be exact.
  func exact(_ words: String, _ value: Int64, is result: Int64) throws(BrokenLaw) -> String {
    guard value == result else { throw BrokenLaw("explanation: \(words) is \(money(value)), but \(money(result)) was posted") }
    return "\(words) = \(money(result))"
  }

  /// Refuses an explanation whose claim does not hold.
  func check(_ holds: Bool, _ claim: @autoclosure () -> String) throws(BrokenLaw) {
    if !holds { throw BrokenLaw("explanation: \(claim())") }
  }

  /// The exact decimal of a quotient of minor units, in major units; cut with `…` after six digits beyond the currency's.
  func quotient(_ dividend: Int128, _ divisor: Int128) -> String {
    let (whole, rest) = dividend.magnitude.quotientAndRemainder(dividingBy: divisor.magnitude)
    var digits = String(whole)
    var remainder = rest
    var decimals = exponent
    while remainder != 0, decimals < exponent + 6 {
      let (digit, next) = (remainder * 10).quotientAndRemainder(dividingBy: divisor.magnitude)
      digits += String(digit)
      remainder = next
      decimals += 1
    }
    if decimals > 0 {
      if digits.utf8.count <= decimals { digits = String(repeating: "0", count: decimals + 1 - digits.utf8.count) + digits }
      digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals))
    }
    return (dividend < 0 ? "-" : "") + digits + (remainder == 0 ? "" : "…")
  }
}
