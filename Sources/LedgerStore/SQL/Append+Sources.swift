import SettlementCore

extension RunWriter {
  /// Card codes' HMACs, and how far the sources were read.
  func writeSources() throws {
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

extension LedgerDatabase {
  func codes(ofRedemptions numbers: [Int64]) throws -> [Int64: String] {
    var codes: [Int64: String] = [:]
    let sql = "SELECT hmac FROM codes WHERE redemption = $1"
    try forEach(keys: numbers.count, sql, { $0.integer(numbers[$1]) }) { row, place in codes[numbers[place]] = row.text(0) }
    return codes
  }
}
