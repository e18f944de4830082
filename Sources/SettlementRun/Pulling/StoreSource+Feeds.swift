import Feeds
import SettlementCore

extension StoreSource {
  /// Its files say everything about a day each time they are read.
  var isWhole: Bool { if case .folder = self { true } else { false } }

  /// The feeds that it has; a folder may have payouts.
  var feeds: [StoreFeed] {
    switch self {
    case .folder: StoreFeed.allCases
    case .postgres(let store): store.queries.map(\.feed)
    case .http(let store): store.lists.map(\.feed)
    }
  }

  /// Its inputs are CSV, not the pages of an interface.
  var hasTables: Bool { if case .http = self { false } else { true } }

  /// Of a feed that is read from where the last pull ended.
  func watermark(of feed: StoreFeed) -> Watermark? {
    switch self {
    case .folder: nil
    case .postgres(let store): store.queries.first { $0.feed == feed }?.watermark
    case .http(let store): store.lists.first { $0.feed == feed }?.watermark
    }
  }

  /// Pulled inputs as those of a store; a folder's are CSV files, and so are a database's.
  func inputs(_ pulled: [StoreFeed: SourceInput]) -> StoreInputs {
    let lists = if case .http(let store) = self { store.lists } else { [StoreList]() }
    return StoreInputs(
      orders: pulled[.orders]!, redemptions: pulled[.redemptions]!, refunds: pulled[.refunds]!, payouts: pulled[.payouts], lists: lists)
  }
}

extension StatementSource {
  var isLocal: Bool { if case .file = access { true } else { false } }
}

extension StoreFeed {
  /// What the ledger calls how far the feed was read.
  var mark: String { "watermark \(rawValue)" }
}
