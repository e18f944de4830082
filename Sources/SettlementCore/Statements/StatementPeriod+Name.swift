extension StatementPeriod {
  /// First and last day of the period with a name, or nil when this calendar has no such period: `2026-W10` is none of months.
  public func bounds(named name: String) -> ClosedRange<CalendarDay>? {
    guard let day = someDay(of: name), self.name(holding: day) == name else { return nil }
    return bounds(holding: day)
  }

  /// The calendar in which a name is one of a period, or nil.
  public static func calendar(of name: String) -> StatementPeriod? { allCases.first { $0.bounds(named: name) != nil } }

  /// A day that the period of that name holds, if there is one.
  private func someDay(of name: String) -> CalendarDay? {
    let tail = name.dropFirst(4)
    func first(_ month: Int, _ day: Int = 1) -> CalendarDay? {
      CalendarDay("\(name.prefix(4))-\(CalendarDay.padded(month, to: 2))-\(CalendarDay.padded(day, to: 2))")
    }
    switch self {
    case .day: return CalendarDay(name)
    case .week:
      guard tail.hasPrefix("-W"), let week = Int(tail.dropFirst(2)), (1...53).contains(week) else { return nil }
      return first(1, 4)?.adding(days: (week - 1) * 7)  // 4 January is in the first ISO week
    case .halfMonth:
      guard tail.hasSuffix("-H1") || tail.hasSuffix("-H2") else { return nil }
      return CalendarDay("\(name.dropLast(3))-\(tail.hasSuffix("1") ? "01" : "16")")
    case .month: return CalendarDay("\(name)-01")
    case .quarter:
      guard tail.hasPrefix("-Q"), let quarter = Int(tail.dropFirst(2)), (1...4).contains(quarter) else { return nil }
      return first(quarter * 3 - 2)
    }
  }
}
