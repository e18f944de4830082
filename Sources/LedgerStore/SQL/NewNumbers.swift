import SettlementCore

/// The numbers that the records of a new run get: on from the newest, in the byte order of their ids. Sorted on other threads.
final class NewNumbers: Sendable {
  final class Batch: Sendable {
    let range: Range<Int64>
    private let sorting: Ahead<(rows: [Int32], numbers: [Int64])>
    /// The rows in the order of their numbers.
    var rows: [Int32] { sorting.value.rows }
    /// The number of each row.
    var numbers: [Int64] { sorting.value.numbers }

    fileprivate init(_ ids: TextColumn, in order: [Int32]? = nil, after newest: Int64) {
      range = newest + 1..<newest + 1 + Int64(ids.count)
      sorting = Ahead {
        let rows = order ?? TextOrder.rows(of: ids)
        var numbers = [Int64](repeating: 0, count: ids.count)
        for (place, row) in rows.enumerated() { numbers[Int(row)] = newest + 1 + Int64(place) }
        return (rows, numbers)
      }
    }
  }
  let orders: Batch
  let redemptions: Batch
  let refunds: Batch
  let payouts: Batch

  init(_ database: some LedgerDatabase, _ run: NewRun) throws {
    orders = Batch(run.orders.ids, after: try database.newest("orders"))
    redemptions = Batch(run.redemptions.batch.ids, in: run.redemptions.order, after: try database.newest("redemptions"))
    refunds = Batch(run.refunds.batch.ids, after: try database.newest("refunds"))
    payouts = Batch(TextColumn(run.payouts.map(\.id)), after: try database.newest("payouts"))
  }

  /// The first new number, by table.
  var firsts: [String: Int64] {
    [
      "orders": orders.range.lowerBound, "redemptions": redemptions.range.lowerBound, "refunds": refunds.range.lowerBound,
      "payouts": payouts.range.lowerBound,
    ]
  }

  /// The number that a `RecordReference` stands for.
  func number(_ feed: Feed, _ reference: Int64) -> Int64 {
    if reference >= 0 { return reference }
    let row = Int(-1 - reference)
    return switch feed {
    case .order: orders.numbers[row]
    case .redemption: redemptions.numbers[row]
    case .refund: refunds.numbers[row]
    case .payout: payouts.numbers[row]
    }
  }

  /// The numbers of the orders that these references stand for; 0 for an unknown one.
  func ofOrders(_ references: [Int64]) -> [Int64] {
    let new = orders.numbers
    return references.map { $0 >= 0 ? $0 : new[Int(-1 - $0)] }
  }
}
