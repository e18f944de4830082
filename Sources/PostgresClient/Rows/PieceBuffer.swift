/// Bytes on their way to a sink, which gets them in pieces of at most the buffer's size.
@safe
struct PieceBuffer: ~Copyable {
  typealias Sink = (Span<UInt8>) throws -> Void

  private var bytes: UnsafeMutableBufferPointer<UInt8>
  private var used = 0
  private let sink: Sink

  init(capacity: Int, sink: @escaping Sink) {
    unsafe bytes = .allocate(capacity: capacity)
    self.sink = sink
  }

  deinit { unsafe bytes.deallocate() }

  /// Makes room for `count` bytes: hands on what there is, and grows for a value larger than the whole buffer.
  @inline(__always)
  mutating func reserve(_ count: Int) throws {
    if unsafe count > bytes.count - used { try makeRoom(count) }
  }

  /// Appends one byte. Requires room.
  @inline(__always)
  mutating func append(_ byte: UInt8) {
    unsafe bytes.baseAddress.unsafelyUnwrapped[used] = byte
    used += 1
  }

  /// Appends all of `text`. Requires room.
  @unsafe @inline(__always)
  mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    guard let start = text.baseAddress else { return }
    unsafe (bytes.baseAddress.unsafelyUnwrapped + used).update(from: start, count: text.count)
    used += text.count
  }

  /// Hands what there is to the sink.
  mutating func flush() throws {
    if used > 0 { try sink(unsafe UnsafeBufferPointer(rebasing: bytes[..<used]).span) }
    used = 0
  }

  @inline(never)
  private mutating func makeRoom(_ count: Int) throws {
    try flush()
    guard unsafe count > bytes.count else { return }
    unsafe bytes.deallocate()
    unsafe bytes = .allocate(capacity: count)
  }
}
