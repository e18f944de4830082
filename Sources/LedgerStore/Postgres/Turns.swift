import Dispatch

/// The value is there no more.
struct Closed: Error {}

/// A value that several threads use in turns.
final class Turns<Value>: @unchecked Sendable {
  // Only the queue's one block at a time touches it.
  private var value: Value?
  private let queue = DispatchQueue(label: "turns")

  init(_ value: Value) { self.value = value }

  /// Throws what `body` throws, and `Closed`.
  func take<Result>(_ body: (Value) throws -> Result) throws -> Result {
    try queue.sync {
      guard let value else { throw Closed() }
      return try body(value)
    }
  }

  /// Lets go of the value, after whose turn it is.
  func close() { queue.sync { value = nil } }
}
