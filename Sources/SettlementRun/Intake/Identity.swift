import SettlementCore

/// Which rows of a file are records for the first time (SPEC §4, Records).
struct Identity {
  /// Rows whose id no earlier row of the file has; nil: all.
  private(set) var firstRows: [Int32]?
  /// Rows that repeat an id, with the first row of that id, in the file's order.
  private(set) var repeats: [(row: Int32, first: Int32)] = []

  init(_ ids: TextColumn) {
    if Self.isStrictlyAscending(ids) { return }
    var index = TextIndex(expecting: ids.count)
    var rows: [Int32] = []
    rows.reserveCapacity(ids.count)
    for row in 0..<ids.count {
      if let first = index.insert(row, of: ids) { repeats.append((Int32(row), Int32(first))) } else { rows.append(Int32(row)) }
    }
    if !repeats.isEmpty { firstRows = rows }
  }

  /// The rows of first records.
  func rows(count: Int) -> [Int32] { firstRows ?? (0..<Int32(count)).map { $0 } }

  private static func isStrictlyAscending(_ ids: TextColumn) -> Bool {
    for row in 1..<max(1, ids.count) where ids.compare(row - 1, ids, row) >= 0 { return false }
    return true
  }
}
