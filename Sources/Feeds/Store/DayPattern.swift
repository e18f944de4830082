import SettlementCore

/// Paths of a day: `{date}` `{yyyy}` `{MM}` `{dd}` stand for the run's business day (SPEC §12); a path without them is the same every day.
public enum DayPattern {
  public static func expand(_ pattern: String, _ day: CalendarDay) -> String {
    let date = day.description
    let parts = date.split(separator: "-")
    return pattern.replacing("{date}", with: date).replacing("{yyyy}", with: parts[0])
      .replacing("{MM}", with: parts[1]).replacing("{dd}", with: parts[2])
  }
}
