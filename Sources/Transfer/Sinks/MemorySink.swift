import Synchronization

/// Keeps the bytes in memory, for answers and small files; `TransferLimits.maximumBytes` bounds it.
public final class MemorySink: TransferSink {
  private let kept = Mutex<[UInt8]>([])

  public init() {}

  public var bytes: [UInt8] { kept.withLock { $0 } }

  public func take(_ piece: Span<UInt8>) {
    kept.withLock { kept in unsafe piece.withUnsafeBufferPointer { unsafe kept.append(contentsOf: $0) } }
  }

  public func restart() { kept.withLock { $0.removeAll() } }
}
