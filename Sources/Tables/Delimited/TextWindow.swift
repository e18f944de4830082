import Glibc

/// The part of a text that is in memory: rows are taken from its start, and it is filled up behind them.
struct TextWindow {
  /// Text stands in `bytes[position..<filled]`.
  var bytes: [UInt8]
  var position = 0
  private(set) var filled = 0
  private(set) var isAtEnd = false
  /// Where `bytes` begins in the text.
  private(set) var offset = 0
  let text: TextStream
  private static let firstSize = 1 << 18
  /// Twice the longest row, so that every row that is not too long fits.
  static let size = 2 * TableLimits.rowBytes

  init(_ text: TextStream) {
    self.text = text
    bytes = [UInt8](repeating: 0, count: Self.firstSize)
  }

  /// True when the window cannot take more although no row ends in it.
  var isFull: Bool { position == 0 && filled + 4 > bytes.count && bytes.count >= Self.size }

  /// Moves what is left to the start and fills up; grows when nothing was taken.
  mutating func refill() throws(TableError) {
    if position == 0 && filled + 4 > bytes.count { bytes.append(contentsOf: repeatElement(0, count: min(bytes.count, Self.size))) }
    moveToStart()
    let before = filled
    filled = try text.fill(&bytes, from: filled)
    isAtEnd = filled == before || filled + 4 <= bytes.count
  }

  /// Gives the bytes to a batch and goes on with the batch's old ones.
  mutating func hand(over other: inout [UInt8]) {
    let left = filled - position
    if other.count < max(left, Self.firstSize) {
      other = [UInt8](repeating: 0, count: max(bytes.count, Self.firstSize))
    }
    for place in 0..<left { other[place] = bytes[position + place] }
    swap(&bytes, &other)
    forgetBefore(left)
  }

  /// Lets go everything that was not taken.
  mutating func drop() { position = filled }

  /// Where `byte` stands first in `bytes[range]`, or the range's end.
  static func first(_ byte: UInt8, in bytes: UnsafePointer<UInt8>, _ range: Range<Int>) -> Int {
    guard let found = unsafe memchr(bytes + range.lowerBound, Int32(byte), range.count) else { return range.upperBound }
    return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(bytes)
  }

  private mutating func moveToStart() {
    guard position > 0 else { return }
    let left = filled - position
    for place in 0..<left { bytes[place] = bytes[position + place] }
    forgetBefore(left)
  }

  private mutating func forgetBefore(_ left: Int) {
    offset += position
    text.forget(before: offset)
    position = 0
    filled = left
  }
}
