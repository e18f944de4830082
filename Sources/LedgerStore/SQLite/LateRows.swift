import GRDB
import SettlementCore

/// What stands about a record beside its fact row.
struct LateRow {
  enum What: String {
    case linked, split, posted, reversed, excess
  }
  let what: What
  let run: Int32
  let orderNumber: Int64
  let terms: Int32
  let group: Int64
  let price: Int64

  /// Calls `body` for every late row of a record, by run.
  static func forEach(_ database: Database, _ feed: Feed, _ number: Int64, _ body: (LateRow) -> Void) throws {
    let query = try Prepared(
      database,
      "SELECT what, run, order_number, terms, group_number, price FROM late_postings WHERE feed = ? AND number = ? ORDER BY run")
    try query.forEach({
      $0.text(feed.rawValue)
      $0.integer(number)
    }) { row in
      body(
        LateRow(
          what: try row.word(0), run: row.short(1), orderNumber: row.integer(2), terms: row.short(3), group: row.integer(4),
          price: row.integer(5)))
    }
  }
}

/// The order ids that records of unknown orders name; other rows stay empty.
enum UnknownOrders {
  static func ids(_ database: Database, _ feed: Feed, _ numbers: [Int64], orderNumbers: [Int64]) throws -> TextColumn {
    var ids = TextColumn()
    ids.reserve(rows: numbers.count, bytes: 0)
    let query = try Prepared(database, "SELECT order_id FROM unknown_orders WHERE feed = ? AND number = ?")
    for (number, order) in zip(numbers, orderNumbers) {
      let before = ids.count
      if order == 0 {
        try query.forEach({
          $0.text(feed.rawValue)
          $0.integer(number)
        }) { $0.append(0, to: &ids) }
      }
      if ids.count == before { ids.append("") }
    }
    return ids
  }
}
