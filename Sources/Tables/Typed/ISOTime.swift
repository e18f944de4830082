/// Times of ISO 8601 in its extended form.
enum ISOTime {
  static func read(_ bytes: Span<UInt8>, _ range: Range<Int>) -> CivilTime? {
    var at = range.lowerBound
    let end = range.upperBound
    let year = Digits.read(bytes, &at, end, 4, 4)
    guard take(bytes, &at, end, "-") else { return nil }
    let month = Digits.read(bytes, &at, end, 2, 2)
    guard take(bytes, &at, end, "-") else { return nil }
    let day = Digits.read(bytes, &at, end, 2, 2)
    if at == end { return CivilTime(year, month, day, 0, 0, 0, 0, hasTime: false) }
    guard take(bytes, &at, end, "T") || take(bytes, &at, end, " ") else { return nil }
    let hour = Digits.read(bytes, &at, end, 2, 2)
    guard take(bytes, &at, end, ":") else { return nil }
    let minute = Digits.read(bytes, &at, end, 2, 2)
    var (second, microsecond) = (0, 0)
    if take(bytes, &at, end, ":") {
      second = Digits.read(bytes, &at, end, 2, 2)
      if take(bytes, &at, end, ".") || take(bytes, &at, end, ",") {
        guard let fraction = Digits.fraction(bytes, &at, end) else { return nil }
        microsecond = fraction
      }
    }
    guard let offset = offset(bytes, at, end) else { return nil }
    return CivilTime(year, month, day, hour, minute, second, microsecond, offset: offset, hasTime: true)
  }

  /// Nothing, `Z`, `+08`, `+0800` or `+08:00`, up to `end`; at most 18 hours.
  private static func offset(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int32? {
    var at = start
    if at == end { return CivilTime.noOffset }
    if take(bytes, &at, end, "Z") { return at == end ? 0 : nil }
    let isWest = bytes[at] == UInt8(ascii: "-")
    guard isWest || bytes[at] == UInt8(ascii: "+") else { return nil }
    at += 1
    let hours = Digits.read(bytes, &at, end, 2, 2)
    var minutes = 0
    if at < end {
      _ = take(bytes, &at, end, ":")
      minutes = Digits.read(bytes, &at, end, 2, 2)
    }
    guard at == end, hours >= 0, (0..<60).contains(minutes), hours * 60 + minutes <= 18 * 60 else { return nil }
    let seconds = Int32(hours * 3600 + minutes * 60)
    return isWest ? -seconds : seconds
  }

  private static func take(_ bytes: Span<UInt8>, _ at: inout Int, _ end: Int, _ letter: Unicode.Scalar) -> Bool {
    guard at < end, bytes[at] == UInt8(ascii: letter) else { return false }
    at += 1
    return true
  }
}
