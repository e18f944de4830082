/// Sorts row numbers by a column of 64-bit keys: stable, without comparing, in time linear in the rows.
public enum RadixSort {
  /// The rows `0..<keys.count` in ascending order of their keys.
  public static func order(of keys: [Int64]) -> [Int32] { order(of: keys, startingFrom: (0..<Int32(keys.count)).map { $0 }) }

  /// The given rows, stably sorted by their keys.
  public static func order(of keys: [Int64], startingFrom rows: [Int32]) -> [Int32] {
    guard let least = keys.min(), let most = keys.max(), least != most else { return rows }
    if isAscending(keys, rows) { return rows }
    var from = rows
    var to = [Int32](repeating: 0, count: rows.count)
    // Low bits that are the same in all keys need no pass: instants in whole seconds have six.
    var shift = keys.reduce(UInt64(0)) { $0 | UInt64(bitPattern: $1 &- least) }.lowestBit
    var range = UInt64(bitPattern: most &- least) >> shift
    while range > 0 {
      pass(keys, least, shift, from, &to)
      swap(&from, &to)
      range >>= 11
      shift += 11
    }
    return from
  }

  private static func isAscending(_ keys: [Int64], _ rows: [Int32]) -> Bool {
    for place in rows.indices.dropFirst() where keys[Int(rows[place])] < keys[Int(rows[place - 1])] { return false }
    return true
  }

  private static func pass(_ keys: [Int64], _ least: Int64, _ shift: UInt64, _ from: [Int32], _ to: inout [Int32]) {
    var starts = [Int](repeating: 0, count: 2049)
    for row in from { starts[digit(keys[Int(row)], least, shift) + 1] += 1 }
    for place in 1..<2049 { starts[place] += starts[place - 1] }
    for row in from {
      let digit = digit(keys[Int(row)], least, shift)
      to[starts[digit]] = row
      starts[digit] += 1
    }
  }

  @inline(__always)
  private static func digit(_ key: Int64, _ least: Int64, _ shift: UInt64) -> Int {
    Int(truncatingIfNeeded: (UInt64(bitPattern: key &- least) >> shift) & 2047)
  }
}

extension UInt64 {
  /// The place of the lowest bit set.
  fileprivate var lowestBit: UInt64 { UInt64(trailingZeroBitCount) }
}
