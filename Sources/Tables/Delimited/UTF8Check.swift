/// Strict UTF-8: no overlong form, no surrogate, nothing above U+10FFFF.
enum UTF8Check {
  /// The offset of the first byte in `range` that cannot belong to valid UTF-8, or nil when all is valid.
  ///
  /// ASCII goes eight bytes at a time.
  @unsafe
  static func firstBadByte(_ base: UnsafePointer<UInt8>, _ range: Range<Int>) -> Int? {
    let end = range.upperBound
    var at = range.lowerBound
    while at < end {
      if at + 8 <= end {
        let word = unsafe UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self)
        if word & 0x8080_8080_8080_8080 == 0 {
          at += 8
          continue
        }
      }
      let length = unsafe sequenceLength(base, at, end)
      if length == 0 { return at }
      at += length
    }
    return nil
  }

  /// The length of the valid sequence at `at`, or 0.
  @unsafe @inline(__always)
  private static func sequenceLength(_ base: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Int {
    let lead = unsafe base[at]
    if lead < 0x80 { return 1 }
    guard at + 1 < end else { return 0 }
    let second = unsafe base[at + 1]
    switch lead {
    case 0xC2...0xDF: return second & 0xC0 == 0x80 ? 2 : 0
    case 0xE0...0xEF:
      let low: UInt8 = lead == 0xE0 ? 0xA0 : 0x80
      let high: UInt8 = lead == 0xED ? 0x9F : 0xBF
      guard second >= low, second <= high, at + 2 < end else { return 0 }
      return unsafe base[at + 2] & 0xC0 == 0x80 ? 3 : 0
    case 0xF0...0xF4:
      let low: UInt8 = lead == 0xF0 ? 0x90 : 0x80
      let high: UInt8 = lead == 0xF4 ? 0x8F : 0xBF
      guard second >= low, second <= high, at + 3 < end else { return 0 }
      return unsafe base[at + 2] & 0xC0 == 0x80 && base[at + 3] & 0xC0 == 0x80 ? 4 : 0
    default: return 0
    }
  }
}
