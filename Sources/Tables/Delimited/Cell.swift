/// One field of an accepted row: a range of ``CSVReader/bytes``, already without quotes and with doubled quotes made single.
///
/// Eight bytes, so that a batch stays in cache; offsets reach 4 GiB, and the reader refuses larger files by name.
@frozen
public struct Cell: Equatable, Sendable {
  public var start: UInt32
  public var length: Int32

  @inlinable
  public init(start: UInt32, length: Int32) {
    self.start = start
    self.length = length
  }

  /// Where the field's bytes are.
  @inlinable
  public var range: Range<Int> { Int(start)..<Int(start) + Int(length) }

  @inlinable
  public var isEmpty: Bool { length == 0 }
}
