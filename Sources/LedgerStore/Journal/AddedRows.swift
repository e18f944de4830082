/// Takes note of the rows that a transaction adds, for its entry in the journal.
///
/// Rows may be added in any order; those of a table whose runs follow each other are hashed as they come, the others are kept until the end.
final class AddedRows {
  private var running: [String: RowHash] = [:]
  private var kept: [String: NewRows] = [:]

  /// Rows of a table with these columns; of a table that is hashed as it stands, nothing.
  func take(_ rows: NewRows, into table: String, _ columns: [String]) {
    guard let table = JournalTables.named(table), table.run != nil else { return }
    var canonical = NewRows()
    if columns == table.columns {
      canonical = rows
    } else {
      let places = table.columns.map { columns.firstIndex(of: $0) ?? columns.count }
      for row in 0..<rows.count { canonical.append(row, of: rows, places) }
    }
    if table.isInRunOrder {
      running[table.name, default: RowHash()].add(canonical)
    } else {
      kept[table.name, default: NewRows()].append(canonical)
    }
  }

  /// Numbers of rows into whose column the run was written.
  func take(marked numbers: [Int64], _ table: String, _ column: String) {
    var (rows, last) = (NewRows(), Int64(0))
    for number in numbers.sorted() where number != last {
      rows.integer(number)
      rows.endRow()
      last = number
    }
    kept["\(table).\(column)", default: NewRows()].append(rows)
  }

  /// What was added, in the order of the tables; `others` were hashed elsewhere.
  func digests(and others: [TableDigest]) -> [TableDigest] {
    JournalTables.added.compactMap { table in
      if let other = others.first(where: { $0.name == table.name }) { return other.count > 0 ? other : nil }
      var hash = running[table.name] ?? RowHash()
      if let rows = kept[table.name] { Self.add(rows, key: table.key.count, to: &hash) }
      return hash.count > 0 ? hash.digest(table.name) : nil
    }
  }

  private static func add(_ rows: NewRows, key: Int, to hash: inout RowHash) {
    if rows.count > 1, (1..<rows.count).contains(where: { rows.isBefore($0, $0 - 1, key: key) }) {
      for row in (0..<rows.count).sorted(by: { rows.isBefore($0, $1, key: key) }) { hash.add(row, of: rows) }
    } else {
      hash.add(rows)
    }
  }
}
