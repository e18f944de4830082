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
}
