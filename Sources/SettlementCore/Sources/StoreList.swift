/// One feed of a REST interface: where its rows are and how its pages follow each other. Pointers are JSON pointers (RFC 6901).
public struct StoreList: Sendable {
  public let feed: StoreFeed
  /// Begins with a slash, may have a query; ``PullParameter`` words stand in braces.
  public let path: String
  /// From a page's document to its rows; empty: the document itself.
  public let rows: String
  /// By canonical column, the pointer inside a row; columns that are not named have a key of their own name.
  public let columns: [String: String]
  public let pages: Pages
  /// From a page's document to the announced number of rows.
  public let total: String?
  /// Not nil exactly when the path asks for it.
  public let watermark: Watermark?

  /// How one page leads to the next.
  public enum Pages: Hashable, Sendable {
    /// One page is all.
    case single
    /// The cursor at `next` of a page is the parameter of the next one; none ends the list.
    case cursor(parameter: String, next: String)
    /// Rows to skip, `size` at a time; `sizeParameter` tells the size.
    case offset(parameter: String, size: Int, sizeParameter: String?)
    /// Pages numbered from `first`.
    case page(parameter: String, first: Int)
    /// `Link: <…>; rel="next"` in the header.
    case linkHeader
    /// The URL at `next` of a page; none ends the list.
    case link(next: String)
  }

  public init(
    feed: StoreFeed, path: String, rows: String = "", columns: [String: String] = [:], pages: Pages = .single, total: String? = nil,
    watermark: Watermark? = nil
  ) {
    self.feed = feed
    self.path = path
    self.rows = rows
    self.columns = columns
    self.pages = pages
    self.total = total
    self.watermark = watermark
  }
}
