import SettlementCore

/// Which rows of a file are records for the first time (SPEC §4, Records).
struct Identity {
  /// Rows whose id no earlier row of the file has; nil: all.
  private(set) var firstRows: [Int32]?
  /// Rows that repeat an id, with the first row of that id, in the file's order.
  private(set) var repeats: [(row: Int32, first: Int32)] = []

  /// All rows in the byte order of their ids; equal ones in the file's order.
  let order: [Int32]

  init(_ ids: TextColumn) {
    order = TextOrder.rows(of: ids)
    var first = 0
    for place in order.indices.dropFirst() {
      if ids.equals(Int(order[place]), ids, Int(order[first])) { repeats.append((order[place], order[first])) } else { first = place }
    }
    if repeats.isEmpty { return }
    repeats.sort { $0.row < $1.row }
    let repeated = Set(repeats.map(\.row))
    firstRows = (0..<Int32(ids.count)).filter { !repeated.contains($0) }
  }

  /// The rows of first records.
  func rows(count: Int) -> [Int32] { firstRows ?? (0..<Int32(count)).map { $0 } }

  /// Rows that repeat an id, with the first row of that id, in the file's order.
  ///
  /// `onlyLast`: what is read by watermark comes again in the order of its changes, so of each record the last row says how it is now.
  func laterRows(onlyLast: Bool) -> [(row: Int32, first: Int32)] {
    guard onlyLast else { return repeats }
    let last = Dictionary(repeats.map { ($0.first, $0.row) }, uniquingKeysWith: { $1 })
    return repeats.filter { last[$0.first] == $0.row }
  }

  /// Rows of stored records, in the file's order; `place` leads from the first row of an id to where it is stored; `onlyLast` as above.
  func storedRows(_ place: [Int32: Int32], onlyLast: Bool) -> [(row: Int32, at: Int)] {
    var rows = place.map { (row: $0.key, at: Int($0.value)) }
    for (row, first) in repeats { if let at = place[first] { rows.append((row, Int(at))) } }
    rows.sort { $0.row < $1.row }
    guard onlyLast else { return rows }
    let last = Dictionary(rows.map { ($0.at, $0.row) }, uniquingKeysWith: { $1 })
    return rows.filter { last[$0.at] == $0.row }
  }
}
