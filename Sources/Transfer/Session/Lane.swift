import CCurl

/// A thread's share of the work: a few transfers at once over connections that stay open.
///
/// Used by one thread at a time: the one that took it from the session's pool.
final class Lane: @unchecked Sendable {
  /// A file of a queue, by its place there.
  private struct Work {
    let place: Int
    let transfer: FileTransfer
  }

  private let multi: MultiHandle
  private let clock: TransferClock
  private let isCancelled: @Sendable () -> Bool
  /// By the identity of libcurl's handle.
  private var active: [Int: (work: Work, attempt: Attempt)] = [:]
  /// Between two attempts; these hold no slot.
  private var waiting: [(work: Work, due: Duration)] = []

  /// Longest time between two looks at the request to stop.
  private static let patience = Duration.milliseconds(500)

  init(clock: TransferClock, isCancelled: @escaping @Sendable () -> Bool) throws(CurlRefusal) {
    multi = try MultiHandle()
    self.clock = clock
    self.isCancelled = isCancelled
  }

  /// Works on files of `queue`, `slots` at once, until none is left. When it throws, `abandon` and never use this lane again.
  func work(on queue: TransferQueue, slots: Int) throws(CurlRefusal) {
    while true {
      if isCancelled() { return try stop(queue) }
      while active.count < slots, let work = nextWork(queue) { try start(work, queue) }
      if active.isEmpty && waiting.isEmpty { return }
      let pause = max(.zero, min(Self.patience, (waiting.map(\.due).min() ?? .seconds(1 << 40)) - clock.monotonic()))
      if active.isEmpty {
        clock.sleep(pause)
      } else {
        try multi.perform()
        let ended = try endFinished(queue)
        if !ended { try multi.poll(milliseconds: Int32(pause.milliseconds)) }
      }
    }
  }

  /// A transfer whose wait is over, else a new one.
  private func nextWork(_ queue: TransferQueue) -> Work? {
    let now = clock.monotonic()
    if let index = waiting.firstIndex(where: { $0.due <= now }) { return waiting.remove(at: index).work }
    while let (place, file) = queue.next() {
      do {
        let transfer = try FileTransfer(file.request, file.sink, clock: clock, isCancelled: isCancelled)
        return Work(place: place, transfer: transfer)
      } catch {
        queue.fail(place, error)
      }
    }
    return nil
  }

  private func start(_ work: Work, _ queue: TransferQueue) throws(CurlRefusal) {
    let attempt: Attempt
    do { attempt = try work.transfer.begin() } catch { return take(work.transfer.fail(error), of: work, queue) }
    try multi.add(attempt.easy)
    active[attempt.easy.id] = (work, attempt)
  }

  /// Whether any had ended.
  private func endFinished(_ queue: TransferQueue) throws(CurlRefusal) -> Bool {
    var any = false
    while let (id, result) = multi.nextEnded() {
      guard let (work, attempt) = active.removeValue(forKey: id) else { continue }
      try multi.remove(attempt.easy)
      take(work.transfer.end(attempt, result), of: work, queue)
      any = true
    }
    return any
  }

  private func take(_ step: FileTransfer.Step, of work: Work, _ queue: TransferQueue) {
    switch step {
    case .ended(let result): queue.finish(work.place, result)
    case .again(let due): waiting.append((work, due))
    }
  }

  private func stop(_ queue: TransferQueue) throws(CurlRefusal) {
    for (_, attempt) in active.values { try multi.remove(attempt.easy) }
    abandon(queue, .cancelled)
  }

  /// Ends every transfer of this lane, and those nobody has begun, with `fault`.
  func abandon(_ queue: TransferQueue, _ fault: Fault) {
    for work in active.values.map(\.work) + waiting.map(\.work) { take(work.transfer.give(up: fault), of: work, queue) }
    active = [:]
    waiting = []
    while let (place, _) = queue.next() { queue.fail(place, fault) }
  }
}
