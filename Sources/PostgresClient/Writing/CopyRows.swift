/// Rows for a COPY in binary form, in the making: each column as the table's type wants it.
public struct CopyRows: Sendable {
  /// The rows so far; hand them on and ``clear()``.
  public private(set) var bytes: [UInt8] = []
  public private(set) var count = 0
  private let columns: Int16

  public init(columns: Int) { self.columns = Int16(columns) }

  public mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  /// Forgets the rows and keeps the memory.
  public mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    count = 0
  }

  /// Begins a row; the columns follow in their order, each by one of the calls below.
  @inline(__always)
  public mutating func begin() {
    bytes.appendBigEndian(columns)
    count += 1
  }

  @inline(__always)
  public mutating func null() { bytes.appendBigEndian(Int32(-1)) }

  /// `bigint`.
  @inline(__always)
  public mutating func long(_ value: Int64) {
    bytes.appendBigEndian(Int32(8))
    bytes.appendBigEndian(value)
  }

  /// `integer`.
  @inline(__always)
  public mutating func integer(_ value: Int32) {
    bytes.appendBigEndian(Int32(4))
    bytes.appendBigEndian(value)
  }

  /// `smallint`.
  @inline(__always)
  public mutating func short(_ value: Int16) {
    bytes.appendBigEndian(Int32(2))
    bytes.appendBigEndian(value)
  }

  @inline(__always)
  public mutating func boolean(_ value: Bool) {
    bytes.appendBigEndian(Int32(1))
    bytes.append(value ? 1 : 0)
  }

  /// `text`, in UTF-8.
  @inline(__always)
  public mutating func text(_ value: some Collection<UInt8>) {
    bytes.appendBigEndian(Int32(value.count))
    bytes.append(contentsOf: value)
  }

  /// `bigint[]`.
  public mutating func longs(_ values: some Collection<Int64>) {
    var array = BinaryArray(of: .bigint)
    for value in values { array.append(value) }
    let whole = array.arrayBytes
    bytes.appendBigEndian(Int32(whole.count))
    bytes.append(contentsOf: whole)
  }
}
