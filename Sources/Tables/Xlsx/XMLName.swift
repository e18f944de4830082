/// An element's or attribute's name during a callback, compared without its namespace prefix and without making a `String`.
@safe
struct XMLName {
  private let local: UnsafePointer<CChar>

  init(_ name: UnsafePointer<CChar>) {
    var start = unsafe name
    var at = unsafe name
    // Names are short: a loop is quicker than a call.
    while unsafe at.pointee != 0 {
      if unsafe at.pointee == 0x3A { unsafe start = at + 1 }
      unsafe at += 1
    }
    unsafe local = start
  }

  @inline(__always)
  static func == (name: XMLName, text: StaticString) -> Bool {
    // The text ends in NUL, as every name does.
    for at in 0...text.utf8CodeUnitCount where unsafe name.local[at] != CChar(bitPattern: text.utf8Start[at]) { return false }
    return true
  }
}

/// An element's attributes during a callback.
@safe
struct XMLAttributes {
  private let pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>

  init(_ pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>) { unsafe self.pairs = pairs }

  /// Calls `body` with every name and value.
  @inline(__always)
  func visit(_ body: (XMLName, XMLValue) -> Void) {
    var at = 0
    while let name = unsafe pairs[at], let value = unsafe pairs[at + 1] {
      body(unsafe XMLName(name), unsafe XMLValue(value))
      at += 2
    }
  }

  /// The value of the first attribute with this local name.
  subscript(_ name: StaticString) -> XMLValue? {
    var at = 0
    while let candidate = unsafe pairs[at], let value = unsafe pairs[at + 1] {
      if unsafe XMLName(candidate) == name { return unsafe XMLValue(value) }
      at += 2
    }
    return nil
  }
}

/// An attribute's value during a callback.
@safe
struct XMLValue {
  private let start: UnsafePointer<CChar>

  init(_ start: UnsafePointer<CChar>) { unsafe self.start = start }

  var text: String { unsafe String(cString: start) }

  var isTrue: Bool { self == "1" || self == "true" }

  @inline(__always)
  static func == (value: XMLValue, text: StaticString) -> Bool {
    for at in 0...text.utf8CodeUnitCount where unsafe value.start[at] != CChar(bitPattern: text.utf8Start[at]) { return false }
    return true
  }

  /// The whole number 0 to 999,999,999 that this is, digits only.
  var number: Int? {
    var result = 0
    var at = 0
    while case let byte = unsafe UInt8(bitPattern: start[at]), byte != 0 {
      guard byte >= 0x30 && byte <= 0x39 && at < 9 else { return nil }
      result = result * 10 + Int(byte - 0x30)
      at += 1
    }
    return at > 0 ? result : nil
  }

  /// The 0-based column and 1-based row of a reference like `AB12`, within Excel's limits.
  var cellReference: (column: Int, row: Int)? {
    var column = 0
    var at = 0
    while case let byte = unsafe UInt8(bitPattern: start[at]), byte >= 0x41 && byte <= 0x5A {
      guard at < 3 else { return nil }
      column = column * 26 + Int(byte - 0x40)
      at += 1
    }
    guard at > 0, let row = unsafe XMLValue(start + at).number else { return nil }
    return (1...XlsxLimits.columns).contains(column) && (1...XlsxLimits.rows).contains(row) ? (column - 1, row) : nil
  }

  /// The same of a text.
  static func cellReference(_ text: String) -> (column: Int, row: Int)? {
    unsafe text.withCString { unsafe XMLValue($0).cellReference }
  }
}
