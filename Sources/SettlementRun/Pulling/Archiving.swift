import Dispatch
import Synchronization

/// Work beside a run that must be done before the run counts: what was read goes into the archive while the day is settled.
final class Archiving: Sendable {
  private let group = DispatchGroup()
  private let failure = Mutex<(any Error)?>(nil)

  /// Begins at once, on a thread that gives way to the run's.
  init(_ work: @escaping @Sendable () throws -> Void) {
    DispatchQueue.global(qos: .utility).async(group: group) {
      do { try work() } catch { self.failure.withLock { $0 = error } }
    }
  }

  /// Waits for the end, for whoever gives the run up: behind the run's lock nothing stores into the archive any more.
  func settle() { group.wait() }

  /// Waits for the end, and throws what the work threw.
  func finish() throws {
    group.wait()
    if let failure = failure.withLock({ $0 }) { throw failure }
  }
}
