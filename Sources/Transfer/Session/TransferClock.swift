/// Time and chance as a transfer sees them; tests put in their own.
public struct TransferClock: Sendable {
  /// Monotonic time since some fixed moment; deadlines and waits are measured on it.
  public var monotonic: @Sendable () -> Duration
  /// Lets the thread sleep for at most the given time, when it has nothing else to do.
  public var sleep: @Sendable (Duration) -> Void
  /// Milliseconds since 1970-01-01T00:00:00Z, for signatures and dates in `Retry-After`.
  public var wallMilliseconds: @Sendable () -> Int64
  /// 64 random bits, for jitter and nonces.
  public var random: @Sendable () -> UInt64

  public init(
    monotonic: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) -> Void,
    wallMilliseconds: @escaping @Sendable () -> Int64, random: @escaping @Sendable () -> UInt64
  ) {
    self.monotonic = monotonic
    self.sleep = sleep
    self.wallMilliseconds = wallMilliseconds
    self.random = random
  }
}
