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
}

extension StoreFeed {
  /// What the ledger calls how far the feed was read.
  var mark: String { "watermark \(rawValue)" }
}
