/// Runs of digits.
enum Digits {
  /// `least` to `most` digits at `at`, which moves behind them; −1 when there are fewer.
  @inline(__always)
  static func read(_ bytes: Span<UInt8>, _ at: inout Int, _ end: Int, _ least: Int, _ most: Int) -> Int {
    var value = 0
    var count = 0
    while count < most, at < end, bytes[at] &- 0x30 <= 9 {
      value = value * 10 + Int(bytes[at] &- 0x30)
      at += 1
      count += 1
    }
    return count >= least ? value : -1
  }

  /// Microseconds of one to six digits.
  static func fraction(_ bytes: Span<UInt8>, _ at: inout Int, _ end: Int) -> Int? {
    let start = at
    var value = read(bytes, &at, end, 1, 6)
    guard value >= 0 else { return nil }
    for _ in (at - start)..<6 { value *= 10 }
    return value
  }
}
