import SettlementCore

extension LedgerDatabase {
  func waiting(dueOn day: CalendarDay) throws -> [WaitingRecord] {
    var found: [WaitingRecord] = []
    try forEach("SELECT feed, what, number, wake_day FROM waiting WHERE wake_day <= $1", { $0.integer(day.number) }) { row in
      found.append(WaitingRecord(feed: try row.word(0), what: try row.word(1), number: row.integer(2), wakeDay: row.day(3)))
    }
    return found.sorted { ($0.feed, $0.what.rawValue, $0.number) < ($1.feed, $1.what.rawValue, $1.number) }
  }

  func ordersPaid(in days: ClosedRange<CalendarDay>, terms: Int32) throws -> [Int64] {
    var found: [Int64] = []
    func bind(_ to: inout Binding) {
      to.integer(terms)
      to.integer(days.lowerBound.number)
      to.integer(days.upperBound.number)
    }
    try forEach("SELECT numbers FROM orders_of_terms WHERE terms = $1 AND day BETWEEN $2 AND $3", bind) {
      try $0.appendNumbers(0, to: &found)
    }
    try forEach(
      """
      SELECT o.number FROM late_postings l JOIN orders o ON o.number = l.number \
      WHERE l.terms = $1 AND l.feed = 'order' AND o.day BETWEEN $2 AND $3
      """, bind
    ) { found.append($0.integer(0)) }
    return distinct(found)
  }

  func touchedOrders(run: Int32) throws -> [Int64] {
    var found: [Int64] = []
    for sql in TouchedOrders.queries { try forEach(sql, { $0.integer(run) }) { found.append($0.integer(0)) } }
    return distinct(found)
  }

  /// Ascending.
  private func distinct(_ numbers: [Int64]) -> [Int64] {
    var distinct: [Int64] = []
    for place in RadixSort.order(of: numbers) where distinct.last != numbers[Int(place)] { distinct.append(numbers[Int(place)]) }
    return distinct
  }
}

/// The orders that a run touched.
private enum TouchedOrders {
  /// Orders of the run, and of every redemption and refund with which something happened in it; a record may have been linked later.
  static let queries: [String] =
    [seen("orders", "order", "number"), "SELECT number FROM late_postings WHERE run = $1 AND feed = 'order'"]
    + of("redemptions", "redemption", "reversals") + of("refunds", "refund", "failures")

  private static func seen(_ table: String, _ feed: String, _ column: String) -> String {
    """
    SELECT f.\(column) FROM runs r JOIN \(table) f ON f.number >= r.first_\(feed) AND f.number < r.first_\(feed) + r.\(feed)_count \
    WHERE r.run = $1 AND f.\(column) IS NOT NULL
    """
  }

  private static func of(_ table: String, _ feed: String, _ events: String) -> [String] {
    let later = """
      SELECT coalesce(f.order_number, k.order_number) AS order_number \
      FROM (SELECT number FROM late_postings WHERE run = $1 AND feed = '\(feed)' \
      UNION SELECT \(feed) FROM \(events) WHERE seen_run = $1) h \
      JOIN \(table) f ON f.number = h.number \
      LEFT JOIN late_postings k ON k.feed = '\(feed)' AND k.number = f.number AND k.what = 'linked'
      """
    return [seen(table, feed, "order_number"), "SELECT order_number FROM (\(later)) AS later WHERE order_number IS NOT NULL"]
  }
}
