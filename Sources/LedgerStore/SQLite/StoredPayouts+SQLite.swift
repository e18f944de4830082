import GRDB
import SettlementCore

extension StoredPayouts: StoredColumns {
  static var table: String { "payouts" }
  static var idColumn: String { "payout_id" }
  static var select: String {
    "SELECT f.number, f.payout_id, f.party, f.amount, f.currency, f.paid_at, f.day, f.run, f.posted FROM payouts f"
  }

  mutating func append(_ row: Prepared, asked place: Int32) throws {
    records.append(
      try PayoutRecord(
        number: row.integer(0), id: row.text(1), party: row.short(2), amount: row.integer(3), currency: row.currency(4),
        paidAt: row.integer(5), day: row.day(6), seenRun: row.short(7), run: row.integer(8) != 0 ? row.short(7) : Run.never))
    asked.append(place)
  }

  mutating func complete(_ database: Database) throws {
    for place in records.indices where records[place].run == Run.never {
      try LateRow.forEach(database, .payout, records[place].number) { late in
        if late.what == .posted { records[place].run = late.run }
      }
    }
  }
}

extension SQLiteLedger {
  public func payouts(run: Int32) throws(LedgerFailure) -> StoredPayouts {
    try read("look up the payouts of run \(run)") { database in
      var numbers: [Int64] = []
      let query = try Prepared(
        database,
        """
        SELECT number FROM payouts WHERE posted <> 0 AND run = ?1 \
        UNION SELECT number FROM late_postings WHERE feed = 'payout' AND what = 'posted' AND run = ?1 ORDER BY 1
        """)
      try query.forEach({ $0.integer(run) }) { numbers.append($0.integer(0)) }
      return try find(database, numbers, StoredPayouts.select + " WHERE f.number = ?")
    }
  }
}
