/// A column of short texts in one buffer, of less than 4 GiB: no allocation per row. Texts compare as bytes (SPEC §4).
public struct TextColumn: Sendable {
  /// All texts one behind the other.
  public private(set) var bytes: [UInt8] = []
  private var ends: [UInt32] = []

  public init() {}

  public init(_ texts: some Sequence<String>) {
    for text in texts { append(text) }
  }

  public var count: Int { ends.count }

  public mutating func reserve(rows: Int, bytes count: Int) {
    ends.reserveCapacity(rows)
    bytes.reserveCapacity(count)
  }

  /// Appends `source[start..<start + length]`.
  @inlinable
  public mutating func append(_ source: Span<UInt8>, _ start: Int, _ length: Int) {
    unsafe source.withUnsafeBufferPointer { buffer in
      unsafe appendBytes(UnsafeBufferPointer(rebasing: buffer[start..<start + length]))
    }
  }

  @usableFromInline
  mutating func appendBytes(_ piece: UnsafeBufferPointer<UInt8>) {
    unsafe bytes.append(contentsOf: piece)
    endRow()
  }

  public mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
    endRow()
  }

  /// Appends a row of another column.
  public mutating func append(_ row: Int, of other: TextColumn) {
    extend(row, of: other)
    endRow()
  }

  /// Appends all rows of another column.
  public mutating func append(_ other: TextColumn) {
    if count == 0 {
      self = other
    } else {
      let before = UInt32(bytes.count)
      ends.append(contentsOf: other.ends.lazy.map { $0 + before })
      bytes.append(contentsOf: other.bytes)
    }
  }

  /// Begins or goes on with a text of several parts, which `endRow` ends.
  @inline(__always)
  public mutating func extend(_ byte: UInt8) { bytes.append(byte) }

  /// The same with a row of another column. Through its pointer: a slice would count a reference that both threads fight for.
  @inline(__always)
  public mutating func extend(_ row: Int, of other: TextColumn) {
    let range = other.range(row)
    unsafe other.bytes.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: UnsafeBufferPointer(rebasing: $0[range])) }
  }

  @inline(__always)
  public mutating func endRow() { ends.append(UInt32(bytes.count)) }

  /// The place of a row in `bytes`.
  @inline(__always)
  public func range(_ row: Int) -> Range<Int> { (row == 0 ? 0 : Int(ends[row - 1]))..<Int(ends[row]) }

  public subscript(row: Int) -> String { String(decoding: bytes[range(row)], as: UTF8.self) }

  /// Below zero, zero or above: as the bytes of row `left` compare to those of a row of another column.
  public func compare(_ left: Int, _ other: TextColumn, _ right: Int) -> Int {
    let a = range(left)
    let b = other.range(right)
    let common = min(a.count, b.count)
    let difference = unsafe bytes.withUnsafeBytes { mine in
      unsafe other.bytes.withUnsafeBytes { theirs in
        unsafe Words.difference(mine, a.lowerBound, theirs, b.lowerBound, common)
      }
    }
    return difference != 0 ? difference : a.count - b.count
  }

  /// True when two rows hold the same bytes.
  @inline(__always)
  public func equals(_ left: Int, _ other: TextColumn, _ right: Int) -> Bool {
    let a = range(left)
    let b = other.range(right)
    guard a.count == b.count else { return false }
    return unsafe bytes.withUnsafeBytes { mine in
      unsafe other.bytes.withUnsafeBytes { theirs in
        unsafe Words.difference(mine, a.lowerBound, theirs, b.lowerBound, a.count) == 0
      }
    }
  }

  /// A hash of a row's bytes, the same on every host and in every process.
  @inline(__always)
  public func hash(_ row: Int) -> UInt64 {
    let range = range(row)
    return unsafe bytes.withUnsafeBytes { unsafe Words.hash($0, range.lowerBound, range.count) }
  }
}

/// Bytes eight at a time: ids are compared and hashed some ten million times a night.
private enum Words {
  @inline(__always)
  static func difference(_ left: UnsafeRawBufferPointer, _ a: Int, _ right: UnsafeRawBufferPointer, _ b: Int, _ count: Int) -> Int {
    var place = 0
    while place + 8 <= count {
      let (x, y) = unsafe (word(left, a + place), word(right, b + place))
      if x != y { return x.byteSwapped < y.byteSwapped ? -1 : 1 }  // as bytes: the first one weighs most
      place += 8
    }
    while place < count {
      let difference = unsafe Int(left[a + place]) - Int(right[b + place])
      if difference != 0 { return difference }
      place += 1
    }
    return 0
  }

  @inline(__always)
  static func hash(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ count: Int) -> UInt64 {
    var hash = 0xcbf2_9ce4_8422_2325 ^ UInt64(truncatingIfNeeded: count)
    var place = 0
    while place + 8 <= count {
      hash = mixed(hash ^ (unsafe word(bytes, start + place)))
      place += 8
    }
    var rest: UInt64 = 0
    while place < count {
      rest = rest << 8 | UInt64(unsafe bytes[start + place])
      place += 1
    }
    return mixed(hash ^ rest)
  }

  /// Little-endian on every host.
  @inline(__always)
  private static func word(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> UInt64 {
    UInt64(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
  }

  @inline(__always)
  private static func mixed(_ value: UInt64) -> UInt64 {
    let (high, low) = value.multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
    return high ^ low
  }
}
