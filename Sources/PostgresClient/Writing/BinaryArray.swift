/// Values of one type in a row, as PostgreSQL takes them in its binary form: the elements of an array parameter.
public struct BinaryArray: Sendable {
  public let type: PostgresType
  private(set) var bytes: [UInt8] = []
  public private(set) var count = 0
  private var hasNull = false

  /// Requires `bigint` or `text`, which are the types that ``append(_:)`` writes.
  public init(of type: PostgresType) { self.type = type }

  @inline(__always)
  public mutating func append(_ value: Int64) {
    bytes.appendBigEndian(Int32(8))
    bytes.appendBigEndian(value)
    count += 1
  }

  @inline(__always)
  public mutating func append(_ text: some Collection<UInt8>) {
    bytes.appendBigEndian(Int32(text.count))
    bytes.append(contentsOf: text)
    count += 1
  }

  public mutating func appendNull() {
    bytes.appendBigEndian(Int32(-1))
    hasNull = true
    count += 1
  }

  /// The bytes of the first element; nil for NULL. Requires one.
  var first: [UInt8]? {
    let count = bytes[..<4].reduce(into: UInt32(0)) { $0 = $0 << 8 | UInt32($1) }
    return count == .max ? nil : Array(bytes[4..<4 + Int(count)])
  }

  /// One dimension from 1.
  var arrayBytes: [UInt8] {
    var array: [UInt8] = []
    array.reserveCapacity(bytes.count + 20)
    array.appendBigEndian(Int32(count == 0 ? 0 : 1))
    array.appendBigEndian(Int32(hasNull ? 1 : 0))
    array.appendBigEndian(Int32(bitPattern: type.oid))
    if count == 0 { return array }
    array.appendBigEndian(Int32(count))
    array.appendBigEndian(Int32(1))
    return array + bytes
  }
}

extension PostgresType {
  public static let text = PostgresType(oid: 25)

  /// The type of an array of this one; requires `bigint` or `text`.
  var array: PostgresType { PostgresType(oid: self == .text ? 1009 : 1016) }
}

extension [UInt8] {
  @inline(__always)
  mutating func appendBigEndian(_ value: some FixedWidthInteger) {
    unsafe Swift.withUnsafeBytes(of: value.bigEndian) { unsafe append(contentsOf: $0) }
  }
}
