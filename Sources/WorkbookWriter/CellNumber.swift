/// Number cells are floating point in every spreadsheet: this is the only place where an amount becomes a `Double`.
enum CellNumber {
  static let powersOfTen: [Int64] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]

  /// `minorUnits / 10^exponent` for a number cell, or `nil` when it must be a text cell.
  ///
  /// A spreadsheet keeps 15 significant digits. Up to there the nearest `Double` gives back the same minor units, so amounts of
  /// 10^15 minor units or more, and of 10^13 major units or more, are refused. Requires `0 <= exponent <= 6`.
  static func double(minorUnits: Int64, exponent: Int) -> Double? {
    let magnitude = minorUnits.magnitude
    guard magnitude < 1_000_000_000_000_000, magnitude / powersOfTen[exponent].magnitude < 10_000_000_000_000 else { return nil }
    return Double(minorUnits) / Double(powersOfTen[exponent])
  }

  /// The amount as plain decimal text, with exactly `exponent` decimals: `-0.01`.
  static func text(minorUnits: Int64, exponent: Int) -> String {
    guard exponent > 0 else { return String(minorUnits) }
    let (whole, part) = minorUnits.magnitude.quotientAndRemainder(dividingBy: powersOfTen[exponent].magnitude)
    let digits = String(part)
    return "\(minorUnits < 0 ? "-" : "")\(whole).\(String(repeating: "0", count: exponent - digits.count))\(digits)"
  }

  /// Excel's serial number of a local time in whole seconds since 1970-01-01, or `nil` before 1900-03-01 and after 9999-12-31.
  ///
  /// Excel counts days from 1899-12-30, right from 1900-03-01 on: earlier serials hold a 29 February that never was.
  static func serial(seconds: Int64) -> Double? {
    let days = seconds >= 0 ? seconds / 86_400 : -((86_399 - seconds) / 86_400)
    guard (61...2_958_465).contains(days + 25_569) else { return nil }
    return Double(days + 25_569) + Double(seconds - days * 86_400) / 86_400
  }
}
