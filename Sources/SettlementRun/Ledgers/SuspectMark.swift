import DurableFiles
import Foundation
import LedgerStore
import RuleFiles

/// A file beside the ledger that says that an fsync failed: what is on the disk since then is not known, and asking the kernel again does
/// not tell. While it stands no command that writes goes on (faults F5).
public struct SuspectMark: Sendable {
  /// `<ledger>.suspect`, or `ledger.suspect` in the output folder when the ledger is a database.
  public let path: String

  private let isChanging: Bool

  public init(_ configuration: Configuration) { self.init(configuration, isChanging: true) }

  /// `isChanging` false: nothing that counts is written, and no mark is set.
  init(_ configuration: Configuration, isChanging: Bool) {
    self.isChanging = isChanging
    path = configuration.lock.dropLast(".lock".count) + ".suspect"
  }

  /// Throws `SuspectLedger` when the mark stands.
  func check() throws {
    guard try FinalFile.stands(at: path) else { return }
    throw SuspectLedger(mark: path, failure: Self.text(at: path))
  }

  /// Does `work`, and sets the mark when it ends because an fsync failed.
  func watching<Result>(_ work: () throws -> Result) throws -> Result {
    do {
      return try work()
    } catch {
      if isChanging, Self.isFailedSync(error) { set("\(error)") }
      throw error
    }
  }

  /// Removes the mark: for `verify`, when everything is as it was recorded.
  public func clear() throws(FileFailure) { try FinalFile.discard(folder: path) }

  private static func text(at path: String) -> String {
    let text = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    return text.isEmpty ? "a failed fsync" : AlignedTable.printable(text.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  private static func isFailedSync(_ error: any Error) -> Bool {
    switch error {
    case let failure as FileFailure: failure.isFailedSync
    case ArchiveFailure.file(let failure): failure.isFailedSync
    case let failure as LedgerFailure: failure.cause == .sync
    default: false
    }
  }

  /// A disk that takes not even this has failed altogether; the failure itself is what is told then. A mark that stands stays.
  private func set(_ failure: String) {
    do throws(FileFailure) {
      var file = try OutputFile(path: path)
      try file.append(failure + "\n")
      _ = try file.finish()
    } catch {}
  }
}

/// The ledger's disk has failed, and nobody has looked since whether all is there (exit 14).
public struct SuspectLedger: Error, CustomStringConvertible {
  let mark: String
  let failure: String

  public var description: String {
    "\(mark): an earlier command ended with: \(failure); what it wrote may not be on the disk: run qingfen verify, which takes the mark "
      + "away when everything is as it was recorded"
  }
}
