import Faults
import Glibc

/// Why the ledger could not be read or written.
public struct LedgerFailure: Error, Equatable, CustomStringConvertible {
  public enum Cause: Equatable, Sendable {
    /// No space is left where the file is.
    case diskFull
    /// Another process holds the file.
    case locked
    /// Not a database, or a damaged one.
    case corrupt
    /// The file or its folder may not be read or written, or is not there.
    case inaccessible
    /// Reading or writing failed below the database.
    case disk
    /// The disk could not make durable what was written: what is there is not known any more.
    case sync
    /// The database's server, or the way to it, failed.
    case server
    /// Made by a later version of this program.
    case newerSchema
    /// Made by an earlier version; it was only to be read.
    case olderSchema
    /// What was to be added contradicts what is there; a fault of the caller.
    case contradiction
    case other
  }
  public let cause: Cause
  /// What was being done: `append run 3`.
  public let operation: String
  /// The file, or the place of the database: `postgres:host:5432/finance#qingfen`.
  public let path: String
  /// What the database said, or what was expected and found.
  public let message: String
  private let ownAdvice: String?

  /// `path`: the file, or the server's place with the schema. `advice`: when the cause's own does not fit.
  public init(_ cause: Cause, operation: String, path: String, message: String, advice: String? = nil) {
    ownAdvice = advice
    self.cause = cause
    self.operation = operation
    self.path = path
    self.message = message
  }

  init(_ fault: InjectedFault, _ usual: Cause, operation: String, path: String) {
    let words = unsafe String(cString: strerror(fault.code))
    self.init(fault.code == ENOSPC ? .diskFull : usual, operation: operation, path: path, message: words)
  }

  public var description: String { "\(path): \(operation): \(message); \(advice)" }

  /// What to do.
  public var advice: String {
    if let ownAdvice { return ownAdvice }
    return switch cause {
    case .diskFull: "free space on its disk and run again, nothing was added"
    case .locked: "wait until the other process has ended, then run again"
    case .corrupt: "restore the file from a backup"
    case .inaccessible: "check that the file and its folder exist and may be read and written"
    case .disk: "check the disk, then run again"
    case .sync: "check the disk before anything else"
    case .newerSchema: "use the newer version of the program"
    case .olderSchema: "the next run brings it up to date"
    case .server: "nothing was added; check the server and the network, then run again"
    case .contradiction: "nothing was added; this is an error in the program, please report it"
    case .other: "nothing was added"
    }
  }
}
