/// The store's REST interface, asked for a list of rows per feed.
public struct HTTPStore: Sendable {
  /// `https://host[:port][/path]` without a slash at the end; every path is behind it.
  public let url: String
  /// A PEM file with the authorities to trust; nil: the system's.
  public let authorities: String?
  public let authentication: HTTPAuthentication?
  /// Nil: no limit.
  public let requestsPerSecond: Int?
  /// Of timestamps without offset.
  public let zone: String
  /// In the order of ``StoreFeed``; payouts may be absent.
  public let lists: [StoreList]

  public init(
    url: String, authorities: String? = nil, authentication: HTTPAuthentication? = nil, requestsPerSecond: Int? = nil, zone: String,
    lists: [StoreList]
  ) {
    self.url = url
    self.authorities = authorities
    self.authentication = authentication
    self.requestsPerSecond = requestsPerSecond
    self.zone = zone
    self.lists = lists
  }
}
