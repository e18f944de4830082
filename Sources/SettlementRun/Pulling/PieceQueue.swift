import Dispatch
import Synchronization

/// Works on pieces of bytes in their order, on a thread of its own: whoever brings them gets the next one meanwhile.
final class PieceQueue: Sendable {
  private let queue = DispatchQueue(label: "qingfen.pieces")
  private let room = DispatchSemaphore(value: PieceQueue.waiting)
  private let failure = Mutex<(any Error)?>(nil)

  /// So many pieces wait at most, so that their memory stays bounded; whoever brings another one then waits, too.
  private static let waiting = 8
  /// Bytes of a piece at most; what is longer is cut.
  private static let longest = 1 << 20

  /// Takes a copy of `bytes`, on which `work` is done, in pieces. Throws what the work on earlier ones threw, and then no more is done.
  func add(_ bytes: Span<UInt8>, _ work: @escaping @Sendable ([UInt8]) throws -> Void) throws {
    var rest = bytes
    while !rest.isEmpty {
      try throwIfFailed()
      let piece = rest.extracting(first: Self.longest)
      let copy = [UInt8](capacity: piece.count) { copy in for place in piece.indices { copy.append(piece[place]) } }
      rest = rest.extracting(droppingFirst: piece.count)
      enqueue(copy, work)
    }
  }

  private func enqueue(_ piece: [UInt8], _ work: @escaping @Sendable ([UInt8]) throws -> Void) {
    room.wait()
    queue.async { [self] in
      defer { room.signal() }
      if failure.withLock({ $0 != nil }) { return }
      do { try work(piece) } catch { failure.withLock { $0 = error } }
    }
  }

  /// Waits until nothing is left to do. Throws what the work threw.
  func finish() throws {
    queue.sync {}
    try throwIfFailed()
  }

  private func throwIfFailed() throws { if let failure = failure.withLock({ $0 }) { throw failure } }
}
