/// A folder with the store's CSV files.
public struct FolderStore: Sendable {
  /// As the process opens it; may hold `{date}` or `{yyyy}`, `{MM}` and `{dd}`, which are the run's business day.
  public let path: String
  /// Of timestamps without offset.
  public let zone: String

  public init(path: String, zone: String) {
    self.path = path
    self.zone = zone
  }
}
