/// The columns of a row that have been written; without memory of its own up to the 64th.
struct ColumnSet {
  private var first: UInt64 = 0
  private var others: Set<Int> = []

  /// False when the column was in it already. Requires `column >= 0`.
  @inline(__always)
  mutating func insert(_ column: Int) -> Bool {
    guard column < UInt64.bitWidth else { return others.insert(column).inserted }
    let bit: UInt64 = 1 << column
    defer { first |= bit }
    return first & bit == 0
  }
}
