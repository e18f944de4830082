import SettlementCore

extension RunWriter {
  /// Card codes' HMACs, buyers, and how far the sources were read.
  func writeSources() throws {
    try writeBuyers()
    if run.codes.count > 0 {
      let rows = numbers.redemptions.rows.filter { !run.codes.range(Int($0)).isEmpty }
      let numberOf = numbers.redemptions.numbers
      try database.insert(rows, into: "codes", ["redemption", "hmac"]) { to, row in
        to.integer(numberOf[Int(row)])
        to.text(run.codes, Int(row))
      }
    }
    try database.insert(run.marks.sorted { $0.key < $1.key }, into: "marks", ["name", "run", "value"]) { to, mark in
      to.text(mark.key)
      to.integer(run.number)
      to.text(mark.value)
    }
  }
}

extension RunWriter {
  private func writeBuyers() throws {
    if run.buyers.count == 0 { return }
    let rows = numbers.orders.rows.filter { !run.buyers.range(Int($0)).isEmpty }
    let numberOf = numbers.orders.numbers
    try database.insert(rows, into: "buyers", ["order_number", "buyer"]) { to, row in
      to.integer(numberOf[Int(row)])
      to.text(run.buyers, Int(row))
    }
  }
}

extension LedgerDatabase {
  func buyers(ofOrders numbers: [Int64]) throws -> [Int64: String] {
    var buyers: [Int64: String] = [:]
    guard try !numbers.isEmpty && hasRows("buyers") else { return buyers }
    let sql = "SELECT buyer FROM buyers WHERE order_number = $1"
    try forEach(keys: numbers.count, sql, { $0.integer(numbers[$1]) }) { row, place in buyers[numbers[place]] = row.text(0) }
    return buyers
  }

  func purchases(upTo order: Int64, _ body: (Purchase) -> Void) throws {
    let sql = """
      SELECT b.buyer, b.order_number, o.bundle, o.day FROM buyers b JOIN orders o ON o.number = b.order_number \
      WHERE b.order_number <= \(order) ORDER BY b.buyer, o.paid_at, b.order_number
      """
    try stream(sql) { body(Purchase(buyer: $0.text(0), order: $0.integer(1), bundle: $0.short(2), day: $0.day(3))) }
  }

  func codes(ofRedemptions numbers: [Int64]) throws -> [Int64: String] {
    var codes: [Int64: String] = [:]
    let sql = "SELECT hmac FROM codes WHERE redemption = $1"
    try forEach(keys: numbers.count, sql, { $0.integer(numbers[$1]) }) { row, place in codes[numbers[place]] = row.text(0) }
    return codes
  }
}
