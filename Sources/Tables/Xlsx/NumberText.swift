/// Reads the number of a cell exactly, without floating point.
public enum NumberText {
  /// What a number is as an amount.
  public enum Reading: Equatable, Sendable {
    case units(Int64)
    /// More decimals than there are.
    case tooPrecise
    case overflow
    case notANumber
  }

  /// The minor units of a decimal such as `12.34`, `1E-2` or `-1234.5`, with 10 to the power of `exponent` (0 to 18) units to one.
  ///
  /// A workbook stores doubles, and most writers print what the double really holds: 0.1 + 0.2 is `0.30000000000000004`, and a sum of
  /// 88.00 may be `88.000000000000014`. Such a number is taken as the whole unit next to it when it is less than a millionth of a unit away, or less
  /// than 10^-15 of itself (what a sum of a few doubles may be off) and a hundredth of a unit. Anything else has too many decimals: it is
  /// refused, never rounded. At most 36 digits.
  public static func read(_ text: some Collection<UInt8>, exponent: Int) -> Reading {
    precondition((0...18).contains(exponent))
    guard let parts = parse(text) else { return .notANumber }
    guard parts.digits > 0 else { return .units(0) }
    let shift = parts.power + exponent
    let reading = shift >= 0 ? raised(parts.mantissa, shift) : rounded(parts.mantissa, digits: parts.digits, -shift)
    guard let units = reading.units else { return reading.isTooPrecise ? .tooPrecise : .overflow }
    let signed = parts.isNegative ? Int64(exactly: -Int128(units)) : Int64(exactly: units)
    return signed.map { .units($0) } ?? .overflow
  }

  /// The units that ``read(_:exponent:)`` finds, or nil.
  public static func minorUnits(_ text: some Collection<UInt8>, exponent: Int) -> Int64? {
    if case .units(let units) = read(text, exponent: exponent) { units } else { nil }
  }

  /// The whole number below 10^15 that is written here, `12345`, `12345.0` or `1.2345E4`, or nil; a double holds all of those exactly.
  static func wholeNumber(_ text: some Collection<UInt8>) -> Int64? {
    guard var parts = parse(text) else { return nil }
    while parts.power < 0 && parts.mantissa > 0 && parts.mantissa % 10 == 0 {
      parts.mantissa /= 10
      parts.power += 1
    }
    if parts.mantissa == 0 { return 0 }
    guard parts.power >= 0, let units = raised(parts.mantissa, parts.power).units, units < 1_000_000_000_000_000 else { return nil }
    return parts.isNegative ? -Int64(units) : Int64(units)
  }

  /// The seconds of a number of days, rounded to the nearest, half up; nil for what is no such number, negative, or beyond the year 9999.
  public static func seconds(ofDays text: some Collection<UInt8>) -> Int64? {
    guard let parts = parse(text), !parts.isNegative || parts.digits == 0 else { return nil }
    if parts.digits == 0 { return 0 }
    // At most seven digits before the point, and more than thirty in all say no more.
    guard parts.digits <= 30, parts.digits + parts.power <= 7 else { return nil }
    if parts.power < -37 { return 0 }
    var divisor: UInt128 = 1
    for _ in 0..<max(-parts.power, 0) { divisor *= 10 }
    var seconds = parts.mantissa * 86_400
    for _ in 0..<max(parts.power, 0) { seconds *= 10 }
    return Int64(exactly: (seconds + divisor / 2) / divisor)
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

  /// Units, or why there are none.
  private struct Shifted {
    var units: UInt64?
    var isTooPrecise = false
  }

  private static func raised(_ mantissa: UInt128, _ power: Int) -> Shifted {
    var result = mantissa
    for _ in 0..<power {
      if result > UInt128(UInt64.max) { return Shifted() }
      result *= 10
    }
    return Shifted(units: UInt64(exactly: result))
  }

  /// mantissa divided by 10 to the power of `power`, when that is as good as whole.
  private static func rounded(_ mantissa: UInt128, digits: Int, _ power: Int) -> Shifted {
    if power > 38 { return digits - power <= -6 ? Shifted(units: 0) : Shifted(isTooPrecise: true) }
    var divisor: UInt128 = 1
    for _ in 0..<power { divisor *= 10 }
    let (whole, rest) = mantissa.quotientAndRemainder(dividingBy: divisor)
    let allowed = max(divisor / 1_000_000, min(mantissa / 1_000_000_000_000_000, divisor / 100))
    if rest == 0 || rest < allowed { return Shifted(units: UInt64(exactly: whole)) }
    return divisor - rest < allowed ? Shifted(units: UInt64(exactly: whole + 1)) : Shifted(isTooPrecise: true)
  }
}
