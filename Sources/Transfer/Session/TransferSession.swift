import Dispatch
import Synchronization

/// Fetches files over HTTPS, SFTP, FTPS and from disk; keeps connections open between calls.
///
/// Calls may come from several threads. They block until their transfers ended, and one that fails never disturbs the others.
public final class TransferSession: Sendable {
  private let clock: TransferClock
  private let isCancelled: @Sendable () -> Bool
  private let idle = Mutex<[Lane]>([])

  /// `isCancelled` is asked at least every 500 ms, from any thread; once true, every transfer ends with kind `cancelled`.
  public init(clock: TransferClock = .system, isCancelled: @escaping @Sendable () -> Bool = { false }) {
    self.clock = clock
    self.isCancelled = isCancelled
  }

  /// Fetches every file, at most `width` at once, on two threads; the results are in the order of the files.
  ///
  /// A transfer that waits for its next attempt lets others go first.
  public func fetch(
    _ files: [(request: FileRequest, sink: any TransferSink)], width: Int
  ) -> [Result<TransferReceipt, TransferFailure>] {
    precondition(width > 0)
    let queue = TransferQueue(files)
    let lanes = min(2, width, files.count)
    DispatchQueue.concurrentPerform(iterations: lanes) { lane in
      work(on: queue, slots: width / lanes + (lane < width % lanes ? 1 : 0))
    }
    return queue.results
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

  private func work(on queue: TransferQueue, slots: Int) {
    do throws(CurlRefusal) {
      let lane = try takeLane()
      do throws(CurlRefusal) {
        try lane.work(on: queue, slots: slots)
      } catch {
        return lane.abandon(queue, .library(error))
      }
      idle.withLock { $0.append(lane) }
    } catch {
      while let (place, _) = queue.next() { queue.fail(place, .library(error)) }
    }
  }

  private func takeLane() throws(CurlRefusal) -> Lane {
    if let lane = idle.withLock({ $0.popLast() }) { return lane }
    return try Lane(clock: clock, isCancelled: isCancelled)
  }
}
