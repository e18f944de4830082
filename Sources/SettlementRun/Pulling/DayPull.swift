import DurableFiles
import Feeds
import SettlementCore
import Synchronization

/// The inputs of one business day, each ready to be read: from where it is, or from the archive.
final class DayPull: Sendable {
  let day: CalendarDay
  let store: StoreInputs
  /// The store's files say everything about the day each time; a database or interface only what is new.
  let isStoreWhole: Bool
  /// How far the store was read, by the ledger's name of the mark.
  let marks: [String: String]
  private let statements: [InputKey: SourceInput]
  private let keeping: InputKeeping

  init(
    _ day: CalendarDay, store: StoreInputs, isStoreWhole: Bool, marks: [String: String] = [:], statements: [InputKey: SourceInput],
    keeping: InputKeeping
  ) {
    (self.day, self.store, self.isStoreWhole, self.marks) = (day, store, isStoreWhole, marks)
    (self.statements, self.keeping) = (statements, keeping)
  }

  func statement(_ want: StatementWant) -> SourceInput { statements[want.key]! }

  /// An input of an earlier run, from the archive; nil when that run's pulls know no such bytes.
  ///
  /// A catalogue that is damaged is noted as damage.
  func earlier(_ key: InputKey, runDay: CalendarDay, sha256: String) -> SourceInput? {
    do throws(ArchiveFailure) {
      // A run that has read the inputs of an earlier day once more has left them among the pulls of that day.
      var pulls = try keeping.archive.pulls(of: runDay.description)
      if key.day != runDay { pulls += try keeping.archive.pulls(of: key.day.description) }
      let found = pulls.flatMap(\.inputs).last {
        $0.source == key.source && $0.covers == key.day.description && $0.pulled?.sha256 == sha256
      }
      return found.map { SourceInput([$0], of: key, keeping) }
    } catch {
      keeping.note(damage: error)
      return nil
    }
  }

  /// What was found of every input so far.
  var found: [InputKeeping.Found] { keeping.all }

  /// Reads every input, for whoever only keeps them; what fails is noted. Throws as ``throwIfDamaged()``.
  func touch() throws(ArchiveFailure) {
    for input in [store.orders, store.redemptions, store.refunds, store.payouts].compactMap({ $0 }) { try? input.touch() }
    for input in statements.values { try? input.touch() }
    try throwIfDamaged()
  }

  /// Throws when an input that was read is not what the archive stored: that is no failure of a source, and nothing may be settled.
  func throwIfDamaged() throws(ArchiveFailure) { try keeping.throwIfDamaged() }

  /// Puts what was read into the archive, beside the run; it must end before the run counts (SPEC §9).
  func startArchiving() -> Archiving { Archiving { [self] in try keeping.keep(day) } }
}
