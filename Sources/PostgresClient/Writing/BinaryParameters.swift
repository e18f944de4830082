/// The parameters `$1`, `$2`, … of a prepared statement in PostgreSQL's binary form, bound from left to right.
public struct BinaryParameters: Sendable {
  private(set) var types: [PostgresType] = []
  private(set) var values: [[UInt8]?] = []

  public init() {}

  public mutating func integer(_ value: Int64?) {
    types.append(.bigint)
    values.append(
      value.map {
        var bytes: [UInt8] = []
        bytes.appendBigEndian($0)
        return bytes
      })
  }

  public mutating func text(_ value: some Collection<UInt8>) {
    types.append(.text)
    values.append(Array(value))
  }

  /// The first element of an array alone.
  public mutating func first(of array: BinaryArray) {
    types.append(array.type)
    values.append(array.first)
  }

  public mutating func array(_ array: BinaryArray) {
    types.append(array.type.array)
    values.append(array.arrayBytes)
  }
}
