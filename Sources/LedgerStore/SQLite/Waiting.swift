import GRDB
import SettlementCore

extension SQLiteLedger {
  public func waiting(dueOn day: CalendarDay) throws(LedgerFailure) -> [WaitingRecord] {
    try read("look up what waits") { database in
      var found: [WaitingRecord] = []
      let query = try Prepared(database, "SELECT feed, what, number, wake_day FROM waiting WHERE wake_day <= ?")
      try query.forEach({ $0.integer(day.number) }) { row in
        found.append(WaitingRecord(feed: try row.word(0), what: try row.word(1), number: row.integer(2), wakeDay: row.day(3)))
      }
      return found.sorted { ($0.feed, $0.what.rawValue, $0.number) < ($1.feed, $1.what.rawValue, $1.number) }
    }
  }

  public func ordersPaid(in days: ClosedRange<CalendarDay>, terms: Int32) throws(LedgerFailure) -> [Int64] {
    try read("look up orders of terms \(terms)") { database in
      var found: [Int64] = []
      let query = try Prepared(
        database,
        """
        SELECT numbers FROM orders_of_terms WHERE terms = ?1 AND day BETWEEN ?2 AND ?3 \
        UNION ALL SELECT o.number FROM late_postings l JOIN orders o ON o.number = l.number \
        WHERE l.terms = ?1 AND l.feed = 'order' AND o.day BETWEEN ?2 AND ?3
        """)
      try query.forEach({
        $0.integer(terms)
        $0.integer(days.lowerBound.number)
        $0.integer(days.upperBound.number)
      }) { try NumberList.append($0, 0, to: &found) }
      return Self.distinct(found)
    }
  }

  public func touchedOrders(run: Int32) throws(LedgerFailure) -> [Int64] {
    try read("look up the orders of run \(run)") { database in
      var found: [Int64] = []
      for sql in Self.touched { found += try numbers(database, sql) { $0.integer(run) } }
      return Self.distinct(found)
    }
  }

  /// Ascending.
  private static func distinct(_ numbers: [Int64]) -> [Int64] {
    var distinct: [Int64] = []
    for place in RadixSort.order(of: numbers) where distinct.last != numbers[Int(place)] { distinct.append(numbers[Int(place)]) }
    return distinct
  }

  private func numbers(_ database: Database, _ sql: String, _ bind: (inout Parameters) -> Void) throws -> [Int64] {
    var numbers: [Int64] = []
    try Prepared(database, sql).forEach(bind) { numbers.append($0.integer(0)) }
    return numbers
  }

  /// Orders of the run, and of every redemption and refund with which something happened in it; a record may have been linked later.
  private static let touched: [String] =
    [seen("orders", "order", "number"), "SELECT number FROM late_postings WHERE run = ? AND feed = 'order'"]
    + of("redemptions", "redemption", "reversals") + of("refunds", "refund", "failures")

  private static func seen(_ table: String, _ feed: String, _ column: String) -> String {
    """
    SELECT f.\(column) FROM runs r JOIN \(table) f ON f.number >= r.first_\(feed) AND f.number < r.first_\(feed) + r.\(feed)_count \
    WHERE r.run = ? AND f.\(column) IS NOT NULL
    """
  }

  private static func of(_ table: String, _ feed: String, _ events: String) -> [String] {
    let later = """
      SELECT coalesce(f.order_number, k.order_number) AS order_number \
      FROM (SELECT number FROM late_postings WHERE run = ?1 AND feed = '\(feed)' \
      UNION SELECT \(feed) FROM \(events) WHERE seen_run = ?1) h \
      JOIN \(table) f ON f.number = h.number \
      LEFT JOIN late_postings k ON k.feed = '\(feed)' AND k.number = f.number AND k.what = 'linked'
      """
    return [seen(table, feed, "order_number"), "SELECT order_number FROM (\(later)) WHERE order_number IS NOT NULL"]
  }
}
