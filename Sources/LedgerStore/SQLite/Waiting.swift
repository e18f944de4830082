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
      try numbers(
        database,
        """
        SELECT number FROM orders WHERE terms = ?1 AND day BETWEEN ?2 AND ?3 \
        UNION SELECT o.number FROM late_postings l JOIN orders o ON o.number = l.number \
        WHERE l.terms = ?1 AND l.feed = 'order' AND o.day BETWEEN ?2 AND ?3 ORDER BY 1
        """
      ) {
        $0.integer(terms)
        $0.integer(days.lowerBound.number)
        $0.integer(days.upperBound.number)
      }
    }
  }

  public func touchedOrders(run: Int32) throws(LedgerFailure) -> [Int64] {
    try read("look up the orders of run \(run)") { database in
      try numbers(database, Self.touched) { $0.integer(run) }
    }
  }

  private func numbers(_ database: Database, _ sql: String, _ bind: (inout Parameters) -> Void) throws -> [Int64] {
    var numbers: [Int64] = []
    try Prepared(database, sql).forEach(bind) { numbers.append($0.integer(0)) }
    return numbers
  }

  /// Orders of the run, and of every redemption and refund with which something happened in it; a record may have been linked later.
  private static let touched: String = {
    func of(_ table: String, _ feed: String, _ late: String) -> String {
      """
      SELECT f.order_number FROM runs r JOIN \(table) f ON f.number >= r.first_\(feed) AND f.number < r.first_\(feed) + r.\(feed)_count \
      WHERE r.run = ?1 \
      UNION ALL SELECT coalesce(f.order_number, (SELECT order_number FROM late_postings WHERE feed = '\(feed)' AND number = f.number \
      AND what = 'linked')) \
      FROM (SELECT number FROM late_postings WHERE run = ?1 AND feed = '\(feed)' UNION SELECT \(feed) FROM \(late) WHERE seen_run = ?1) h \
      JOIN \(table) f ON f.number = h.number
      """
    }
    return """
      SELECT DISTINCT number FROM (
      SELECT o.number AS number FROM runs r JOIN orders o ON o.number >= r.first_order AND o.number < r.first_order + r.order_count
      WHERE r.run = ?1 UNION ALL SELECT number FROM late_postings WHERE run = ?1 AND feed = 'order'
      UNION ALL \(of("redemptions", "redemption", "reversals")) UNION ALL \(of("refunds", "refund", "failures"))
      ) WHERE number IS NOT NULL ORDER BY number
      """
  }()
}
