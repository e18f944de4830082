import Dispatch
import Synchronization

/// Does the same work for several places side by side and returns the results in their order; the first error by place is thrown.
func inParallel<Result: Sendable>(_ count: Int, _ work: @escaping @Sendable (Int) throws -> Result) throws -> [Result] {
  let results = Mutex([Swift.Result<Result, any Error>?](repeating: nil, count: count))
  DispatchQueue.concurrentPerform(iterations: count) { place in
    let result = Swift.Result { try work(place) }
    results.withLock { $0[place] = result }
  }
  return try results.withLock { try $0.map { try $0!.get() } }
}

/// How many parts of a night are worked on side by side. The outputs do not depend on it.
let parallelParts = 2
