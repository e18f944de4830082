/// Where a transfer ends at the latest. Times are measured on the monotonic clock.
public struct TransferLimits: Sendable {
  /// Most bytes a file may have, counted as they arrive and again after decompression.
  public var maximumBytes: Int64
  /// For name, connection, TLS or SSH handshake of one attempt.
  public var connectTimeout: Duration
  /// An attempt that stays below `slowestBytesPerSecond` for `slowestSeconds` is broken off.
  public var slowestBytesPerSecond: Int
  public var slowestSeconds: Int
  /// For everything: all attempts and the waiting between them.
  public var deadline: Duration

  public init(
    maximumBytes: Int64 = 2_000_000_000, connectTimeout: Duration = .seconds(15), slowestBytesPerSecond: Int = 100,
    slowestSeconds: Int = 30, deadline: Duration = .seconds(1800)
  ) {
    self.maximumBytes = maximumBytes
    self.connectTimeout = connectTimeout
    self.slowestBytesPerSecond = slowestBytesPerSecond
    self.slowestSeconds = slowestSeconds
    self.deadline = deadline
  }
}
