import SettlementCore

extension LedgerDatabase {
  func statementFiles(partner: String) throws -> [StatementFile] {
    var found: [StatementFile] = []
    let sql = """
      SELECT run, partner, day, name, sha256, bytes, rows, rejected, incomplete FROM statement_files WHERE partner = $1 \
      ORDER BY run, name, sha256
      """
    try forEach(sql, { $0.text(partner) }) { row in
      found.append(
        StatementFile(
          run: row.short(0), partner: row.text(1), day: row.isNull(2) ? nil : row.day(2), name: row.text(3), sha256: row.text(4),
          bytes: row.integer(5), rows: row.integer(6), rejected: row.integer(7), isIncomplete: row.integer(8) != 0))
    }
    return found
  }

  func keptLines(partner: String) throws -> [KeptLine] {
    try lines("partner = $1 AND until_run IS NULL") { $0.text(partner) }
  }

  func lines(partner: String, type: String, reference: String) throws -> [KeptLine] {
    try lines("partner = $1 AND type = $2 AND reference = $3 AND replaced_run IS NULL") {
      $0.text(partner)
      $0.text(type)
      $0.text(reference)
    }
  }

  private func lines(_ condition: String, _ bind: (inout Binding) -> Void) throws -> [KeptLine] {
    var found: [KeptLine] = []
    let sql = """
      SELECT number, partner, file, line, reference, order_id, item, type, amount, currency, time, day, occurrence, from_run, fee, fee_digits \
      FROM kept_lines WHERE \(condition) ORDER BY number
      """
    try forEach(sql, bind) { row in
      found.append(
        try KeptLine(
          number: row.integer(0), partner: row.text(1), file: row.text(2), line: row.integer(3), reference: row.text(4),
          orderID: row.text(5), item: row.text(6), type: row.text(7), amount: row.integer(8), currency: row.currency(9),
          time: row.integer(10), day: row.day(11), fee: row.optional(14), feeDigits: Int(row.short(15)), occurrence: row.short(12),
          fromRun: row.short(13)))
    }
    return found
  }

  func lineCount(partner: String, type: String, reference: String) throws -> Int32 {
    var count: Int32 = 0
    let sql = "SELECT COUNT(*) FROM kept_lines WHERE partner = $1 AND type = $2 AND reference = $3 AND replaced_run IS NULL"
    try forEach(
      sql,
      {
        $0.text(partner)
        $0.text(type)
        $0.text(reference)
      }
    ) { row in count = row.short(0) }
    return count
  }

  func reissuedLines(run: Int32) throws -> [ReissuedLine] {
    var found: [ReissuedLine] = []
    let sql = """
      SELECT partner, file, key, order_id, old_amount, new_amount, currency, adjust, became FROM reissued_lines WHERE run = $1 \
      ORDER BY place
      """
    try forEach(sql, { $0.integer(run) }) { row in
      found.append(
        ReissuedLine(
          partner: row.text(0), file: row.text(1), key: row.text(2), orderID: row.text(3), old: row.optional(4), new: row.optional(5),
          currency: try row.currency(6), adjust: row.integer(7), became: row.text(8)))
    }
    return found
  }

  func openClaims(partner: String) throws -> [OpenClaim] {
    var found: [OpenClaim] = []
    try forEach("SELECT partner, feed, number, type, from_run FROM open_claims WHERE partner = $1", { $0.text(partner) }) { row in
      found.append(
        OpenClaim(partner: row.text(0), feed: try row.word(1), number: row.integer(2), type: row.text(3), fromRun: row.short(4)))
    }
    return found.sorted { ($0.feed, $0.number, $0.type) < ($1.feed, $1.number, $1.type) }
  }

  func rejects(run: Int32) throws -> [RejectRecord] {
    var found: [RejectRecord] = []
    let sql = "SELECT source, file, line, field, expected, found FROM rejects WHERE run = $1 ORDER BY place"
    try forEach(sql, { $0.integer(run) }) { row in
      found.append(
        RejectRecord(
          source: row.text(0), file: row.text(1), line: row.integer(2), field: row.text(3), expected: row.text(4), found: row.text(5)))
    }
    return found
  }
}
