extension StoredLedger {
  /// Computes every head of the journal again, and the digests of these tables, or of all, from their rows; of one moment of the ledger.
  ///
  /// Rows are read one by one, whatever their number. Throws the first `JournalFault` in the order of entries and tables, and `LedgerFailure`;
  /// the ledger must have been opened to be read.
  public func checkJournal(tables: Set<String>? = nil, progress: (String) -> Void = { _ in }) throws -> JournalReport {
    var fault: JournalFault?
    let report = try read("check the journal") { database -> JournalReport? in
      do throws(JournalFault) {
        return try database.checkJournal(tables, progress)
      } catch {
        fault = error
        return nil
      }
    }
    if let fault { throw fault }
    return report!
  }
}

extension LedgerDatabase {
  fileprivate func checkJournal(_ tables: Set<String>?, _ progress: (String) -> Void) throws(JournalFault) -> JournalReport {
    var check = JournalCheck(self)
    return try check.check(tables, progress)
  }
}

/// Compares the journal with the rows that are there.
private struct JournalCheck<Database: LedgerDatabase> {
  private let database: Database
  private var rows: Int64 = 0

  init(_ database: Database) { self.database = database }

  mutating func check(_ tables: Set<String>?, _ progress: (String) -> Void) throws(JournalFault) -> JournalReport {
    let entries = try entries()
    let covered = try checkRuns(entries)
    for table in JournalTables.all where tables?.contains(table.name) ?? true {
      progress("table \(table.name)")
      if table.run == nil {
        try check(standing: table, entries.last)
      } else {
        try check(added: table, entries, sealed: covered.sealed)
      }
    }
    try checkDeliveries()
    let newest = try reading("runs") { try database.newestRun() }
    guard newest == covered.newest else {
      throw JournalFault(place: "the journal", expected: "an entry of every run up to \(newest)", found: "runs up to \(covered.newest)")
    }
    return JournalReport(entries: entries, rows: rows)
  }

  /// What the database cannot give as the program wrote it is a fault.
  private func reading<T>(_ place: String, _ body: () throws -> T) throws(JournalFault) -> T {
    do {
      return try body()
    } catch let fault as JournalFault {
      throw fault
    } catch let error as UnexpectedValue {
      throw JournalFault(place: place, expected: error.expected, found: "'\(error.found)'")
    } catch {
      throw JournalFault(place: place, expected: "rows that can be read", found: "\(error)")
    }
  }

  // MARK: The chain

  private func entries() throws(JournalFault) -> [JournalEntry] {
    let entries = try reading("the journal") { try database.journal() }
    var previous = JournalEntry.origin
    for (place, entry) in entries.enumerated() {
      guard entry.number == Int64(place + 1) else {
        throw JournalFault(place: "the journal", expected: "entry \(place + 1)", found: "entry \(entry.number)")
      }
      let head = entry.head(after: previous)
      guard entry.head == head else {
        throw JournalFault(place: "entry \(entry.number) of the journal (\(entry.words))", expected: "head \(head)", found: entry.head)
      }
      previous = head
    }
    try checkBytes(entries)
    return entries
  }

  /// The rows are exactly what their entries are written as.
  private func checkBytes(_ entries: [JournalEntry]) throws(JournalFault) {
    var place = 0
    try reading("the journal") {
      try database.forEachRow(of: JournalTables.journal) { _, row in
        var written = NewRows()
        entries[place].put(into: &written)
        written.endRow()
        guard written.bytes == row.bytes else {
          throw JournalFault(
            place: "entry \(place + 1) of the journal (\(entries[place].words))", expected: "the row as it was written", found: "another")
        }
        place += 1
      }
    }
  }

