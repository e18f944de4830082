/// Writes RFC 4180 text into a byte buffer: UTF-8, comma, LF line ends, quotes only around a comma, quote, CR or LF.
///
/// Append every field of a row, then ``endRow()``. When ``bytes`` is large enough, hand it on with ``takeBytes()`` and go on
/// appending. Requires text without NUL bytes, which no CSV reader accepts.
public struct CSVWriter: Sendable {
  /// What was written since the last ``takeBytes()``.
  public private(set) var bytes: [UInt8]
  private let columns: Int
  private var column = 0

  /// Starts with the header row; `capacity` bytes are reserved.
  public init(header: [String], capacity: Int = 1 << 16) {
    precondition(!header.isEmpty)
    columns = header.count
    bytes = []
    bytes.reserveCapacity(capacity)
    for name in header { append(text: name) }
    endRow()
  }

  /// Appends text of our own making.
  public mutating func append(text: String) {
    var text = text
    text.withUTF8 { unsafe appendField($0, guarded: false) }
  }

  /// Appends text of our own making that stands in `bytes` at `range`.
  public mutating func append(text bytes: [UInt8], _ range: Range<Int>) {
    unsafe bytes.withUnsafeBufferPointer { unsafe appendField(UnsafeBufferPointer(rebasing: $0[range]), guarded: false) }
  }

  /// Appends text of our own making.
  public mutating func append(text: Span<UInt8>) {
    unsafe text.withUnsafeBufferPointer { unsafe appendField($0, guarded: false) }
  }

  /// Appends text that came from outside: a leading `= + - @ TAB CR` gets a leading `'`, so that no spreadsheet runs it (SPEC §10).
  public mutating func append(outside text: String) {
    var text = text
    text.withUTF8 { unsafe appendField($0, guarded: true) }
  }

  /// Appends text from outside that stands in `bytes` at `range`; see ``append(outside:)-(String)``.
  public mutating func append(outside bytes: [UInt8], _ range: Range<Int>) {
    unsafe bytes.withUnsafeBufferPointer { unsafe appendField(UnsafeBufferPointer(rebasing: $0[range]), guarded: true) }
  }

  /// Appends text from outside; see ``append(outside:)-(String)``.
  public mutating func append(outside text: Span<UInt8>) {
    unsafe text.withUnsafeBufferPointer { unsafe appendField($0, guarded: true) }
  }

  /// Appends a whole number.
  public mutating func append(integer: Int64) {
    append(minorUnits: integer, exponent: 0)
  }

  /// Appends an exact decimal: `minorUnits` divided by 10 to the power of `exponent` (0 to 18), all digits: -5 and 2 give `-0.05`.
  public mutating func append(minorUnits: Int64, exponent: Int) {
    precondition((0...18).contains(exponent))
    startField()
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { digits in
      // From the last digit to the first; at least one digit stands before the point.
      var rest = minorUnits.magnitude
      var at = 24
      var written = 0
      repeat {
        if written == exponent && exponent > 0 {
          at -= 1
          unsafe digits[at] = UInt8(ascii: ".")
        }
        at -= 1
        let (tens, digit) = rest.quotientAndRemainder(dividingBy: 10)
        unsafe digits[at] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
        rest = tens
        written += 1
      } while rest > 0 || written <= exponent
      if minorUnits < 0 {
        at -= 1
        unsafe digits[at] = UInt8(ascii: "-")
      }
      unsafe bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[at..<24]))
    }
  }

  /// Ends the row; requires exactly one field per column of the header.
  public mutating func endRow() {
    precondition(column == columns, "a row of \(column) fields under a header of \(columns)")
    column = 0
    bytes.append(Byte.lineFeed)
  }

  /// Writes a blank line in place of a row: readers skip it, and the rows behind it keep their line numbers.
  public mutating func skipRow() {
    precondition(column == 0, "a row has begun")
    bytes.append(Byte.lineFeed)
  }

  /// Hands over what was written and goes on with an empty buffer of the same capacity; call it between rows or at the end.
  public mutating func takeBytes() -> [UInt8] {
    var taken: [UInt8] = []
    taken.reserveCapacity(bytes.capacity)
    swap(&taken, &bytes)
    return taken
  }

  /// Forgets what was written, once the caller has stored it, and keeps the buffer.
  public mutating func removeWritten() {
    bytes.removeAll(keepingCapacity: true)
  }

  @inline(__always)
  private mutating func startField() {
    if column > 0 { bytes.append(Byte.comma) }
    column += 1
  }

  @unsafe @inline(__always)
  private mutating func appendField(_ text: UnsafeBufferPointer<UInt8>, guarded: Bool) {
    startField()
    let needsGuard = unsafe guarded && Self.startsFormula(text)
    var special = false
    for index in 0..<text.count {
      let byte = unsafe text[index]
      special = special || byte == Byte.comma || byte == Byte.quote || byte == Byte.lineFeed || byte == Byte.carriageReturn
    }
    if special {
      unsafe appendQuoted(text, guarded: needsGuard)
    } else if text.isEmpty && columns == 1 {
      // Without quotes the row would be a blank line, which is no row.
      bytes.append(Byte.quote)
      bytes.append(Byte.quote)
    } else {
      if needsGuard { bytes.append(UInt8(ascii: "'")) }
      unsafe bytes.append(contentsOf: text)
    }
  }

  @unsafe
  private mutating func appendQuoted(_ text: UnsafeBufferPointer<UInt8>, guarded: Bool) {
    bytes.append(Byte.quote)
    if guarded { bytes.append(UInt8(ascii: "'")) }
    for index in 0..<text.count {
      let byte = unsafe text[index]
      if byte == Byte.quote { bytes.append(Byte.quote) }
      bytes.append(byte)
    }
    bytes.append(Byte.quote)
  }

  @unsafe @inline(__always)
  private static func startsFormula(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard !text.isEmpty else { return false }
    switch unsafe text[0] {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D: return true
    default: return false
    }
  }
}
