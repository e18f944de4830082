import SettlementCore

/// How soon buyers buy again: of all bundles together, or of one.
public struct Repurchase: Equatable, Sendable {
  /// Empty: all bundles.
  public var bundle: String
  public var title: String
  /// Buyers of the period, and their orders.
  public var buyers: Int64 = 0
  public var orders: Int64 = 0
  /// Buyers with an order that has one before it, whenever that was.
  public var repeatBuyers: Int64 = 0
  /// Orders that have one before them, by the whole days between the two.
  public var intervals: [Int32: Int64] = [:]

  public init(bundle: String = "", title: String = "") { (self.bundle, self.title) = (bundle, title) }

  /// The last day of every span but the last, which has none.
  public static let spans: [Int32] = [7, 30, 60, 90, 180]

  /// How many orders have one before them.
  public var repurchases: Int64 { intervals.values.reduce(0, +) }

  /// The intervals counted by span: 0 to 7 days, 8 to 30 … more than 180.
  public var counts: [Int64] {
    var counts = [Int64](repeating: 0, count: Self.spans.count + 1)
    for (days, count) in intervals { counts[Self.spans.firstIndex { days <= $0 } ?? Self.spans.count] += count }
    return counts
  }

  /// The fewest days within which at least half of the intervals lie; nil without any.
  public var median: Int64? {
    let half = (repurchases + 1) / 2
    var seen: Int64 = 0
    for (days, count) in intervals.sorted(by: { $0.key < $1.key }) {
      seen += count
      if seen >= half { return Int64(days) }
    }
    return nil
  }
}
