import SettlementCore

/// One page to fetch.
public struct PageRequest: Hashable, Sendable {
  public let feed: StoreFeed
  /// Counted from 1.
  public let number: Int
  /// May hold a cursor; not for messages.
  public let url: String
  /// The list's URL without its query, whatever the page's.
  public let shownAs: String
}

/// What a fetch brought.
public struct Page: Sendable {
  /// The whole body.
  public let body: [UInt8]
  /// The values of its `Link` headers.
  public let links: [String]

  public init(body: [UInt8], links: [String] = []) {
    self.body = body
    self.links = links
  }
}

/// Bounds of one list.
public struct PagingLimits: Sendable {
  public var pages: Int
  /// Of all pages together.
  public var bytes: Int

  public init(pages: Int = 100_000, bytes: Int = 2_000_000_000) {
    self.pages = pages
    self.bytes = bytes
  }
}
