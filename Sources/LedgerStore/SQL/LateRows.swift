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

  fileprivate init(_ row: some LedgerRow) throws {
    what = try row.word(0)
    run = row.short(1)
    orderNumber = row.integer(2)
    terms = row.short(3)
    group = row.integer(4)
    price = row.integer(5)
  }
}

extension LedgerDatabase {
  /// Calls `body` for every late row of each record and the record's place, in the order of places and runs.
  func lateRows(_ feed: Feed, _ numbers: [Int64], _ body: (LateRow, Int) -> Void) throws {
    var found: [(row: LateRow, place: Int)] = []
    let sql = """
      SELECT what, run, order_number, terms, group_number, price FROM late_postings WHERE feed = '\(feed.rawValue)' AND number = $1
      """
    try forEach(keys: numbers.count, sql, { $0.integer(numbers[$1]) }) { found.append((try LateRow($0), $1)) }
    for (row, place) in found.sorted(by: { ($0.place, $0.row.run) < ($1.place, $1.row.run) }) { body(row, place) }
  }

  /// The order ids that records of unknown orders (number 0) name; other rows stay empty.
  func unknownOrders(_ feed: Feed, _ numbers: [Int64], orderNumbers: [Int64]) throws -> TextColumn {
    var named = [Int?](repeating: nil, count: numbers.count)
    let places = numbers.indices.filter { orderNumbers[$0] == 0 }
    var texts = TextColumn()
    let sql = "SELECT order_id FROM unknown_orders WHERE feed = '\(feed.rawValue)' AND number = $1"
    try forEach(keys: places.count, sql, { $0.integer(numbers[places[$1]]) }) { row, place in
      named[places[place]] = texts.count
      row.append(0, to: &texts)
    }
    var ids = TextColumn()
    ids.reserve(rows: numbers.count, bytes: texts.bytes.count)
    for text in named {
      if let text { ids.append(text, of: texts) } else { ids.append("") }
    }
    return ids
  }
}
