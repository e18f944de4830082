/// Finds the row of a text in a column: an open-addressing hash table of row numbers beside the column it indexes.
public struct TextIndex: Sendable {
  /// 0: free; else half of the text's hash above the row + 1. The half spares almost every look at a text that is another one.
  private var slots: [UInt64]
  private var mask: Int
  private var used = 0

  public init(expecting rows: Int = 0) {
    var size = 16
    while size < rows * 2 { size *= 2 }
    slots = [UInt64](repeating: 0, count: size)
    mask = size - 1
  }

  /// The first row of `column` that equals row `row` of `other`, or nil.
  public func row(in column: TextColumn, equalTo row: Int, of other: TextColumn) -> Int? {
    let hash = other.hash(row)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      if slots[slot] >> 32 == hash >> 32 {
        let found = Self.row(slots[slot])
        if column.equals(found, other, row) { return found }
      }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// Enters row `row` of `column`; returns the row that already holds the same text, and then enters nothing.
  public mutating func insert(_ row: Int, of column: TextColumn) -> Int? {
    if used * 2 >= slots.count { grow(column) }
    let hash = column.hash(row)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      if slots[slot] >> 32 == hash >> 32 {
        let found = Self.row(slots[slot])
        if column.equals(found, column, row) { return found }
      }
      slot = (slot + 1) & mask
    }
    slots[slot] = (hash >> 32) << 32 | UInt64(UInt32(row + 1))
    used += 1
    return nil
  }

  @inline(__always)
  private static func row(_ slot: UInt64) -> Int { Int(UInt32(truncatingIfNeeded: slot)) - 1 }

  private mutating func grow(_ column: TextColumn) {
    let full = slots.filter { $0 != 0 }
    slots = [UInt64](repeating: 0, count: slots.count * 2)
    mask = slots.count - 1
    for entry in full {
      var slot = Int(truncatingIfNeeded: column.hash(Self.row(entry))) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = entry
    }
  }
}
