/// What a run's manifest says about one file that was read (SPEC §9).
public struct SourceRecord: Hashable, Sendable {
  /// The feed: `orders`, `redemptions`, `refunds`, `payouts`, or what the caller calls a statement.
  public let name: String
  /// Relative to the configuration, as messages name it.
  public let path: String
  /// How many bytes the file has.
  public let bytes: Int
  /// What the caller's digest says of them.
  public let sha256: String
  /// Data rows read, rejected ones included; both are 0 when the whole file failed.
  public let rows: Int
  public let rejected: Int
  /// What showed that all of it came; nil for a local file.
  public let completeness: String?

  public init(name: String, path: String, bytes: Int, sha256: String, rows: Int, rejected: Int, completeness: String? = nil) {
    self.name = name
    self.path = path
    self.bytes = bytes
    self.sha256 = sha256
    self.rows = rows
    self.rejected = rejected
    self.completeness = completeness
  }
}
