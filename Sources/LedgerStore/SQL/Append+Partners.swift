import SettlementCore

extension RunWriter {
  /// The versions, and which of them are open now.
  func writeDiscrepancies() throws {
    let columns = [
      "partner", "kind", "key", "run", "state", "first_seen", "ours", "theirs", "currency", "business_date", "order_id", "leg", "detail",
      "book",
    ]
    try database.insert(run.discrepancies, into: "discrepancies", columns) { to, row in
      to.identity(row.identity)
      to.integer(run.number)
      to.text(row.state.rawValue)
      to.integer(row.firstSeen.number)
      to.optional(row.ours)
      to.optional(row.theirs)
      to.text(row.currency.code)
      to.integer(row.businessDate.number)
      to.text(row.orderID)
      to.text(row.leg)
      to.text(row.detail)
      to.text(row.book)
    }
    let key = ["partner", "kind", "key"]
    let open = run.discrepancies.filter { $0.state != .resolved }
    try database.insert(open, into: "open_discrepancies", key + ["run"], replacing: key) { to, row in
      to.identity(row.identity)
      to.integer(run.number)
    }
    let resolved = run.discrepancies.filter { $0.state == .resolved }
    try database.delete(resolved, from: "open_discrepancies", by: key) { $0.identity($1.identity) }
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
    let columns = ["partner", "run", "name", "sha256", "day", "bytes", "rows", "rejected", "incomplete"]
    try database.insert(run.statementFiles, into: "statement_files", columns) { to, file in
      to.text(file.partner)
      to.integer(run.number)
      to.text(file.name)
      to.text(file.sha256)
      to.optional(file.day.map { Int64($0.number) })
      to.integer(file.bytes)
      to.integer(file.rows)
      to.integer(file.rejected)
      to.integer(file.isIncomplete ? 1 : 0)
    }
  }

  private func writeKeptLines() throws {
    try mark(run.linesClosed, "until_run", "close")
    try mark(run.linesReplaced, "replaced_run", "take back")
    let newest = try database.newest("kept_lines")
    let columns = [
      "number", "partner", "file", "line", "reference", "order_id", "item", "type", "amount", "currency", "time", "day", "occurrence",
      "from_run", "until_run", "fee", "fee_digits",
    ]
    let lines = run.linesKept.sorted { left, right in
      let names = [(left.partner, right.partner), (left.file, right.file)]
      guard let (one, other) = names.first(where: { $0 != $1 }) else { return left.line < right.line }
      return one.utf8.lexicographicallyPrecedes(other.utf8)
    }
    try database.insert(lines.count, into: "kept_lines", columns, replacing: []) { to, place in
      bind(lines[place], newest + 1 + Int64(place), &to)
    }
    let answered = lines.indices.filter { lines[$0].isAnswered }.map { newest + 1 + Int64($0) }
    database.added?.take(marked: run.linesClosed + answered, "kept_lines", "until_run")
    database.added?.take(marked: run.linesReplaced, "kept_lines", "replaced_run")
  }

  /// Writes the run into a column of kept lines where nothing stands yet.
  private func mark(_ lines: [Int64], _ column: String, _ verb: String) throws {
    if try database.mark(lines: lines, column, run: run.number) == lines.count { return }
    var isOurs = [Bool](repeating: false, count: lines.count)
    try database.forEach(keys: lines.count, "SELECT \(column) FROM kept_lines WHERE number = $1", { $0.integer(lines[$1]) }) { row, place in
      isOurs[place] = row.short(0) == run.number
    }
    let missing = zip(lines, isOurs).first { !$0.1 }?.0 ?? lines[0]
    throw Contradiction("there is no kept line \(missing) to \(verb)")
  }

  private func writeReissuedLines() throws {
    let columns = ["run", "place", "partner", "file", "key", "order_id", "old_amount", "new_amount", "currency", "adjust", "became"]
    try database.insert(run.linesReissued.count, into: "reissued_lines", columns, replacing: []) { to, place in
      let line = run.linesReissued[place]
      to.integer(run.number)
      to.integer(place)
      to.text(line.partner)
      to.text(line.file)
      to.text(line.key)
      to.text(line.orderID)
      to.optional(line.old)
      to.optional(line.new)
      to.text(line.currency.code)
      to.integer(line.adjust)
      to.text(line.became)
    }
  }

  private func bind(_ line: KeptLine, _ number: Int64, _ to: inout some LedgerBinding) {
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

  private func writeClaims() throws {
    let key = ["partner", "feed", "number", "type"]
    try database.delete(run.claimsRemoved, from: "open_claims", by: key) { bind($1, &$0) }
    try database.insert(run.claimsAdded, into: "open_claims", key + ["from_run"]) { to, claim in
      bind(claim, &to)
      to.integer(run.number)
    }
  }

  private func bind(_ claim: OpenClaim, _ to: inout some LedgerBinding) {
    to.text(claim.partner)
    to.text(claim.feed.rawValue)
    to.integer(numbers.number(claim.feed, claim.number))
    to.text(claim.type)
  }

  private func writeRejects() throws {
    let columns = ["run", "place", "source", "file", "line", "field", "expected", "found"]
    try database.insert(run.rejects.count, into: "rejects", columns, replacing: []) { to, place in
      let reject = run.rejects[place]
      to.integer(run.number)
      to.integer(place)
      to.text(reject.source)
      to.text(reject.file)
      to.integer(reject.line)
      to.text(reject.field)
      to.text(reject.expected)
      to.text(reject.found)
    }
  }
}
