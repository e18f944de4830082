/// A column of short texts in one buffer: no allocation per row. Texts compare as bytes (SPEC §4).
public struct TextColumn: Sendable {
  /// All texts one behind the other; row `i` is `bytes[ends[i-1]..<ends[i]]`.
  public private(set) var bytes: [UInt8] = []
  public private(set) var ends: [Int] = []

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
    ends.append(bytes.count)
  }

  public mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
    ends.append(bytes.count)
  }

  /// Appends a row of another column.
  public mutating func append(_ row: Int, of other: TextColumn) {
    bytes.append(contentsOf: other.bytes[other.range(row)])
    ends.append(bytes.count)
  }

  /// The place of a row in `bytes`.
  @inline(__always)
  public func range(_ row: Int) -> Range<Int> { (row == 0 ? 0 : ends[row - 1])..<ends[row] }

  public subscript(row: Int) -> String { String(decoding: bytes[range(row)], as: UTF8.self) }

  /// Below zero, zero or above: as the bytes of row `left` compare to those of a row of another column.
  public func compare(_ left: Int, _ other: TextColumn, _ right: Int) -> Int {
    let a = range(left)
    let b = other.range(right)
    var place = 0
    while place < a.count && place < b.count {
      let difference = Int(bytes[a.lowerBound + place]) - Int(other.bytes[b.lowerBound + place])
      if difference != 0 { return difference }
      place += 1
    }
    return a.count - b.count
  }

  /// True when two rows hold the same bytes.
  @inline(__always)
  public func equals(_ left: Int, _ other: TextColumn, _ right: Int) -> Bool {
    let a = range(left)
    let b = other.range(right)
    guard a.count == b.count else { return false }
    for place in 0..<a.count where bytes[a.lowerBound + place] != other.bytes[b.lowerBound + place] { return false }
    return true
  }

  /// A hash of a row's bytes, the same on every host and in every process.
  @inline(__always)
  public func hash(_ row: Int) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for place in range(row) { hash = (hash ^ UInt64(bytes[place])) &* 0x0000_0100_0000_01b3 }
    hash ^= hash >> 32
    hash = hash &* 0x9e37_79b9_7f4a_7c15
    return hash ^ (hash >> 29)
  }
}
