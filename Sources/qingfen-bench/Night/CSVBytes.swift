/// The bytes of a CSV file in the making: digits and letters straight into the buffer, no text per field.
struct CSVBytes {
  private(set) var bytes: [UInt8]
  private(set) var lines = 0

  init(header: StaticString, capacity: Int) {
    bytes = []
    bytes.reserveCapacity(capacity)
    text("\(header)".utf8)
    bytes.append(0x0A)
  }

  /// Without a header: pieces of a file, or of a line.
  init() { bytes = [] }

  /// Hands over what was written so far.
  mutating func take() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  mutating func text(_ text: some Collection<UInt8>) { bytes.append(contentsOf: text) }

  mutating func comma() { bytes.append(0x2C) }

  mutating func endLine() {
    bytes.append(0x0A)
    lines += 1
  }

  /// With leading zeros to `width` digits.
  mutating func number(_ value: Int, width: Int) {
    var divisor = 1
    for _ in 1..<width { divisor *= 10 }
    var rest = value
    while divisor > 0 {
      bytes.append(UInt8(0x30 + rest / divisor % 10))
      rest %= divisor
      divisor /= 10
    }
  }

  /// Yuan and fen from fen.
  mutating func amount(_ fen: Int) {
    var width = 1
    var reach = 10
    while reach <= fen / 100 { (width, reach) = (width + 1, reach * 10) }
    number(fen / 100, width: width)
    bytes.append(0x2E)
    number(fen % 100, width: 2)
  }

  /// Sixteen hexadecimal digits.
  mutating func hexadecimal(_ value: UInt64) {
    for shift in stride(from: 60, through: 0, by: -4) {
      let digit = UInt8(truncatingIfNeeded: value >> UInt64(shift)) & 15
      bytes.append(digit < 10 ? 0x30 + digit : 0x37 + digit)
    }
  }

  /// `T08:15:30+08:00`, after a date.
  mutating func time(_ second: Int, on date: [UInt8]) {
    text(date)
    bytes.append(0x54)
    clock(second)
    text("+08:00".utf8)
  }

  /// `08:15:30`.
  mutating func clock(_ second: Int) {
    number(second / 3600, width: 2)
    bytes.append(0x3A)
    number(second / 60 % 60, width: 2)
    bytes.append(0x3A)
    number(second % 60, width: 2)
  }
}
