/// Sorts row numbers by a column of 64-bit keys: stable, without comparing, in time linear in the rows.
public enum RadixSort {
  /// A row beside its key: each pass reads the two from left to right.
  private struct Entry {
    let key: UInt64
    let row: Int32
  }
  private static let digitBits = 11
  private static let digits = 1 << digitBits

  /// The rows `0..<keys.count` in ascending order of their keys.
  public static func order(of keys: [Int64]) -> [Int32] { order(of: keys, startingFrom: (0..<Int32(keys.count)).map { $0 }) }

  /// The given rows, stably sorted by their keys.
  public static func order(of keys: [Int64], startingFrom rows: [Int32]) -> [Int32] {
    guard rows.count > 1, let least = keys.min(), let most = keys.max(), least != most else { return rows }
    if isAscending(keys, rows) { return rows }
    // Low bits that are the same in all keys need no pass: instants in whole seconds have six.
    let shift = UInt64(keys.reduce(UInt64(0)) { $0 | UInt64(bitPattern: $1 &- least) }.trailingZeroBitCount)
    let width = UInt64.bitWidth - (UInt64(bitPattern: most &- least) >> shift).leadingZeroBitCount
    var from = rows.map { Entry(key: UInt64(bitPattern: keys[Int($0)] &- least) >> shift, row: $0) }
    var to = from
    for shift in stride(from: 0, to: UInt64(width), by: digitBits) {
      if distribute(from, &to, by: shift) { swap(&from, &to) }
    }
    return from.map(\.row)
  }

  private static func isAscending(_ keys: [Int64], _ rows: [Int32]) -> Bool {
    for place in rows.indices.dropFirst() where keys[Int(rows[place])] < keys[Int(rows[place - 1])] { return false }
    return true
  }

  /// Puts the entries in the order of one digit; false, and nothing done, when all have the same.
  private static func distribute(_ from: [Entry], _ to: inout [Entry], by shift: UInt64) -> Bool {
    var starts = [Int](repeating: 0, count: digits)
    let source = from.span
    for place in source.indices { starts[digit(source[place], shift)] += 1 }
    if starts[digit(source[0], shift)] == source.count { return false }
    var sum = 0
    for place in starts.indices { (starts[place], sum) = (sum, sum + starts[place]) }
    var target = to.mutableSpan
    for place in source.indices {
      let digit = digit(source[place], shift)
      target[starts[digit]] = source[place]
      starts[digit] += 1
    }
    return true
  }

  @inline(__always)
  private static func digit(_ entry: Entry, _ shift: UInt64) -> Int { Int(truncatingIfNeeded: entry.key >> shift) & (digits - 1) }
}
