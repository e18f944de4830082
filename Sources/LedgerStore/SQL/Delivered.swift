/// A delivery as it is stored: each row has the SHA-256 of the one before it in its head.
///
/// A chain of their own: when something was sent is no fact of money, and must not reach the head that statements print.
struct StoredDelivery {
  /// From 1, without gaps.
  let number: Int64
  let record: DeliveryRecord
  var head: String

  /// The values of its row.
  func put(into row: inout NewRows) {
    row.integer(number)
    for text in [record.statement, record.sha256, record.partner, record.way, record.recipient] { row.text(text) }
    row.integer(record.takenAt)
    row.integer(record.run)
    row.text(head)
  }

  /// The head that follows from the one before.
  func head(after previous: String) -> String {
    var (delivery, row, hash) = (self, NewRows(), RowHash())
    delivery.head = previous
    delivery.put(into: &row)
    row.endRow()
    hash.add(row)
    return hash.sha256
  }
}

extension LedgerDatabase {
  func deliveries() throws -> [DeliveryRecord] {
    try storedDeliveries().map(\.record).sorted { ($0.statement, $0.sha256) < ($1.statement, $1.sha256) }
  }

  /// By number.
  func storedDeliveries() throws -> [StoredDelivery] {
    var found: [StoredDelivery] = []
    try forEach("SELECT \(JournalTables.deliveries.columns.joined(separator: ", ")) FROM deliveries ORDER BY number") {
      let record = DeliveryRecord(
        statement: $0.text(1), sha256: $0.text(2), partner: $0.text(3), way: $0.text(4), recipient: $0.text(5), takenAt: $0.integer(6),
        run: $0.short(7))
      found.append(StoredDelivery(number: $0.integer(0), record: record, head: $0.text(8)))
    }
    return found
  }

  func write(_ delivery: DeliveryRecord) throws {
    let last = try storedDeliveries().last
    var stored = StoredDelivery(number: (last?.number ?? 0) + 1, record: delivery, head: "")
    stored.head = stored.head(after: last?.head ?? JournalEntry.origin)
    try insert([stored], into: "deliveries", JournalTables.deliveries.columns) { $1.put(into: &$0) }
  }
}
