import SettlementCore

/// Reads the times of a column; a time on the date read before costs no calendar arithmetic.
struct TimestampReader: Sendable {
  /// That of times without offset.
  let zone: BusinessZone
  /// That of the business days; nil when it is the same.
  private let business: BusinessZone?
  /// The business day of the time read last, as a number of ``CalendarDay``.
  private(set) var businessDay: Int32 = 0
  /// The ten bytes of the date read last, its day, and its offset in the zone unless that changes nearby.
  private var dateHead: UInt64 = 0
  private var dateTail: UInt64 = 0
  private var day: Int64 = 0
  private var offset: Int64?

  init(_ zone: BusinessZone, business: BusinessZone) {
    self.zone = zone
    self.business = business.identifier == zone.identifier ? nil : business
  }

  /// Microseconds since 1970 of the time in `bytes[start..<end]`.
  @inline(__always)
  mutating func parse(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) throws(Timestamp.Problem) -> Int64 {
    let length = end - start
    guard length >= 16 else { throw .notATime }
    try readDate(bytes, start)
    let hour = Self.twoDigits(bytes, start + 11)
    let minute = Self.twoDigits(bytes, start + 14)
    guard hour < 24, minute < 60, bytes[start + 13] == UInt8(ascii: ":") else { throw .notATime }
    let clock = day * 86_400 + Int64(hour * 3600 + minute * 60)
    if length == 19, bytes[start + 10] == UInt8(ascii: " "), bytes[start + 16] == UInt8(ascii: ":") {
      let second = Self.twoDigits(bytes, start + 17)
      guard second < 60 else { throw .notATime }
      return try inZone(clock + Int64(second), 0)
    }
    return try parseRest(bytes, start, end, clock)
  }

  @inline(__always)
  private mutating func readDate(_ bytes: Span<UInt8>, _ start: Int) throws(Timestamp.Problem) {
    var head: UInt64 = 0
    for place in 0..<8 { head = head << 8 | UInt64(bytes[start + place]) }
    let tail = UInt64(bytes[start + 8]) << 8 | UInt64(bytes[start + 9])
    if head != dateHead || tail != dateTail { try readNewDate(bytes, start, head, tail) }
  }

  @inline(never)
  private mutating func readNewDate(_ bytes: Span<UInt8>, _ start: Int, _ head: UInt64, _ tail: UInt64) throws(Timestamp.Problem) {
    guard let date = CalendarDay.parse(bytes, start) else { throw .notATime }
    guard BusinessZone.years.contains(date.components.year) else { throw .year }
    (dateHead, dateTail) = (head, tail)
    day = Int64(date.number)
    offset = zone.constantOffset(of: date)
  }

  /// Everything but the plainest form: from the separator behind the date on.
  @inline(never)
  private mutating func parseRest(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ clock: Int64) throws(Timestamp.Problem) -> Int64 {
    let separator = bytes[start + 10]
    guard separator == UInt8(ascii: "T") || separator == UInt8(ascii: " ") else { throw .notATime }
    var at = start + 16
    var seconds = clock
    var microseconds: Int64 = 0
    var hasSeconds = false
    if at < end, bytes[at] == UInt8(ascii: ":") {
      guard at + 3 <= end else { throw .notATime }
      let second = Self.twoDigits(bytes, at + 1)
      guard second < 60 else { throw .notATime }
      seconds += Int64(second)
      at += 3
      hasSeconds = true
      if at < end, bytes[at] == UInt8(ascii: ".") || bytes[at] == UInt8(ascii: ",") {
        (microseconds, at) = try Self.fraction(bytes, at + 1, end)
      }
    }
    if at == end {
      guard separator == UInt8(ascii: " ") else { throw .noOffset }
      guard hasSeconds else { throw .notATime }
      return try inZone(seconds, microseconds)
    }
    let instant = try (seconds - Self.offset(bytes, at, end)) * 1_000_000 + microseconds
    businessDay = (business ?? zone).day(of: instant).number
    return instant
  }

  @inline(__always)
  private mutating func inZone(_ local: Int64, _ microseconds: Int64) throws(Timestamp.Problem) -> Int64 {
    let instant: Int64
    if let offset {
      instant = (local - offset) * 1_000_000 + microseconds
    } else {
      guard let start = zone.instant(localSeconds: local) else { throw .skipped }
      instant = start + microseconds
    }
    businessDay = business?.day(of: instant).number ?? Int32(truncatingIfNeeded: day)
    return instant
  }

  /// One to six digits up to whatever follows them.
  private static func fraction(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) throws(Timestamp.Problem) -> (Int64, next: Int) {
    var value: Int64 = 0
    var at = start
    while at < end, bytes[at] &- 0x30 <= 9 {
      value = at - start < 6 ? value * 10 + Int64(bytes[at] - 0x30) : value
      at += 1
    }
    guard (1...6).contains(at - start) else { throw .notATime }
    for _ in (at - start)..<6 { value *= 10 }
    return (value, at)
  }

  /// Seconds of `Z`, `+08`, `+0800` or `+08:00`, which must reach up to `end`; at most 18 hours.
  private static func offset(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) throws(Timestamp.Problem) -> Int64 {
    let sign = bytes[start]
    let length = end - start
    if sign == UInt8(ascii: "Z"), length == 1 { return 0 }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), [3, 5, 6].contains(length) else { throw .notATime }
    if length == 6, bytes[start + 3] != UInt8(ascii: ":") { throw .notATime }
    let hours = twoDigits(bytes, start + 1)
    let minutes = length == 3 ? 0 : twoDigits(bytes, end - 2)
    guard minutes < 60, hours * 60 + minutes <= 18 * 60 else { throw .notATime }
    let seconds = Int64(hours * 3600 + minutes * 60)
    return sign == UInt8(ascii: "-") ? -seconds : seconds
  }

  /// 0 to 99, or a large number when there are not two digits.
  @inline(__always)
  private static func twoDigits(_ bytes: Span<UInt8>, _ start: Int) -> Int {
    let tens = bytes[start] &- 0x30
    let ones = bytes[start + 1] &- 0x30
    return tens <= 9 && ones <= 9 ? Int(tens) * 10 + Int(ones) : 1000
  }
}
