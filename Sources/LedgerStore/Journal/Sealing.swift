extension LedgerDatabase {
  /// Adds the entry of this transaction to the journal, last of all. `rows` is what it added.
  func seal(_ kind: JournalEntry.Kind, run: Int32, evidence: String = "", rows: [TableDigest] = []) throws {
    let previous = try newestEntry()
    let standing = try JournalTables.standing.compactMap { table in
      if let previous, !table.changedBy.contains(kind), kind != .upgrade { return previous.standing.first { $0.name == table.name } }
      return try digest(standing: table)
    }
    var entry = JournalEntry(
      number: (previous?.number ?? 0) + 1, kind: kind.rawValue, run: run, evidence: evidence, rows: rows,
      standing: standing.filter { $0.count > 0 }, head: "")
    entry.head = entry.head(after: previous?.head ?? JournalEntry.origin)
    try insert([entry], into: "journal", JournalTables.journal.columns) { $1.put(into: &$0) }
  }

  /// Before the first transaction on a ledger from before the journal: one entry over everything that is there, read once.
  func sealWhatWasThere() throws {
    if try newestEntry() != nil { return }
    let newest = try newestRun()
    if newest == 0 { return }
    let rows = try JournalTables.added.map { table in
      var hash = RowHash()
      try forEachRow(of: table) { _, row in hash.add(row) }
      return hash.digest(table.name)
    }
    try seal(.upgrade, run: newest, rows: rows.filter { $0.count > 0 })
  }

  func digest(standing table: JournalTable) throws -> TableDigest {
    var hash = RowHash()
    try forEachRow(of: table) { _, row in hash.add(row) }
    return hash.digest(table.name)
  }

  /// Every row of a table in canonical form, by run and key, with its run; nil: none. Hands on one row at a time.
  func forEachRow(of table: JournalTable, _ body: (_ run: Int64?, NewRows) throws -> Void) throws {
    let columns = table.columns.map { "t.\($0)" }.joined(separator: ", ")
    let order = (table.run == nil || table.isInRunOrder ? [] : ["1"]) + table.key.map { "t.\($0)" }
    let sql = """
      SELECT \(table.run ?? "0") AS entry_run, \(columns) FROM \(table.table) t\(table.condition.map { " WHERE \($0)" } ?? "") \
      ORDER BY \(order.joined(separator: ", "))
      """
    let isList = table.columns.map(JournalTables.lists.contains)
    var rows = NewRows()
    try stream(sql) { found in
      rows.clear()
      for (place, isList) in isList.enumerated() { found.put(Int32(place + 1), isList: isList, into: &rows) }
      rows.endRow()
      try body(found.optional(0), rows)
    }
  }

  func newestRun() throws -> Int32 {
    var newest: Int32 = 0
    try forEach("SELECT coalesce(max(run), 0) FROM runs") { newest = $0.short(0) }
    return newest
  }

  // MARK: Entries

  func journal() throws -> [JournalEntry] { try entries("ORDER BY number") }

  private func newestEntry() throws -> JournalEntry? { try entries("ORDER BY number DESC LIMIT 1").first }

  private func entries(_ order: String) throws -> [JournalEntry] {
    var entries: [JournalEntry] = []
    try forEach("SELECT \(JournalTables.journal.columns.joined(separator: ", ")) FROM journal \(order)") { row in
      entries.append(
        JournalEntry(
          number: row.integer(0), kind: row.text(1), run: row.short(2), evidence: row.text(3), rows: try TableDigest.parse(row.text(4)),
          standing: try TableDigest.parse(row.text(5)), head: row.text(6)))
    }
    return entries
  }

  func head(ofRun run: Int32) throws -> String? { try newest("head", of: .run, run) }

  func publication(ofRun run: Int32) throws -> String? { try newest("evidence", of: .publication, run) }

  private func newest(_ column: String, of kind: JournalEntry.Kind, _ run: Int32) throws -> String? {
    var found: String?
    try forEach(
      "SELECT \(column) FROM journal WHERE run = $1 AND kind = '\(kind.rawValue)' ORDER BY number DESC LIMIT 1", { $0.integer(run) }
    ) {
      found = $0.text(0)
    }
    return found
  }
}
