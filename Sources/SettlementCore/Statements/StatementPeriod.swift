/// The calendar of a partner's statements (SPEC §8).
public enum StatementPeriod: String, Sendable, CaseIterable {
  case day, week
  case halfMonth = "half-month"
  case month, quarter

  /// First and last day of the period that holds a day.
  public func bounds(holding day: CalendarDay) -> ClosedRange<CalendarDay> {
    let (year, month, dayOfMonth) = day.components
    func first(_ year: Int, _ month: Int, _ day: Int = 1) -> CalendarDay { CalendarDay(uncheckedYear: year, month: month, day: day) }
    let nextMonth = month == 12 ? first(year + 1, 1) : first(year, month + 1)
    switch self {
    case .day: return day...day
    case .week:
      let monday = day.adding(days: 1 - day.weekday)
      return monday...monday.adding(days: 6)
    case .halfMonth:
      return dayOfMonth <= 15 ? first(year, month)...first(year, month, 15) : first(year, month, 16)...nextMonth.adding(days: -1)
    case .month: return first(year, month)...nextMonth.adding(days: -1)
    case .quarter:
      let opening = (month - 1) / 3 * 3 + 1
      let next = opening == 10 ? first(year + 1, 1) : first(year, opening + 3)
      return first(year, opening)...next.adding(days: -1)
    }
  }

  /// The name of the period that holds a day: `2026-01-05`, `2026-W01`, `2026-01-H1`, `2026-01`, `2026-Q1` (SPEC §6).
  public func name(holding day: CalendarDay) -> String {
    let (year, month, dayOfMonth) = day.components
    let monthName = "\(CalendarDay.padded(year, to: 4))-\(CalendarDay.padded(month, to: 2))"
    switch self {
    case .day: return day.description
    case .week:
      let thursday = day.adding(days: 4 - day.weekday)  // an ISO week belongs to the year of its Thursday
      let start = CalendarDay(uncheckedYear: thursday.components.year, month: 1, day: 1)
      return
        "\(CalendarDay.padded(thursday.components.year, to: 4))-W\(CalendarDay.padded(Int(thursday.number - start.number) / 7 + 1, to: 2))"
    case .halfMonth: return monthName + (dayOfMonth <= 15 ? "-H1" : "-H2")
    case .month: return monthName
    case .quarter: return "\(CalendarDay.padded(year, to: 4))-Q\((month - 1) / 3 + 1)"
    }
  }
}
