/// Takes the bytes of one transfer as they arrive.
///
/// Called on one thread at a time, which may not be the caller's. A sink whose transfer failed holds pieces of an incomplete file: drop them.
public protocol TransferSink: AnyObject, Sendable {
  /// The next piece, in order; valid during the call only. An error ends this transfer with kind `local` and the error as its cause.
  func take(_ piece: Span<UInt8>) throws
  /// Forget every piece: the file comes again from its first byte.
  func restart() throws
}
