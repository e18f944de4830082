import SettlementCore

/// A statement that a run looks for.
struct StatementWant: Sendable {
  let partner: String
  let profile: StatementProfile
  /// The last business day that the file covers; of a file without date the run's.
  let day: CalendarDay
  /// It was read before and may have been issued anew: nothing is lacking when it is not there.
  var isRevisit = false
  /// The archive may have it from runs up to this day, too: it came late, or was issued anew.
  var pulledThrough: CalendarDay?

  var key: InputKey { InputKey(source: partner, day: day) }
}

/// Names an input of a pull: a feed of the store or a partner, and the last business day it covers.
struct InputKey: Hashable, Sendable {
  let source: String
  let day: CalendarDay
}
