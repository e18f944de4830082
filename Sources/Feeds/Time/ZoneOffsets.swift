import Foundation
import SettlementCore

/// The offsets of one zone and when each begins to hold.
struct ZoneOffsets: Sendable {
  /// Second since 1970 from which the offset of the same place holds; the first is before every accepted time. Ascending.
  private let starts: [Int64]
  /// Seconds east of Greenwich.
  private let offsets: [Int64]

  init(of zone: TimeZone) { (starts, offsets) = Self.changes(of: zone) }

  func localSeconds(of second: Int64) -> Int64 { second + offsets[place(of: second)] }

  /// As ``BusinessZone/instant(localSeconds:)``.
  func instant(localSeconds: Int64) -> Int64? {
    for place in around(localSeconds) {
      let second = localSeconds - offsets[place]
      if second >= starts[place] && second < end(of: place) { return second * 1_000_000 }
    }
    return nil
  }

  /// The first microsecond behind a local day.
  func firstInstant(after day: CalendarDay) -> Int64 {
    let midnight = (Int64(day.number) + 1) * 86_400
    for place in around(midnight).reversed() {
      let second = min(midnight - offsets[place], end(of: place))
      if second > starts[place] { return second * 1_000_000 }
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

  static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

extension ZoneOffsets {
  /// Finds every change to the second: by halving the days whose ends differ, so changes that are no daylight saving are found too.
  private static func changes(of zone: TimeZone) -> (starts: [Int64], offsets: [Int64]) {
    func offset(_ second: Int64) -> Int64 { Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(second)))) }
    let last = Int64(CalendarDay(year: BusinessZone.years.upperBound, month: 12, day: 31)!.number) + 2
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
