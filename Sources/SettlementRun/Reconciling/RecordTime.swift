/// When a record of the store was.
struct RecordTime: Sendable {
  /// The business date, as a number of `CalendarDay`.
  let day: Int32
  /// Microseconds since 1970; nil when it has no time of its own.
  let instant: Int64?
}
