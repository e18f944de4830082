/// One feed of a pull: a query, and the column whose largest value the next pull starts from.
public struct PullQuery: Sendable {
  public let statement: PostgresStatement
  public let watermark: String?

  public init(_ statement: PostgresStatement, watermark: String? = nil) {
    self.statement = statement
    self.watermark = watermark
  }
}

/// Where the CSV text of one feed goes. What it got counts only when the whole pull returns.
public struct PullSink {
  /// Forgets everything written so far: the pull starts anew.
  public let restart: () throws -> Void
  public let write: (Span<UInt8>) throws -> Void

  public init(restart: @escaping () throws -> Void, write: @escaping (Span<UInt8>) throws -> Void) {
    self.restart = restart
    self.write = write
  }
}

/// What a complete pull was.
public struct PullReceipt: Hashable, Sendable {
  /// One feed of it.
  public struct Feed: Hashable, Sendable {
    public let name: String
    public let columns: [String]
    public let rows: Int
    /// The largest value of the watermark column, a time in UTC; `nil` without rows or watermark.
    public let watermark: String?
  }

  /// The moment whose state was read, by the server's clock: `2026-03-01 08:00:00.123456+00`.
  public let takenAt: String
  /// PostgreSQL's name of the state: oldest running and next transaction, and those in between (`pg_current_snapshot`).
  public let snapshot: String
  /// 150003 for 15.3.
  public let serverVersion: Int
  /// 1, or 2 when the first attempt broke.
  public let attempts: Int
  /// In the order of the queries.
  public let feeds: [Feed]
}
