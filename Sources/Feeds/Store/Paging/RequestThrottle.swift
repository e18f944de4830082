import Synchronization
import Transfer

/// Lets so many requests a second through, evenly; shared by everything that asks one server.
public final class RequestThrottle: Sendable {
  private let gap: Duration
  private let clock: TransferClock
  private let next = Mutex<Duration?>(nil)

  /// Nil: no limit.
  public init(requestsPerSecond: Int?, clock: TransferClock = .system) {
    gap = requestsPerSecond.map { .seconds(1) / $0 } ?? .zero
    self.clock = clock
  }

  /// Waits for the next free place; a signal may end the wait early.
  public func wait() {
    guard gap > .zero else { return }
    let now = clock.monotonic()
    let place = next.withLock { next in
      let place = max(next ?? now, now)
      next = place + gap
      return place
    }
    if place > now { clock.sleep(place - now) }
  }
}
