/// In which of a partner's periods a line counts, once some of them are closed.
///
/// A line belongs to the period of its date (its business date, or the day of a partner with days of its own) if that was open when the
/// line was posted, else to the first one that was (SPEC §8). A period is closed after a run: the lines of that run and of earlier ones are
/// in it, those of later runs are not.
public struct StatementCalendar: Sendable {
  /// One closed period.
  public struct Closing: Hashable, Sendable {
    public let days: ClosedRange<CalendarDay>
    /// The newest run when it was closed.
    public let run: Int32

    public init(days: ClosedRange<CalendarDay>, run: Int32) {
      self.days = days
      self.run = run
    }
  }

  public let period: StatementPeriod
  /// In their order, without gaps.
  public let closings: [Closing]

  public init(_ period: StatementPeriod, closings: [Closing] = []) {
    self.period = period
    self.closings = closings
  }

  /// The days of the period in which a line of a run with a business date counts.
  public func days(of day: CalendarDay, run: Int32) -> ClosedRange<CalendarDay> {
    closings.first { day <= $0.days.upperBound && run <= $0.run }?.days ?? openDays(holding: day)
  }

  /// The days of the open period that holds a day; of the first open one when the day is closed.
  ///
  /// When a partner's calendar was changed after a closing, the first open period begins where the last closed one ended.
  public func openDays(holding day: CalendarDay) -> ClosedRange<CalendarDay> {
    guard let last = closings.last else { return period.bounds(holding: day) }
    let first = last.days.upperBound.adding(days: 1)
    let bounds = period.bounds(holding: max(day, first))
    return max(bounds.lowerBound, first)...bounds.upperBound
  }

  /// The days of the open period with a name; nil when the calendar has none of that name, or it is closed.
  public func openDays(named name: String) -> ClosedRange<CalendarDay>? {
    guard let bounds = period.bounds(named: name) else { return nil }
    let days = openDays(holding: bounds.upperBound)
    return days.upperBound == bounds.upperBound ? days : nil
  }
}
