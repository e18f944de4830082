/// Finds the row of a text in a column: an open-addressing hash table of row numbers beside the column it indexes.
public struct TextIndex: Sendable {
  private var slots: [Int32]
  private var mask: Int
  private var used = 0

  public init(expecting rows: Int = 0) {
    var size = 16
    while size < rows * 2 { size *= 2 }
    slots = [Int32](repeating: -1, count: size)
    mask = size - 1
  }

  /// The first row of `column` that equals row `row` of `other`, or nil.
  public func row(in column: TextColumn, equalTo row: Int, of other: TextColumn) -> Int? {
    var slot = Int(truncatingIfNeeded: other.hash(row)) & mask
    while slots[slot] >= 0 {
      let found = Int(slots[slot])
      if column.equals(found, other, row) { return found }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// Enters row `row` of `column`; returns the row that already holds the same text, and then enters nothing.
  public mutating func insert(_ row: Int, of column: TextColumn) -> Int? {
    if used * 2 >= slots.count { grow(column) }
    var slot = Int(truncatingIfNeeded: column.hash(row)) & mask
    while slots[slot] >= 0 {
      if column.equals(Int(slots[slot]), column, row) { return Int(slots[slot]) }
      slot = (slot + 1) & mask
    }
    slots[slot] = Int32(row)
    used += 1
    return nil
  }

  private mutating func grow(_ column: TextColumn) {
    let rows = slots.filter { $0 >= 0 }
    slots = [Int32](repeating: -1, count: slots.count * 2)
    mask = slots.count - 1
    for row in rows {
      var slot = Int(truncatingIfNeeded: column.hash(Int(row))) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = row
    }
  }
}
