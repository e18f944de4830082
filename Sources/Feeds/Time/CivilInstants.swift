import SettlementCore
import Tables

/// Turns times as a file states them into instants and business days; a time on the day before costs no look at the zone.
struct CivilInstants: Sendable {
  /// The partner's: its midnights bound the business days, and its clock is meant where a time has no offset.
  let zone: BusinessZone
  private var day = CivilTime.none.day
  /// The one offset of `day` and of the days beside it; nil when it changes there.
  private var offset: Int64?

  init(_ zone: BusinessZone) { self.zone = zone }

  /// Microseconds since 1970 and the number of the business day; a date alone is the first instant of its day.
  ///
  /// Of two instants with the same local time the earlier one. Throws for a time that the zone skips and a year outside
  /// ``BusinessZone/years``.
  @inline(__always)
  mutating func instant(of time: CivilTime) throws(Timestamp.Problem) -> (instant: Int64, day: Int32) {
    if time.day != day { try look(at: time.day) }
    let local = Int64(time.day) * 86_400 + Int64(time.second)
    if time.offset == CivilTime.noOffset, let offset { return ((local - offset) * 1_000_000 + Int64(time.microsecond), time.day) }
    return try slowly(time, local)
  }

  @inline(never)
  private mutating func look(at number: Int32) throws(Timestamp.Problem) {
    guard Self.days.contains(number) else { throw .year }
    day = number
    offset = zone.constantOffset(of: CalendarDay(number: number))
  }

  @inline(never)
  private func slowly(_ time: CivilTime, _ local: Int64) throws(Timestamp.Problem) -> (instant: Int64, day: Int32) {
    if time.offset != CivilTime.noOffset {
      let instant = (local - Int64(time.offset)) * 1_000_000 + Int64(time.microsecond)
      return (instant, zone.day(of: instant).number)
    }
    if !time.hasTime { return (zone.firstInstant(of: CalendarDay(number: time.day)), time.day) }
    guard let instant = zone.instant(localSeconds: local) else { throw .skipped }
    return (instant + Int64(time.microsecond), time.day)
  }

  private static let days = {
    let years = BusinessZone.years
    let (first, last) = (CalendarDay(year: years.lowerBound, month: 1, day: 1)!, CalendarDay(year: years.upperBound, month: 12, day: 31)!)
    return first.number...last.number
  }()
}
