import CZlib

/// Decompresses a gzip stream of one or more members as it arrives. libcurl would take a stream that is cut for whole.
@safe final class Inflation {
  private let stream: UnsafeMutablePointer<z_stream>
  private let output = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 16)
  /// After a member, when no other has begun.
  private(set) var isAtEnd = false

  init() throws(Fault) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    unsafe output.initialize(repeating: 0)
    if unsafe inflate_begin_gzip(stream) != Z_OK { throw .brokenCompression }
  }

  deinit {
    unsafe inflateEnd(stream)  // refuses only a stream that never began
    unsafe stream.deallocate()
    unsafe output.deallocate()
  }

  /// Hands what `piece` decompresses to, to `take`, in pieces of up to 64 KiB.
  func take(_ piece: Span<UInt8>, _ take: (Span<UInt8>) throws(Fault) -> Void) throws(Fault) {
    try unsafe piece.withUnsafeBufferPointer { input throws(Fault) in
      unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
      unsafe stream.pointee.avail_in = UInt32(input.count)
      repeat {
        if isAtEnd { try beginMember() }
        let count = try step()
        if count > 0 { try unsafe take(output.span.extracting(first: count)) }
      } while unsafe stream.pointee.avail_in > 0 || stream.pointee.avail_out == 0 && !isAtEnd
    }
  }

  /// Fills `output`; the number of its bytes.
  private func step() throws(Fault) -> Int {
    unsafe stream.pointee.next_out = output.baseAddress
    unsafe stream.pointee.avail_out = UInt32(output.count)
    switch unsafe inflate(stream, Z_NO_FLUSH) {
    case Z_STREAM_END: isAtEnd = true
    case Z_OK, Z_BUF_ERROR: break  // the second: no progress was possible, more input is needed
    default: throw .brokenCompression
    }
    return unsafe output.count - Int(stream.pointee.avail_out)
  }

  private func beginMember() throws(Fault) {
    isAtEnd = false
    if unsafe inflateReset(stream) != Z_OK { throw .brokenCompression }
  }
}
