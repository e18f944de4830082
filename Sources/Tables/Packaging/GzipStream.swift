import CZlib

/// A gzip file being unpacked (RFC 1952): every member's length and CRC are checked by zlib.
@safe
final class GzipStream: ByteStream {
  private let packed: any ByteStream
  private let name: String
  private let stream: UnsafeMutablePointer<z_stream>
  private var input = [UInt8](repeating: 0, count: 1 << 16)
  private var inputStart = 0
  private var inputEnd = 0
  private var inflation = InflationGuard()
  /// Between two members, or at the end.
  private var isBetweenMembers = false
  private var isAtEnd = false

  init(_ packed: any ByteStream, name: String) throws(TableError) {
    self.packed = packed
    self.name = name
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    guard unsafe inflate_begin_gzip(stream) == Z_OK else { throw failure("memory to unpack it", "none") }
  }

  deinit {
    _ = unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  @unsafe
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    while !isAtEnd {
      if inputStart == inputEnd {
        inputStart = 0
        inputEnd = try packed.fill(&input, from: 0)
        if inputEnd == 0 {
          guard isBetweenMembers else { throw failure("a whole gzip file", "one that is cut") }
          isAtEnd = true
          break
        }
      }
      if isBetweenMembers {
        guard unsafe inflateReset(stream) == Z_OK else { throw failure("a gzip file", "a damaged one") }
        isBetweenMembers = false
      }
      let count = try unsafe inflate(into: buffer)
      if count > 0 { return count }
    }
    return 0
  }

  @unsafe
  private func inflate(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    let space = min(buffer.count, 1 << 20)
    let available = inputEnd - inputStart
    let status = unsafe input.withUnsafeMutableBufferPointer { input in
      unsafe stream.pointee.next_in = input.baseAddress! + inputStart
      unsafe stream.pointee.avail_in = UInt32(available)
      unsafe stream.pointee.next_out = buffer.baseAddress!.assumingMemoryBound(to: UInt8.self)
      unsafe stream.pointee.avail_out = UInt32(space)
      return unsafe CZlib.inflate(stream, Z_NO_FLUSH)
    }
    let used = unsafe available - Int(stream.pointee.avail_in)
    let made = unsafe space - Int(stream.pointee.avail_out)
    inputStart += used
    // Z_BUF_ERROR: nothing could be done with what was there, which is no error by itself.
    guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
      let words = unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "zlib's error \(status)"
      throw failure("an undamaged gzip file", words)
    }
    if let wrong = inflation.count(packed: used, unpacked: made) { throw failure(wrong.expected, wrong.found) }
    if status == Z_STREAM_END { isBetweenMembers = true }
    return made
  }

  private func failure(_ expected: String, _ found: String) -> TableError {
    TableError(file: name, field: "file", expected: expected, found: found)
  }
}
