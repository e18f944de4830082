/// Sorts rows of a column by their texts as bytes.
public enum TextOrder {
  /// All rows of a column.
  public static func rows(of ids: TextColumn) -> [Int32] { rows(of: ids, among: (0..<Int32(ids.count)).map { $0 }) }

  /// The given rows; equal ids keep their order.
  public static func rows(of ids: TextColumn, among rows: [Int32]) -> [Int32] {
    if isAscending(ids, rows) { return rows }
    let code = Code(ids, rows)
    var keys = [Int64](repeating: 0, count: ids.count)
    for row in rows { keys[Int(row)] = code.key(ids, Int(row)) }
    var sorted = RadixSort.order(of: keys, startingFrom: rows)
    settleTies(&sorted, keys, ids)
    return sorted
  }

  private static func isAscending(_ ids: TextColumn, _ rows: [Int32]) -> Bool {
    for place in rows.indices.dropFirst() where ids.compare(Int(rows[place - 1]), ids, Int(rows[place])) > 0 { return false }
    return true
  }

  /// Rows of equal keys are sorted by comparing; stable.
  private static func settleTies(_ rows: inout [Int32], _ keys: [Int64], _ ids: TextColumn) {
    var start = 0
    while start < rows.count {
      var end = start + 1
      while end < rows.count, keys[Int(rows[end])] == keys[Int(rows[start])] { end += 1 }
      if end - start > 1 {
        rows[start..<end].sort { left, right in
          let order = ids.compare(Int(left), ids, Int(right))
          return order == 0 ? left < right : order < 0
        }
      }
      start = end
    }
  }

  /// Packs what follows the ids' common beginning into 62 bits, in as few bits per byte as the bytes in use need: 17 digits, 15 hex digits.
  private struct Code {
    private var digits = [Int64](repeating: 0, count: 256)
    private var base: Int64 = 1
    private var width = 0
    private var prefix: Int

    init(_ ids: TextColumn, _ rows: [Int32]) {
      prefix = Self.commonPrefix(ids, rows)
      var used = [Bool](repeating: false, count: 256)
      for row in rows { for place in ids.range(Int(row)).dropFirst(prefix) { used[Int(ids.bytes[place])] = true } }
      for byte in 0..<256 where used[byte] {
        digits[byte] = base
        base += 1
      }
      var reach: Int64 = 1
      while reach <= (1 << 62) / base, width < 62 {
        reach *= base
        width += 1
      }
    }

    func key(_ ids: TextColumn, _ row: Int) -> Int64 {
      let range = ids.range(row)
      var key: Int64 = 0
      for offset in prefix..<prefix + width {
        let place = range.lowerBound + offset
        key = key * base + (place < range.upperBound ? digits[Int(ids.bytes[place])] : 0)
      }
      return key
    }

    private static func commonPrefix(_ ids: TextColumn, _ rows: [Int32]) -> Int {
      let first = ids.range(Int(rows[0]))
      var length = first.count
      for row in rows.dropFirst() {
        let range = ids.range(Int(row))
        length = min(length, range.count)
        var same = 0
        while same < length, ids.bytes[range.lowerBound + same] == ids.bytes[first.lowerBound + same] { same += 1 }
        length = same
      }
      return length
    }
  }
}
