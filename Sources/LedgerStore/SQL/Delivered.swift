extension LedgerDatabase {
  func deliveries() throws -> [DeliveryRecord] {
    var found: [DeliveryRecord] = []
    let sql = "SELECT statement, sha256, partner, way, recipient, taken_at, run FROM deliveries ORDER BY statement, sha256"
    try forEach(sql) {
      found.append(
        DeliveryRecord(
          statement: $0.text(0), sha256: $0.text(1), partner: $0.text(2), way: $0.text(3), recipient: $0.text(4), takenAt: $0.integer(5),
          run: $0.short(6)))
    }
    return found
  }

  func write(_ delivery: DeliveryRecord) throws {
    let columns = ["statement", "sha256", "partner", "way", "recipient", "taken_at", "run"]
    try insert([delivery], into: "deliveries", columns) { to, delivery in
      for text in [delivery.statement, delivery.sha256, delivery.partner, delivery.way, delivery.recipient] { to.text(text) }
      to.integer(delivery.takenAt)
      to.integer(delivery.run)
    }
  }
}
