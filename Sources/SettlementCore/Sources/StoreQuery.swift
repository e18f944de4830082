/// The query of one feed.
public struct StoreQuery: Sendable {
  public let feed: StoreFeed
  /// Begins with SELECT or WITH and has as many parameters as ``parameters``.
  public let text: String
  /// Those of `$1`, `$2` and so on.
  public let parameters: [PullParameter]
  /// Not nil exactly when it is among the parameters.
  public let watermark: Watermark?

  public init(feed: StoreFeed, text: String, parameters: [PullParameter] = [], watermark: Watermark? = nil) {
    self.feed = feed
    self.text = text
    self.parameters = parameters
    self.watermark = watermark
  }
}
