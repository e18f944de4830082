extension StatementProfile {
  /// The days that the file covers whose window ends on `last`; a day on which no window of the profile ends is one by itself.
  public func days(endingOn last: CalendarDay) -> ClosedRange<CalendarDay> { isLast(last) ? window(holding: last) : last...last }

  /// The last days of the windows that end in a range of days, ascending.
  public func windows(endingIn days: ClosedRange<CalendarDay>) -> [CalendarDay] {
    (days.lowerBound.number...days.upperBound.number).map { CalendarDay(number: $0) }.filter(isLast)
  }

  /// The window that holds a day. Requires a window: of `any` every day belongs to the one file.
  public func window(holding day: CalendarDay) -> ClosedRange<CalendarDay> {
    window == .month ? StatementPeriod.month.bounds(holding: day) : day...day
  }

  /// True when a window ends on this day.
  private func isLast(_ day: CalendarDay) -> Bool { window(holding: day).upperBound == day }
}
