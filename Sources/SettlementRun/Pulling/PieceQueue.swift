import Dispatch
import Synchronization

/// Works on pieces of bytes in their order, on a thread of its own: whoever brings them gets the next one meanwhile.
final class PieceQueue: Sendable {
  private let queue = DispatchQueue(label: "qingfen.pieces")
  private let room = DispatchSemaphore(value: PieceQueue.waiting)
  private let failure = Mutex<(any Error)?>(nil)

  /// So many pieces wait at most, so that their memory stays bounded; whoever brings another one then waits, too.
  private static let waiting = 8

  /// Takes a copy of `piece`, on which `work` is done. Throws what the work on an earlier one threw, and then no more is done.
  func add(_ piece: Span<UInt8>, _ work: @escaping @Sendable ([UInt8]) throws -> Void) throws {
    try throwIfFailed()
    let copy = [UInt8](capacity: piece.count) { copy in for place in piece.indices { copy.append(piece[place]) } }
    room.wait()
    queue.async { [self] in
      defer { room.signal() }
      if failure.withLock({ $0 != nil }) { return }
      do { try work(copy) } catch { failure.withLock { $0 = error } }
    }
  }

  /// Waits until nothing is left to do. Throws what the work threw.
  func finish() throws {
    queue.sync {}
    try throwIfFailed()
  }

  private func throwIfFailed() throws { if let failure = failure.withLock({ $0 }) { throw failure } }
}
