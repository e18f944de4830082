/// How sources are fetched: `transfers:` of the configuration.
public struct TransferSettings: Hashable, Sendable {
  /// Sources at the same time.
  public let atOnce: Int
  /// Tries of a source, the first included.
  public let attempts: Int
  /// What all waits between the tries of one source may take together.
  public let wait: Duration

  public init(atOnce: Int = 4, attempts: Int = 5, wait: Duration = .seconds(120)) {
    self.atOnce = atOnce
    self.attempts = attempts
    self.wait = wait
  }
}
