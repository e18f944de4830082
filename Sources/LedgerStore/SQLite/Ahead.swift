import Dispatch
import Synchronization

/// A value that another thread makes meanwhile.
final class Ahead<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)
  private let isMade = DispatchSemaphore(value: 0)

  init(_ make: @escaping @Sendable () -> Value) {
    DispatchQueue.global(qos: .userInitiated).async { [self] in
      let made = make()
      value.withLock { $0 = made }
      isMade.signal()
    }
  }

  /// Waits for the value. Once only.
  func take() -> Value {
    isMade.wait()
    return value.withLock { $0.take()! }
  }
}
