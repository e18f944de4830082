import CPostgres

/// All rows of one answer in PostgreSQL's binary form.
@safe
public final class PostgresRows: @unchecked Sendable {
  // A result is never changed once it is there, so threads may read it side by side.
  private let result: OpaquePointer
  /// How many rows there are.
  public let count: Int
  public let columnCount: Int
  /// Rows that an INSERT, UPDATE or DELETE touched.
  public let touched: Int

  /// Owns `result` from here on.
  init(_ result: OpaquePointer) {
    unsafe self.result = result
    count = unsafe Int(PQntuples(result))
    columnCount = unsafe Int(PQnfields(result))
    touched = unsafe Int(String(cString: PQcmdTuples(result))) ?? 0
  }

  deinit { unsafe PQclear(result) }

  @inline(__always)
  public func isNull(_ row: Int, _ column: Int) -> Bool { unsafe PQgetisnull(result, Int32(row), Int32(column)) == 1 }

  /// True for a column of type `text`.
  public func isText(_ column: Int) -> Bool { unsafe PQftype(result, Int32(column)) == PostgresType.text.oid }

  /// A whole number of any width, or a truth value as 1 or 0; 0 for NULL.
  @inline(__always)
  public func integer(_ row: Int, _ column: Int) -> Int64 {
    let bytes = unsafe bytes(row, column)
    return switch bytes.count {
    case 8: unsafe Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
    case 4: unsafe Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
    case 2: unsafe Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self)))
    case 1: unsafe Int64(bytes[0])
    default: 0
    }
  }

  /// The bytes of a text; none for NULL.
  @inline(__always)
  public func withText<Result, Failure: Error>(
    _ row: Int, _ column: Int, _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let bytes = unsafe bytes(row, column)
    return try body(unsafe bytes.bindMemory(to: UInt8.self).span)
  }

  /// The text; empty for NULL.
  public func text(_ row: Int, _ column: Int) -> String { unsafe String(decoding: bytes(row, column), as: UTF8.self) }

  /// Calls `body` with every element of an array of `bigint` without NULLs, counted from 1; nil when it is none.
  public func withIntegers(_ row: Int, _ column: Int, _ body: (Int64) -> Void) -> Void? {
    let bytes = unsafe bytes(row, column)
    func word(_ place: Int) -> Int32 { unsafe Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int32.self)) }
    guard bytes.count >= 12, word(8) == Int32(PostgresType.bigint.oid) else { return nil }
    if word(0) == 0 { return () }
    guard word(0) == 1, word(16) == 1, bytes.count == 20 + Int(word(12)) * 12 else { return nil }
    for place in stride(from: 24, to: bytes.count, by: 12) {
      body(unsafe Int64(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int64.self)))
    }
    return ()
  }

  @unsafe @inline(__always)
  private func bytes(_ row: Int, _ column: Int) -> UnsafeRawBufferPointer {
    let start = unsafe UnsafeRawPointer(PQgetvalue(result, Int32(row), Int32(column))!)
    return unsafe UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, Int32(row), Int32(column))))
  }
}
