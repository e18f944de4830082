import SettlementCore
import Tables

/// Where a list's pages hold their rows, and the rows their columns: a `StoreList` with its pointers understood.
struct RowLayout: Sendable {
  struct Column: Sendable {
    let name: String
    let pointer: JSONPointer
    /// A number in it may have decimals; elsewhere it would be an id that lost its digits.
    let isAmount: Bool
    /// Only what was replaced on the way in is rendered of it, and no message quotes it (SPEC §10); nil: any text.
    let form: KeyedForm?
  }

  let feed: StoreFeed
  let rows: JSONPointer
  /// The canonical columns.
  let columns: [Column]
  let watermark: JSONPointer?

  private static let amounts: Set = ["paid", "list", "fee", "amount"]
  private static let forms = ["code": KeyedForm.code, BuyerKeys.column: .buyer]

  /// Throws ``SourceFailure`` for a text that is no JSON pointer.
  init(_ list: StoreList) throws(SourceFailure) {
    feed = list.feed
    rows = try Self.pointer(list.rows, "rows", list.feed)
    var columns: [Column] = []
    for name in list.feed.columns {
      columns.append(
        Column(
          name: name, pointer: try Self.pointer(ofColumn: name, list), isAmount: Self.amounts.contains(name), form: Self.forms[name]))
    }
    self.columns = columns
    try Self.checkBuyer(list)
    watermark = if let mark = list.watermark { try Self.pointer(ofColumn: mark.column, list) } else { nil }
  }

  /// A buyer that cannot be hidden without something else is not pulled.
  private static func checkBuyer(_ list: StoreList) throws(SourceFailure) {
    guard let text = list.columns[BuyerKeys.column], BuyerKeys(list).own == nil else { return }
    throw SourceFailure(
      kind: .malformed, source: list.feed.rawValue, file: list.feed.rawValue, field: "columns",
      expected: "a buyer below a key from which nothing else is read: all of it is replaced on the way in",
      found: FieldExcerpt.of(text.utf8),
      advice: "read the other columns from elsewhere, or take the buyer out of the configuration")
  }

  /// As named in the configuration, or else the key of the column's own name.
  private static func pointer(ofColumn name: String, _ list: StoreList) throws(SourceFailure) -> JSONPointer {
    guard let text = list.columns[name] else { return JSONPointer(name: name) }
    return try pointer(text, "columns", list.feed)
  }

  static func pointer(_ text: String, _ field: String, _ feed: StoreFeed) throws(SourceFailure) -> JSONPointer {
    guard let pointer = JSONPointer(text) else {
      throw SourceFailure(
        kind: .malformed, source: feed.rawValue, file: feed.rawValue, field: field, expected: "a JSON pointer such as /data/items",
        found: FieldExcerpt.of(text.utf8), advice: "correct it in the configuration")
    }
    return pointer
  }
}

extension StoreFeed {
  /// The columns without which a row is none.
  public var requiredColumns: [String] {
    switch self {
    case .orders: OrderFeed.required
    case .redemptions: RedemptionFeed.required
    case .refunds: RefundFeed.required
    case .payouts: PayoutFeed.required
    }
  }
}
