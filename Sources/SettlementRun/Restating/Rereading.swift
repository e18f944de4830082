import Feeds
import LedgerStore
import SettlementCore

/// What a run of the newest day reads instead of its own inputs: those of an earlier day, once more (SPEC §8).
struct Rereading: Sendable {
  let day: CalendarDay
  /// Only this partner's statements; nil: every partner's.
  let partner: String?
}

extension StatementDelivery {
  /// The windows of a day whose file is looked at once more: those that ended on it and of which a run has taken note. A file without date
  /// is read whole by every run anyway.
  func wants(again: Rereading) -> [StatementWant] {
    guard profile.isDated, again.partner == nil || again.partner == settings.partner, windows.isNoted(again.day) else { return [] }
    var want = StatementWant(partner: settings.partner, profile: profile, day: again.day, isRevisit: windows.isRead(again.day))
    want.pulledThrough = runDays.last
    return [want]
  }

  /// What else the newest run lacked is lacking still: files that have not come, and incomplete ones, whose lines are compared again.
  mutating func repeatLacking(besides again: Rereading, _ reader: Reader) {
    guard let today = runDays.last else { return }
    if !profile.isDated {
      if let undated, undated.isIncomplete { compare(again: undated, reader, today) }
      return
    }
    let wanted = wants(again: again).map(\.day)
    for day in windows.awaited(on: today) where windows.isNoted(day) && !wanted.contains(day) {
      missing.append(day)
      if let file = windows.newest[day] { compare(again: file, reader, today) }
    }
  }

  private mutating func compare(again file: StatementFile, _ reader: Reader, _ today: CalendarDay) {
    guard let reading = earlier(file, reader), let feed = reading.feed, let record = reading.record else { return }
    compare(feed, record, file.day, completeness(feed, file.day), today: today)
  }
}
