/// Numbers the few different names of a column, in the order of their first sight.
struct NameNumbers: Sendable {
  private(set) var names: [String] = []
  private var bytes: [UInt8] = []
  private var ends: [Int] = [0]
  private var slots = [Int32](repeating: -1, count: 64)
  private var last = -1

  init(_ names: [String] = []) {
    for name in names { _ = number(Array(name.utf8).span, 0..<name.utf8.count) }
  }

  /// The number of the name in `source[range]`, or −1 when it has none.
  @inline(__always)
  mutating func find(_ source: Span<UInt8>, _ range: Range<Int>) -> Int32 {
    if last >= 0 && equals(last, source, range) { return Int32(truncatingIfNeeded: last) }
    return search(source, range, entering: false)
  }

  /// The number of the name in `source[range]`, which gets the next one when it is new.
  @inline(__always)
  mutating func number(_ source: Span<UInt8>, _ range: Range<Int>) -> Int32 {
    if last >= 0 && equals(last, source, range) { return Int32(truncatingIfNeeded: last) }
    return search(source, range, entering: true)
  }

  @inline(never)
  private mutating func search(_ source: Span<UInt8>, _ range: Range<Int>, entering: Bool) -> Int32 {
    var slot = Self.hash(source, range) & (slots.count - 1)
    while slots[slot] >= 0 {
      if equals(Int(slots[slot]), source, range) {
        last = Int(slots[slot])
        return slots[slot]
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    guard entering else { return -1 }
    last = names.count
    slots[slot] = Int32(last)
    for place in range { bytes.append(source[place]) }
    ends.append(bytes.count)
    names.append(String(decoding: bytes[ends[last]...], as: UTF8.self))
    if names.count * 2 > slots.count { grow() }
    return Int32(last)
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for number in names.indices {
      var slot = Self.hash(bytes.span, ends[number]..<ends[number + 1]) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(number)
    }
  }

  @inline(__always)
  private func equals(_ number: Int, _ source: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let start = ends[number]
    guard ends[number + 1] - start == range.count else { return false }
    for place in 0..<range.count where bytes[start + place] != source[range.lowerBound + place] { return false }
    return true
  }

  @inline(__always)
  private static func hash(_ source: Span<UInt8>, _ range: Range<Int>) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for place in range { hash = (hash ^ UInt64(source[place])) &* 0x0000_0100_0000_01b3 }
    return Int(truncatingIfNeeded: hash ^ (hash >> 32))
  }
}
