import Foundation
import SettlementCore

/// The zone whose midnights bound the business days (SPEC §2).
///
/// Offsets are known for the years ``years``; the list of their changes is made once, from Foundation's zone data.
public struct BusinessZone: Sendable {
  /// The years in which times are accepted.
  public static let years = 1970...2100

  /// As given: `Asia/Shanghai`.
  public let identifier: String
  /// Second since 1970 from which the offset of the same place holds; the first is before every accepted time. Ascending.
  private let starts: [Int64]
  /// Seconds east of Greenwich.
  private let offsets: [Int64]

  /// The zone of the IANA database with this name, or nil when Foundation knows none.
  public init?(identifier: String) {
    guard let zone = TimeZone(identifier: identifier) else { return nil }
    self.identifier = identifier
    (starts, offsets) = Self.changes(of: zone)
  }

  /// The business day of an instant in microseconds since 1970.
  public func day(of microseconds: Int64) -> CalendarDay {
    CalendarDay(number: Int32(Self.floor(localSeconds(of: microseconds), 86_400)))
  }

  /// What a clock on the wall shows at an instant: seconds since 1970-01-01 00:00:00 of the same clock, fractions cut.
  public func localSeconds(of microseconds: Int64) -> Int64 {
    let second = Self.floor(microseconds, 1_000_000)
    return second + offsets[place(of: second)]
  }

  /// The instant in microseconds at which the clock on the wall shows `localSeconds` (counted as in ``localSeconds(of:)``).
  ///
  /// Nil for a time that the clock skips; of two instants with the same local time, the earlier one.
  public func instant(localSeconds: Int64) -> Int64? {
    for place in around(localSeconds) {
      let second = localSeconds - offsets[place]
      if second >= starts[place] && second < end(of: place) { return second * 1_000_000 }
    }
    return nil
  }

  /// The last microsecond of a business day; for a day that the zone skips, that of the day before.
  public func lastInstant(of day: CalendarDay) -> Int64 {
    let midnight = (Int64(day.number) + 1) * 86_400
    for place in around(midnight).reversed() {
      let second = min(midnight - offsets[place], end(of: place))
      if second > starts[place] { return second * 1_000_000 - 1 }
    }
    preconditionFailure("some interval before midnight reaches up to it")
  }

  /// The one offset of a local day and of the days beside it, or nil when it changes there.
  func constantOffset(of day: CalendarDay) -> Int64? {
    let places = around(Int64(day.number) * 86_400 + 43_200)
    return places.count == 1 ? offsets[places.lowerBound] : nil
  }

  /// The intervals that a local time may fall into: offsets are less than a day.
  private func around(_ localSeconds: Int64) -> ClosedRange<Int> {
    place(of: localSeconds - 2 * 86_400)...place(of: localSeconds + 2 * 86_400)
  }

  private func end(of place: Int) -> Int64 { place + 1 < starts.count ? starts[place + 1] : .max / 1_000_000 }

  /// The interval that holds a second. Today's is often the last one.
  private func place(of second: Int64) -> Int {
    var low = 0
    var high = starts.count - 1
    if second >= starts[high] { return high }
    while high - low > 1 {
      let middle = (low + high) / 2
      if second >= starts[middle] { low = middle } else { high = middle }
    }
    return low
  }

  private static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

extension BusinessZone {
  /// Finds every change to the second: by halving the days whose ends differ, so changes that are no daylight saving are found too.
  private static func changes(of zone: TimeZone) -> (starts: [Int64], offsets: [Int64]) {
    func offset(_ second: Int64) -> Int64 { Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(second)))) }
    let last = Int64(CalendarDay(year: years.upperBound, month: 12, day: 31)!.number) + 2
    var second: Int64 = -2 * 86_400
    var current = offset(second)
    var starts: [Int64] = [.min / 2_000_000]
    var offsets = [current]
    while second < last * 86_400 {
      let next = second + 86_400
      let offsetThen = offset(next)
      if offsetThen != current {
        var (before, after) = (second, next)
        while after - before > 1 {
          let middle = (before + after) / 2
          if offset(middle) == current { before = middle } else { after = middle }
        }
        starts.append(after)
        offsets.append(offsetThen)
        current = offsetThen
      }
      second = next
    }
    return (starts, offsets)
  }
}

extension BusinessZone {
  /// An instant in microseconds since 1970 as the zone writes it, with its offset: `2026-03-01T10:00:00+08:00`.
  ///
  /// Six digits of a fraction follow the seconds unless it is 0.
  public func text(of microseconds: Int64) -> String {
    let local = localSeconds(of: microseconds)
    let second = Self.floor(microseconds, 1_000_000)
    let day = Self.floor(local, 86_400)
    func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let clock = local - day * 86_400
    let time = "\(two(clock / 3600)):\(two(clock / 60 % 60)):\(two(clock % 60))"
    let rest = String(1_000_000 + microseconds - second * 1_000_000).dropFirst()
    let fraction = rest == "000000" ? "" : ".\(rest)"
    let minutes = (local - second) / 60
    let offset = "\(minutes < 0 ? "-" : "+")\(two(abs(minutes) / 60)):\(two(abs(minutes) % 60))"
    return "\(CalendarDay(number: Int32(day)))T\(time)\(fraction)\(offset)"
  }
}
