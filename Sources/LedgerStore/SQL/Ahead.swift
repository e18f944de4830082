import Dispatch
import Synchronization

/// A value that another thread makes meanwhile, whatever the other threads are doing: a queue of its own never waits for one of theirs.
final class Ahead<Value: Sendable>: Sendable {
  private let made = Mutex<Value?>(nil)
  private let making = DispatchGroup()

  init(_ make: @escaping @Sendable () -> Value) {
    DispatchQueue(label: "ahead").async(group: making) { [self] in
      let value = make()
      made.withLock { $0 = value }
    }
  }

  /// Waits for it.
  var value: Value {
    making.wait()
    return made.withLock { $0! }
  }

  /// Waits for it and lets go of it. Once only, and last.
  func take() -> Value {
    making.wait()
    return made.withLock { $0.take()! }
  }
}
