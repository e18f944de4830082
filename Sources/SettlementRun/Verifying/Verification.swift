import DurableFiles
import Feeds
import LedgerStore
import Reports
import RuleFiles
import SettlementCore

/// `qingfen verify`: derives everything again that was ever recorded, from the archived inputs to the published files, and names the first
/// thing that is off. Changes nothing.
public struct Verification {
  /// What was looked at.
  public struct Report: Sendable {
    /// The newest head of the journal; empty: there is no run yet.
    public fileprivate(set) var head = ""
    /// How many of what: `12 runs`.
    public fileprivate(set) var counts: [String] = []
    /// What is nobody's: no fault, and worth a look.
    public fileprivate(set) var warnings: [String] = []
  }

  private let configuration: Configuration
  private let progress: (String) -> Void
  private var report = Report()

  /// `isQuick`: only the chain and the published files, not the ledger's rows, the archive and the laws of money.
  ///
  /// The run lock is held meanwhile. A whole check that finds nothing takes away the mark of a failed fsync. Throws `IntegrityFault` for the first thing that is off, `RunLockRefusal` while a run is under way, and
  /// `FileFailure` or `LedgerFailure` when something cannot be read.
  public static func verify(
    _ configuration: Configuration, isQuick: Bool = false, progress: @escaping (String) -> Void = { _ in }
  ) throws -> Report {
    guard LedgerOpening.exists(configuration) else { throw LedgerOpening.absent(configuration) }
    let lock = try RunLock(path: configuration.lock, runDay: "none: the ledger is being verified")
    var verification = Verification(configuration: configuration, progress: progress)
    try verification.verify(isQuick)
    if !isQuick { try SuspectMark(configuration).clear() }
    lock.release()
    return verification.report
  }

  private init(configuration: Configuration, progress: @escaping (String) -> Void) {
    self.configuration = configuration
    self.progress = progress
  }

  private mutating func verify(_ isQuick: Bool) throws {
    let ledger = try LedgerOpening.looking(configuration)
    let journal = try Self.faults(of: configuration.ledger.name) {
      // What the files are compared with is always read.
      try ledger.checkJournal(tables: isQuick ? ["runs", "closed_periods"] : nil, progress: progress)
    }
    report.head = journal.head
    let state = try ledger.state()
    report.counts = ["\(state.runs.count) runs", "\(journal.entries.count) entries", "\(journal.rows) rows"]
    let files = try PublishedFilesCheck(configuration, progress).check(state.runs, ledger, journal)
    report.counts.append("\(files.count) published files")
    report.warnings += files.warnings
    if isQuick { return }
    let archive = try Self.faults(of: configuration.archive) {
      try ArchiveCheck(configuration.archive, progress).check(state.runs, sealed: journal.sealedRun)
    }
    report.counts.append("\(archive.objects) archived files")
    report.warnings += archive.warnings
    let posted = try Self.faults(of: configuration.ledger.name) { try LawCheck(configuration, ledger, state, progress).check() }
    report.counts.append("\(posted) posting groups")
  }

  private static let advice =
    "keep everything as it is, compare with a copy from before, and restore the ledger from it; samples/operations.md says how"

  /// What cannot be as the program writes it is a fault, too, not a failure to read.
  private static func faults<T>(of place: String, _ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let fault as JournalFault {
      throw IntegrityFault(place: "\(place): \(fault.place)", expected: fault.expected, found: fault.found, advice: advice)
    } catch ArchiveFailure.damaged(let path, let expected, let found) {
      throw IntegrityFault(place: path, expected: expected, found: found, advice: "put it back from a copy of the archive")
    } catch let law as BrokenLaw {
      throw IntegrityFault(place: place, expected: "what its facts give", found: "\(law)", advice: advice)
    } catch let overflow as AmountOverflow {
      throw IntegrityFault(place: place, expected: "amounts of 64 bits", found: "\(overflow)", advice: advice)
    }
  }
}
