import GRDB
import SettlementCore

extension RunWriter {
  /// The versions, and which of them are open now.
  func writeDiscrepancies() throws {
    let insert = try Prepared.insert(
      database, into: "discrepancies",
      [
        "partner", "kind", "key", "run", "state", "first_seen", "ours", "theirs", "currency", "business_date", "order_id", "leg", "detail", "book",
      ])
    let open = try Prepared.insert(database, into: "open_discrepancies", ["partner", "kind", "key", "run"], orReplace: true)
    let close = try Prepared(database, "DELETE FROM open_discrepancies WHERE partner = ? AND kind = ? AND key = ?")
    for row in run.discrepancies {
      try insert.run {
        $0.identity(row.identity)
        $0.integer(run.number)
        $0.text(row.state.rawValue)
        $0.integer(row.firstSeen.number)
        $0.optional(row.ours)
        $0.optional(row.theirs)
        $0.text(row.currency.code)
        $0.integer(row.businessDate.number)
        $0.text(row.orderID)
        $0.text(row.leg)
        $0.text(row.detail)
        $0.text(row.book)
      }
      if row.state == .resolved {
        try close.run { $0.identity(row.identity) }
      } else {
        try open.run {
          $0.identity(row.identity)
          $0.integer(run.number)
        }
      }
    }
  }

  func writePartners() throws {
    try writeStatementFiles()
    try writeKeptLines()
    try writeReissuedLines()
    try writeClaims()
    try writeLineGroups()
    try writeRejects()
  }

  private func writeStatementFiles() throws {
    let insert = try Prepared.insert(
      database, into: "statement_files", ["partner", "run", "name", "sha256", "day", "bytes", "rows", "rejected", "incomplete"])
    for file in run.statementFiles {
      try insert.run {
        $0.text(file.partner)
        $0.integer(run.number)
        $0.text(file.name)
        $0.text(file.sha256)
        $0.optional(file.day.map { Int64($0.number) })
        $0.integer(file.bytes)
        $0.integer(file.rows)
        $0.integer(file.rejected)
        $0.integer(file.isIncomplete ? 1 : 0)
      }
    }
  }

  private func writeKeptLines() throws {
    let close = try Prepared(database, "UPDATE kept_lines SET until_run = ? WHERE number = ? AND until_run IS NULL")
    for number in run.linesClosed {
      try close.run {
        $0.integer(run.number)
        $0.integer(number)
      }
      guard database.changesCount == 1 else { throw contradiction("there is no kept line \(number) to close") }
    }
    let replace = try Prepared(database, "UPDATE kept_lines SET replaced_run = ? WHERE number = ? AND replaced_run IS NULL")
    for number in run.linesReplaced {
      try replace.run {
        $0.integer(run.number)
        $0.integer(number)
      }
      guard database.changesCount == 1 else { throw contradiction("there is no kept line \(number) to take back") }
    }
    let newest = try NewNumbers.newest(database, "kept_lines")
    let insert = try Prepared.insert(
      database, into: "kept_lines",
      [
        "number", "partner", "file", "line", "reference", "order_id", "item", "type", "amount", "currency", "time", "day", "occurrence",
        "from_run", "until_run", "fee", "fee_digits",
      ])
    let lines = run.linesKept.sorted { left, right in
      let names = [(left.partner, right.partner), (left.file, right.file)]
      guard let (one, other) = names.first(where: { $0 != $1 }) else { return left.line < right.line }
      return one.utf8.lexicographicallyPrecedes(other.utf8)
    }
    for (place, line) in lines.enumerated() { try insert.run { bind(line, newest + 1 + Int64(place), &$0) } }
  }

  private func bind(_ line: KeptLine, _ number: Int64, _ to: inout Parameters) {
    to.integer(number)
    to.text(line.partner)
    to.text(line.file)
    to.integer(line.line)
    to.text(line.reference)
    to.text(line.orderID)
    to.text(line.item)
    to.text(line.type)
    to.integer(line.amount)
    to.text(line.currency.code)
    to.integer(line.time)
    to.integer(line.day.number)
    to.integer(line.occurrence)
    to.integer(run.number)
    to.optional(line.isAnswered ? Int64(run.number) : nil)
    to.optional(line.fee)
    to.integer(line.feeDigits)
  }

  private func writeReissuedLines() throws {
    let insert = try Prepared.insert(
      database, into: "reissued_lines",
      ["run", "place", "partner", "file", "key", "order_id", "old_amount", "new_amount", "currency", "adjust", "became"])
    for (place, line) in run.linesReissued.enumerated() {
      try insert.run {
        $0.integer(run.number)
        $0.integer(place)
        $0.text(line.partner)
        $0.text(line.file)
        $0.text(line.key)
        $0.text(line.orderID)
        $0.optional(line.old)
        $0.optional(line.new)
        $0.text(line.currency.code)
        $0.integer(line.adjust)
        $0.text(line.became)
      }
    }
  }

  private func writeClaims() throws {
    let delete = try Prepared(database, "DELETE FROM open_claims WHERE partner = ? AND feed = ? AND number = ? AND type = ?")
    for claim in run.claimsRemoved { try delete.run { bind(claim, &$0) } }
    let insert = try Prepared.insert(database, into: "open_claims", ["partner", "feed", "number", "type", "from_run"])
    for claim in run.claimsAdded {
      try insert.run {
        bind(claim, &$0)
        $0.integer(run.number)
      }
    }
  }

  private func bind(_ claim: OpenClaim, _ to: inout Parameters) {
    to.text(claim.partner)
    to.text(claim.feed.rawValue)
    to.integer(numbers.number(claim.feed, claim.number))
    to.text(claim.type)
  }

  private func writeRejects() throws {
    let insert = try Prepared.insert(
      database, into: "rejects", ["run", "place", "source", "file", "line", "field", "expected", "found"])
    for (place, reject) in run.rejects.enumerated() {
      try insert.run {
        $0.integer(run.number)
        $0.integer(place)
        $0.text(reject.source)
        $0.text(reject.file)
        $0.integer(reject.line)
        $0.text(reject.field)
        $0.text(reject.expected)
        $0.text(reject.found)
      }
    }
  }
}
