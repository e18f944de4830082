import LedgerStore
import SettlementCore

/// Which files of a partner the ledger knows, window by window, and which a run looks for (SPEC §7).
///
/// A window is named by its last day. It is awaited from `due` days after that day until a complete file of it was read, and looked at again
/// until `revisit` days after it.
struct StatementWindows: Sendable {
  private let profile: StatementProfile
  /// The newest file read of each window, complete or not; none of windows that are missing.
  private(set) var newest: [CalendarDay: StatementFile] = [:]
  /// The newest complete file of each window.
  private(set) var complete: [CalendarDay: StatementFile] = [:]
  private var noted: Set<CalendarDay> = []
  private let firstRunDay: CalendarDay?

  /// `files` are those of the ledger, by run; `firstRunDay` is that of the ledger, nil before its first run.
  init(_ profile: StatementProfile, _ files: [StatementFile], firstRunDay: CalendarDay?) {
    (self.profile, self.firstRunDay) = (profile, firstRunDay)
    for file in files {
      guard let day = file.day else { continue }
      noted.insert(day)
      if file.sha256.isEmpty { continue }
      newest[day] = file
      if !file.isIncomplete { complete[day] = file }
    }
  }

  /// A complete file was the last that came.
  func isRead(_ last: CalendarDay) -> Bool { newest[last].map { !$0.isIncomplete } ?? false }

  /// The windows whose file a run of `today` must find: those that earlier runs lacked, and those that have come due since.
  func awaited(on today: CalendarDay) -> [CalendarDay] {
    let due = today.adding(days: -profile.due)
    var lasts = noted.filter { !isRead($0) && $0 <= due }
    let first = noted.max().map { $0.adding(days: 1) } ?? max(due, firstRunDay ?? today)
    if first <= due { lasts.formUnion(profile.windows(endingIn: first...due)) }
    return lasts.sorted()
  }

  /// The windows whose file was read and may have been issued anew.
  func revisited(on today: CalendarDay) -> [CalendarDay] {
    if profile.revisit == 0 { return [] }
    return newest.keys.filter { isRead($0) && $0 <= today && today <= $0.adding(days: profile.revisit) }.sorted()
  }

  /// The windows that have begun and whose file is not awaited yet.
  func notYet(on today: CalendarDay) -> [CalendarDay] {
    let end = profile.window(holding: today).upperBound
    let first = max(today.adding(days: 1 - profile.due), firstRunDay ?? today)
    return first <= end ? profile.windows(endingIn: first...end).filter { !isRead($0) } : []
  }

  /// True when the ledger has a note of the window already, be it that its file is missing.
  func isNoted(_ last: CalendarDay) -> Bool { noted.contains(last) }

  /// The business days whose complete file has come, with those of windows that come now.
  func covered(with new: [CalendarDay]) -> Set<Int32> {
    var days: Set<Int32> = []
    for last in Set(complete.keys).union(new) {
      let window = profile.days(endingOn: last)
      days.formUnion(window.lowerBound.number...window.upperBound.number)
    }
    return days
  }

  /// Another window whose complete file had the same bytes, nil: none.
  func other(than last: CalendarDay, sha256: String) -> CalendarDay? {
    complete.filter { $0.key != last && $0.value.sha256 == sha256 }.keys.min()
  }
}
