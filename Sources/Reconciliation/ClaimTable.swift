import SettlementCore

/// What we say happened, in columns: one row per line that we expect on a partner's statement (SPEC §7, "ours").
public struct ClaimTable: Sendable {
  /// Type and key columns of the profile, see `MatchKey`. Earlier claims stand first.
  public var keys = TextColumn()
  public var type: [LineType] = []
  /// Minor units of `currency`; reversed lines are negative.
  public var amount: [Int64] = []
  public var currency: [Currency] = []
  /// The business date.
  public var day: [Int32] = []
  /// Place in `itemNames`.
  public var item: [Int32] = []
  public var itemNames = TextColumn()
  /// Which time our side meets this key over all runs, where the caller knows; 0: not known yet.
  public var occurrence: [Int32] = []
  /// The caller's number of the record behind the row.
  public var record: [Int32] = []
  /// The redemption waits: it is ours with 0 (SPEC §7, step 4).
  public var isWaiting: [Bool] = []
  /// For a reversed row: the key of the line that it takes back, a row of `counterpartKeys`; else −1.
  public var counterpart: [Int32] = []
  public var counterpartKeys = TextColumn()
  /// For a reversed row: the order has a refund that stands.
  public var hasStandingRefund: [Bool] = []
  /// Fees of orders in minor units of `currency`, `noFee` for other claims; no rows at all where lines have no fees.
  public var fee: [Int64] = []
  /// How the fee of an order's line is rounded: as its agreement says, or half up.
  public var feeRounding: [Rounding] = []

  /// Stands for a fee where there is none.
  public static let noFee = Int64.min

  public init() {}

  public var count: Int { keys.count }
}

/// What a partner's statements say, in columns.
public struct LineTable: Sendable {
  /// Lines kept from earlier runs stand first, then those of new files in their order.
  public var keys = TextColumn()
  public var type: [LineType] = []
  public var amount: [Int64] = []
  /// `unknown`: the line names none, and so has ours; its amount stands at four decimals.
  public var currency: [Currency] = []
  public var day: [Int32] = []
  /// Empty when the line names none.
  public var item = TextColumn()
  /// Which time this key is met, over all statements; 0: not known yet.
  public var occurrence: [Int32] = []
  /// Fees in units of 10 to the power of −`feeDigits`, `ClaimTable.noFee` without; no rows at all where fees are not compared.
  public var fee: [Int64] = []
  public var feeDigits: [UInt8] = []
  /// For a reversed row: the key of the line that it takes back, a row of `counterpartKeys`; else −1.
  public var counterpart: [Int32] = []
  public var counterpartKeys = TextColumn()

  public init() {}

  public var count: Int { keys.count }
}

/// The text by which two lines match: the type, then the profile's key columns, apart by a byte that no text holds.
public enum MatchKey {
  /// Begins a key in a column; `extend` adds its columns, `endRow` of the column ends it.
  @inline(__always)
  public static func begin(_ type: LineType, in keys: inout TextColumn) { keys.extend(0x30 + type.rawValue) }

  @inline(__always)
  public static func extend(_ keys: inout TextColumn, _ row: Int, of column: TextColumn) {
    keys.extend(0)
    keys.extend(row, of: column)
  }
}