  private mutating func checkDeliveries() throws(JournalFault) {
    let deliveries = try reading("the deliveries") { try database.storedDeliveries() }
    var previous = JournalEntry.origin
    for (place, delivery) in deliveries.enumerated() {
      let head = delivery.head(after: previous)
      guard delivery.number == Int64(place + 1), delivery.head == head else {
        throw JournalFault(
          place: "table deliveries, row \(place + 1) (\(delivery.record.statement))", expected: "number \(place + 1) and head \(head)",
          found: "number \(delivery.number) and head \(delivery.head)")
      }
      previous = head
    }
    var place = 0
    try reading("table deliveries") {
      try database.forEachRow(of: JournalTables.deliveries) { _, row in
        var written = NewRows()
        deliveries[place].put(into: &written)
        written.endRow()
        guard written.bytes == row.bytes else {
          throw JournalFault(place: "table deliveries, row \(place + 1)", expected: "the row as it was written", found: "another")
        }
        place += 1
      }
    }
    rows += Int64(deliveries.count)
  }

  /// Runs follow each other, each published before the next.
  private func checkRuns(_ entries: [JournalEntry]) throws(JournalFault) -> (sealed: Int32, newest: Int32) {
    var (sealed, newest): (Int32, Int32) = (0, 0)
    var isPublished = true
    for entry in entries {
      switch JournalEntry.Kind(rawValue: entry.kind) {
      case .upgrade where entry.number == 1: (sealed, newest) = (entry.run, entry.run)
      case .run where entry.run == newest + 1 && isPublished: (newest, isPublished) = (entry.run, false)
      case .publication where entry.run <= newest: isPublished = isPublished || entry.run == newest
      case .run, .upgrade, .publication:
        let expected = isPublished ? "run \(newest + 1)" : "the publication of run \(newest)"
        throw JournalFault(place: "entry \(entry.number) of the journal", expected: expected, found: entry.words)
      default: break
      }
    }
    return (sealed, newest)
  }

  // MARK: Rows

  private mutating func check(standing table: JournalTable, _ newest: JournalEntry?) throws(JournalFault) {
    let found = try reading("table \(table.name)") { try database.digest(standing: table) }
    rows += found.count
    let expected = newest?.standing.first { $0.name == table.name }
    if found.count == 0 && expected == nil || found == expected { return }
    throw JournalFault(
      place: "table \(table.name) after entry \(newest?.number ?? 0) (\(newest?.words ?? "none"))", expected: Self.words(expected),
      found: Self.words(found))
  }

  private mutating func check(added table: JournalTable, _ entries: [JournalEntry], sealed: Int32) throws(JournalFault) {
    var expected: [Int64: TableDigest] = [:]
    for entry in entries { if let digest = entry.rows.first(where: { $0.name == table.name }) { expected[Int64(entry.run)] = digest } }
    var (run, hash): (Int64?, RowHash) = (nil, RowHash())
    func close() throws(JournalFault) {
      guard let run else { return }
      let (digest, found) = (expected.removeValue(forKey: run), hash.digest(table.name))
      if digest != found {
        throw JournalFault(place: Self.place(table, run, sealed), expected: Self.words(digest), found: Self.words(found))
      }
    }
    var count: Int64 = 0
    try reading("table \(table.name)") {
      try database.forEachRow(of: table) { found, row in
        guard let found else { throw JournalFault(place: "table \(table.name)", expected: "rows of runs", found: "a row that no run has") }
        let owner = max(found, Int64(sealed))
        if owner != run {
          try close()
          (run, hash) = (owner, RowHash())
        }
        hash.add(row)
        count += 1
      }
    }
    rows += count
    try close()
    if let (run, lost) = expected.min(by: { $0.key < $1.key }) {
      throw JournalFault(place: Self.place(table, run, sealed), expected: Self.words(lost), found: "none")
    }
  }

  private static func place(_ table: JournalTable, _ run: Int64, _ sealed: Int32) -> String {
    "table \(table.name), rows of \(sealed > 0 && run == Int64(sealed) ? "the runs up to" : "run") \(run)"
  }

  private static func words(_ digest: TableDigest?) -> String {
    guard let digest, digest.count > 0 else { return "none" }
    return "\(digest.count == 1 ? "1 row" : "\(digest.count) rows") of SHA-256 \(digest.sha256)"
  }
}

extension JournalEntry {
  /// `run 3`.
  var words: String { kind == Kind.run.rawValue ? "run \(run)" : "\(kind), run \(run)" }
}
