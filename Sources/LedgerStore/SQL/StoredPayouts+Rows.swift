import SettlementCore

extension StoredPayouts: StoredColumns {
  static var table: String { "payouts" }
  static var idColumn: String { "payout_id" }
  static var select: String {
    "SELECT f.number, f.payout_id, f.party, f.amount, f.currency, f.paid_at, f.day, f.run, f.posted FROM payouts f"
  }

  mutating func append(_ row: some LedgerRow, asked place: Int32) throws {
    records.append(
      try PayoutRecord(
        number: row.integer(0), id: row.text(1), party: row.short(2), amount: row.integer(3), currency: row.currency(4),
        paidAt: row.integer(5), day: row.day(6), seenRun: row.short(7), run: row.integer(8) != 0 ? row.short(7) : Run.never))
    asked.append(place)
  }

  mutating func complete(_ database: some LedgerDatabase) throws {
    let places = records.indices.filter { records[$0].run == Run.never }
    try database.lateRows(.payout, places.map { records[$0].number }) { late, at in
      if late.what == .posted { records[places[at]].run = late.run }
    }
  }
}

extension LedgerDatabase {
  func payouts(run: Int32) throws -> StoredPayouts {
    var numbers: [Int64] = []
    let sql = """
      SELECT number FROM payouts WHERE posted AND run = $1 \
      UNION SELECT number FROM late_postings WHERE feed = 'payout' AND what = 'posted' AND run = $1 ORDER BY 1
      """
    try forEach(sql, { $0.integer(run) }) { numbers.append($0.integer(0)) }
    return try find(numbers: numbers)
  }
}
