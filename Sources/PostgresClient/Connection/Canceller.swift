import CPostgres
import Dispatch

/// Stops a running statement over a connection of its own.
///
/// libpq 15 sends the key for it without TLS; who reads it could stop this session's statement, which is what is asked for, and no more.
@safe
final class Canceller: @unchecked Sendable {
  private let cancel: OpaquePointer

  init(_ cancel: OpaquePointer) { unsafe self.cancel = cancel }

  deinit { unsafe PQfreeCancel(cancel) }

  /// Asks once and waits at most two seconds for the server to have heard: `PQcancel` itself may hang on a dead network.
  ///
  /// Whether it was heard does not matter to the caller, who closes the connection anyway.
  func ask() {
    let heard = DispatchSemaphore(value: 0)
    DispatchQueue.global().async { [self] in
      unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { words in
        _ = unsafe PQcancel(cancel, words.baseAddress, Int32(words.count))
      }
      heard.signal()
    }
    _ = heard.wait(timeout: .now() + .seconds(2))
  }
}
