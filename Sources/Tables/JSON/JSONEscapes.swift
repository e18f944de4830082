/// Turns the escapes of a text that was found well-formed into UTF-8.
enum JSONEscapes {
  static func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  /// Appends the text that `escaped` stands for.
  @unsafe
  static func append(_ escaped: UnsafeBufferPointer<UInt8>, to result: inout [UInt8]) {
    var at = 0
    while at < escaped.count {
      let byte = unsafe escaped[at]
      guard byte == UInt8(ascii: "\\") else {
        result.append(byte)
        at += 1
        continue
      }
      switch unsafe escaped[at + 1] {
      case UInt8(ascii: "u"):
        var scalar = unsafe hexUnit(escaped, at + 2)
        at += 6
        if scalar & 0xFC00 == 0xD800 {
          let low = unsafe hexUnit(escaped, at + 2)
          scalar = 0x10000 + ((scalar & 0x3FF) << 10 | low & 0x3FF)
          at += 6
        }
        result.append(contentsOf: UTF8.encode(Unicode.Scalar(scalar)!)!)
        continue
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      default: result.append(unsafe escaped[at + 1])
      }
      at += 2
    }
  }

  @unsafe
  private static func hexUnit(_ escaped: UnsafeBufferPointer<UInt8>, _ start: Int) -> UInt32 {
    var unit: UInt32 = 0
    for at in start..<start + 4 { unit = unsafe unit << 4 | hexDigit(escaped[at])! }
    return unit
  }
}

/// A cheap number of a member's name, so that most different names differ at one glance.
enum JSONName {
  @unsafe @inline(__always)
  static func hash(_ name: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var mixed = UInt64(truncatingIfNeeded: name.count)
    if name.count >= 8 {
      let bytes = unsafe UnsafeRawPointer(name.baseAddress!)
      let head = unsafe bytes.loadUnaligned(as: UInt64.self)
      let tail = unsafe bytes.loadUnaligned(fromByteOffset: name.count - 8, as: UInt64.self)
      mixed ^= head &* 0x9E37_79B9_7F4A_7C15 ^ tail
    } else {
      for place in 0..<name.count { mixed = mixed << 8 | UInt64(unsafe name[place]) }
    }
    return UInt32(truncatingIfNeeded: (mixed &* 0xBF58_476D_1CE4_E5B9) >> 32)
  }
}
