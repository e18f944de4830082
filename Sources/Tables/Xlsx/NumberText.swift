/// Reads the number of a cell exactly, without floating point.
public enum NumberText {
  /// The minor units of a decimal such as `12.34`, `1E-2` or `-1234.5`, with 10 to the power of `exponent` units to one.
  ///
  /// A workbook stores doubles, and some writers print what the double really holds (`29.990000000000002`): a value less
  /// than a millionth of a minor unit away from a whole one is that whole one. Nil for anything else: more decimals,
  /// other text, more than 36 digits, or more than `Int64` holds. `exponent` is 0 to 18.
  public static func minorUnits(_ text: some Collection<UInt8>, exponent: Int) -> Int64? {
    precondition((0...18).contains(exponent))
    guard let parts = parse(text) else { return nil }
    guard parts.digits > 0 else { return 0 }
    let shift = parts.power + exponent
    guard let units = shift >= 0 ? raised(parts.mantissa, shift) : rounded(parts.mantissa, digits: parts.digits, -shift) else { return nil }
    return parts.isNegative ? Int64(exactly: -Int128(units)) : Int64(exactly: units)
  }

  /// mantissa times 10 to the power of `power`; `digits` counts the mantissa's digits without leading zeros.
  private struct Parts {
    var isNegative = false
    var mantissa: UInt128 = 0
    var digits = 0
    var power = 0
  }

  private static func parse(_ text: some Collection<UInt8>) -> Parts? {
    var parts = Parts()
    var rest = text[...]
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      parts.isNegative = sign == UInt8(ascii: "-")
      rest.removeFirst()
    }
    var seen = 0
    var hasPoint = false
    while let byte = rest.first, byte == UInt8(ascii: ".") || digit(byte) != nil {
      rest.removeFirst()
      guard let value = digit(byte) else {
        if hasPoint { return nil }
        hasPoint = true
        continue
      }
      seen += 1
      if parts.digits > 0 || value > 0 { parts.digits += 1 }
      guard parts.digits <= 36 else { return nil }
      parts.mantissa = parts.mantissa * 10 + UInt128(value)
      if hasPoint { parts.power -= 1 }
    }
    guard seen > 0 else { return nil }
    guard let power = exponent(rest) else { return nil }
    parts.power += power
    return parts
  }

  /// `E+05` and the like, or nothing; at most four digits.
  private static func exponent(_ text: some Collection<UInt8>) -> Int? {
    guard let mark = text.first else { return 0 }
    guard mark == UInt8(ascii: "E") || mark == UInt8(ascii: "e") else { return nil }
    var rest = text.dropFirst()
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    guard (1...4).contains(rest.count) else { return nil }
    var value = 0
    for byte in rest {
      guard let digit = digit(byte) else { return nil }
      value = value * 10 + Int(digit)
    }
    return isNegative ? -value : value
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : nil
  }

  private static func raised(_ mantissa: UInt128, _ power: Int) -> UInt64? {
    var result = mantissa
    for _ in 0..<power {
      if result > UInt128(UInt64.max) { return nil }
      result *= 10
    }
    return UInt64(exactly: result)
  }

  /// mantissa divided by 10 to the power of `power`, when that is less than a millionth away from a whole number.
  private static func rounded(_ mantissa: UInt128, digits: Int, _ power: Int) -> UInt64? {
    if power > 38 { return digits - power <= -6 ? 0 : nil }
    var divisor: UInt128 = 1
    for _ in 0..<power { divisor *= 10 }
    let (whole, rest) = mantissa.quotientAndRemainder(dividingBy: divisor)
    let millionth = divisor / 1_000_000
    if rest == 0 || rest < millionth { return UInt64(exactly: whole) }
    return divisor - rest < millionth ? UInt64(exactly: whole + 1) : nil
  }
}
