/// Fetches files over HTTPS, SFTP, FTPS and from disk; keeps connections open between calls.
///
/// Calls may come from several threads. They block until their transfers ended, and never throw for one of several.
public final class TransferSession: Sendable {
  let clock: TransferClock
  let isCancelled: @Sendable () -> Bool

  /// `isCancelled` is asked at least every 500 ms, from any thread; once true, every transfer ends with kind `cancelled`.
  public init(clock: TransferClock = .system, isCancelled: @escaping @Sendable () -> Bool = { false }) {
    self.clock = clock
    self.isCancelled = isCancelled
  }

  /// Fetches every file, at most `width` at once, on two threads; the results are in the order of the files.
  public func fetch(
    _ files: [(request: FileRequest, sink: any TransferSink)], width: Int
  ) -> [Result<TransferReceipt, TransferFailure>] {
    fatalError("not written yet")
  }

  /// Fetches one file into `sink`.
  public func fetch(_ request: FileRequest, into sink: any TransferSink) throws(TransferFailure) -> TransferReceipt {
    try fetch([(request, sink)], width: 1)[0].get()
  }

  /// Fetches one answer into memory.
  public func fetch(_ request: FileRequest) throws(TransferFailure) -> (receipt: TransferReceipt, bytes: [UInt8]) {
    let sink = MemorySink()
    let receipt = try fetch(request, into: sink)
    return (receipt, sink.bytes)
  }
}
