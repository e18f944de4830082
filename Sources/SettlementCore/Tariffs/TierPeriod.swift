/// The stretch of the calendar over which a ladder climbs before it starts anew (SPEC §3).
public enum TierPeriod: String, Sendable, CaseIterable {
  case month, quarter, year, lifetime

  /// A number for the period that holds a day: equal within one period, ascending over time.
  public func number(of day: CalendarDay) -> Int32 {
    let (year, month, _) = day.components
    return switch self {
    case .month: Int32(year * 12 + month - 1)
    case .quarter: Int32(year * 4 + (month - 1) / 3)
    case .year: Int32(year)
    case .lifetime: 0
    }
  }

  /// The period's name: `2026-01`, `2026-Q1`, `2026`, `lifetime` (SPEC §6).
  public func name(of number: Int32) -> String {
    let number = Int(number)
    return switch self {
    case .month: "\(CalendarDay.padded(number / 12, to: 4))-\(CalendarDay.padded(number % 12 + 1, to: 2))"
    case .quarter: "\(CalendarDay.padded(number / 4, to: 4))-Q\(number % 4 + 1)"
    case .year: CalendarDay.padded(number, to: 4)
    case .lifetime: "lifetime"
    }
  }
}
