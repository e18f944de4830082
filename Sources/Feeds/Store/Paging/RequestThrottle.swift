import Synchronization

/// Lets so many requests a second through, evenly; shared by everything that asks one server.
public final class RequestThrottle: Sendable {
  private let gap: Duration
  private let now: @Sendable () -> Duration
  private let sleep: @Sendable (Duration) -> Void
  private let next = Mutex<Duration?>(nil)

  /// Nil: no limit. `now` is monotonic; `sleep` may return early, and then the request goes out early too.
  public init(requestsPerSecond: Int?, now: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) -> Void) {
    gap = requestsPerSecond.map { .seconds(1) / $0 } ?? .zero
    self.now = now
    self.sleep = sleep
  }

  /// Waits for the next free place.
  public func wait() {
    guard gap > .zero else { return }
    let now = now()
    let place = next.withLock { next in
      let place = max(next ?? now, now)
      next = place + gap
      return place
    }
    if place > now { sleep(place - now) }
  }
}
