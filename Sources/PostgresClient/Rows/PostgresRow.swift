import CPostgres

/// One row, valid while its consumer looks at it. Values are the server's text in UTF-8.
@safe
public struct PostgresRow: ~Copyable {
  private let result: OpaquePointer
  private let row: Int32

  init(result: OpaquePointer, row: Int32) {
    unsafe self.result = result
    self.row = row
  }

  @inline(__always)
  public func isNull(_ column: Int) -> Bool {
    unsafe PQgetlength(result, row, Int32(column)) == 0 && PQgetisnull(result, row, Int32(column)) == 1
  }

  /// Calls `body` with the bytes of a value; NULL has none, like an empty text.
  @inline(__always)
  public func withBytes<Result, Failure: Error>(
    _ column: Int, _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(unsafe bytes(column).span)
  }

  /// The value as a string; `nil` for NULL.
  public func text(_ column: Int) -> String? {
    isNull(column) ? nil : unsafe String(decoding: bytes(column), as: UTF8.self)
  }

  @unsafe @inline(__always)
  func bytes(_ column: Int) -> UnsafeBufferPointer<UInt8> {
    let start = unsafe UnsafeRawPointer(PQgetvalue(result, row, Int32(column))!).assumingMemoryBound(to: UInt8.self)
    return unsafe UnsafeBufferPointer(start: start, count: Int(PQgetlength(result, row, Int32(column))))
  }
}
