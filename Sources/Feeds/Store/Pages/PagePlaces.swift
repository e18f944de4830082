import SettlementCore

/// Which page and row a line of a rendering is.
///
/// Line 1 of a rendering is its header, and every row of every page has one line, in order; the line of a row that was rejected is blank.
public struct PagePlaces: Hashable, Sendable {
  let feed: StoreFeed
  /// What readers of the rendering call it.
  let file: String
  /// Rows of all pages up to and with each.
  private(set) var ends: [Int] = []

  /// How messages name a page; its rows are then counted like lines: `orders page 3:17`.
  static func name(_ feed: StoreFeed, page: Int) -> String { "\(feed.rawValue) page \(page)" }

  init(_ feed: StoreFeed, file: String) {
    self.feed = feed
    self.file = file
  }

  /// Rows so far.
  var rows: Int { ends.last ?? 0 }
  var pages: Int { ends.count }

  mutating func append(rows count: Int) { ends.append(rows + count) }

  /// A reject whose line is that of the rendering, with its page as file and its row on that page as line; any other stays.
  public func placed(_ reject: Reject) -> Reject {
    let row = reject.line - 2
    guard reject.source == feed.rawValue, reject.file == file, (0..<rows).contains(row) else { return reject }
    var (low, high) = (0, ends.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if ends[middle] > row { high = middle } else { low = middle + 1 }
    }
    return Reject(
      source: reject.source, file: Self.name(feed, page: low + 1), line: row - (low > 0 ? ends[low - 1] : 0) + 1, field: reject.field,
      expected: reject.expected, found: reject.found)
  }
}
