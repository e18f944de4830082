import SettlementCore

extension ControlTotal {
  /// Both sides are in units of 10 to the power of −`scale`, and rounded once to those of `unit`, half away from zero.
  init(
    name: String, _ declared: Result<(value: Int128, line: Int32), DeclaredTexts.Problem>, counted: Int128, scale: Int, _ unit: Unit
  ) {
    let exponent = if case .money(let currency) = unit { currency.exponent } else { scale }
    let counted = Self.brought(counted, from: scale, to: exponent)
    switch declared {
    case .failure(let problem):
      self.init(name: name, declared: 0, counted: counted ?? 0, unit: unit, line: problem.line, fault: problem.fault)
    case .success(let (value, line)):
      let value = Self.brought(value, from: scale, to: exponent)
      self.init(
        name: name, declared: value ?? 0, counted: counted ?? 0, unit: unit, line: line,
        fault: value == nil || counted == nil ? .overflow : nil)
    }
  }

  /// Nil when the result does not fit 64 bits.
  private static func brought(_ value: Int128, from scale: Int, to exponent: Int) -> Int64? {
    if scale <= exponent {
      let (product, overflow) = value.multipliedReportingOverflow(by: Int128(MoneyScale.powers[exponent - scale]))
      return overflow ? nil : Int64(exactly: product)
    }
    let unit = Int128(MoneyScale.powers[scale - exponent])
    let (quotient, rest) = value.quotientAndRemainder(dividingBy: unit)
    let isUp = rest.magnitude * 2 >= unit.magnitude
    return Int64(exactly: isUp ? quotient + rest.signum() : quotient)
  }
}
