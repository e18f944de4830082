import GRDB
import SettlementCore

extension RunWriter {
  /// Card codes' HMACs, and how far the sources were read.
  func writeSources() throws {
    if run.codes.count > 0 {
      let insert = try Prepared.insert(database, into: "codes", ["redemption", "hmac"])
      let numbers = numbers.redemptions
      let (rows, numberOf) = (numbers.rows, numbers.numbers)
      for row in rows where !run.codes.range(Int(row)).isEmpty {
        try insert.run {
          $0.integer(numberOf[Int(row)])
          $0.text(run.codes, Int(row))
        }
      }
    }
    let insert = try Prepared.insert(database, into: "marks", ["name", "run", "value"])
    for (name, value) in run.marks.sorted(by: { $0.key < $1.key }) {
      try insert.run {
        $0.text(name)
        $0.integer(run.number)
        $0.text(value)
      }
    }
  }
}

extension SQLiteLedger {
  public func codes(ofRedemptions numbers: [Int64]) throws(LedgerFailure) -> [Int64: String] {
    try read("read codes") { database in
      var codes: [Int64: String] = [:]
      let query = try Prepared(database, "SELECT hmac FROM codes WHERE redemption = ?")
      for number in numbers { try query.forEach({ $0.integer(number) }) { codes[number] = $0.text(0) } }
      return codes
    }
  }
}
