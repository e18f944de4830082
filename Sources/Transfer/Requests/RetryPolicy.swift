import Synchronization

/// How often a transfer is tried and how long it waits in between.
///
/// The wait before attempt n+1 is random between 0 and min(`longestWait`, `firstWait` · 2^(n-1)); a `Retry-After` of the server replaces it.
/// Each wait is cut to what is left of `budget`; when nothing is left, the transfer fails.
public struct RetryPolicy: Sendable {
  /// Attempts in all, at least 1.
  public var attempts: Int
  public var firstWait: Duration
  public var longestWait: Duration
  /// Shared by every request of one source.
  public var budget: WaitBudget

  public init(
    attempts: Int = 5, firstWait: Duration = .seconds(1), longestWait: Duration = .seconds(60),
    budget: WaitBudget = WaitBudget(.seconds(120))
  ) {
    self.attempts = attempts
    self.firstWait = firstWait
    self.longestWait = longestWait
    self.budget = budget
  }

  /// The wait after attempt number `attempt`: `random` of its largest value.
  func jitter(after attempt: Int, _ random: UInt64) -> Duration {
    let doubled = attempt > 40 ? longestWait : min(longestWait, firstWait * (1 << (attempt - 1)))
    let milliseconds = max(0, doubled.milliseconds)
    return .milliseconds(Int64(UInt64(milliseconds + 1).multipliedFullWidth(by: random).high))
  }
}

/// The time that all requests of one source together may spend waiting between attempts.
public final class WaitBudget: Sendable {
  public let total: Duration
  private let spent = Mutex(Duration.zero)

  public init(_ total: Duration) { self.total = total }

  public var left: Duration { total - spent.withLock { $0 } }

  /// Takes `wanted`, or what is left of the budget when that is less; `nil` when nothing is left.
  func take(_ wanted: Duration) -> Duration? {
    spent.withLock { spent in
      let left = total - spent
      guard left > .zero else { return nil }
      let granted = min(wanted, left)
      spent += granted
      return granted
    }
  }
}
