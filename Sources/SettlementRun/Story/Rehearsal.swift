import DurableFiles
import Foundation
import RuleFiles
import SettlementCore

/// A run that changes nothing (`--dry-run`): it ends before its transaction commits, publishes nothing, and what it must write meanwhile
/// goes into a folder that goes away with it.
final class Rehearsal {
  private let folder: String

  /// Throws `FileFailure` when the folder cannot be made.
  init() throws(FileFailure) {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("qingfen-dry-run-\(UUID().uuidString)").path
    try FolderTree.ensure(folder)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// The ledger as it is, for its transaction is rolled back; an empty one where there is none yet.
  func ledger(insteadOf configuration: Configuration) -> LedgerSource {
    LedgerOpening.exists(configuration) ? configuration.ledger : .sqlite(folder + "/ledger.sqlite")
  }

  /// The archive to read from; what is pulled goes into another one.
  func archive(insteadOf path: String, from origin: InputOrigin) throws(FileFailure) -> Archive {
    switch origin {
    case .archive: Archive(reading: path)
    case .sources: try Archive(folder: folder + "/archive")
    }
  }

  /// How a rehearsed day ends: its transaction is rolled back, and this is what it came to.
  struct End: Error {
    let result: SettlementJob.DayResult
  }
}
