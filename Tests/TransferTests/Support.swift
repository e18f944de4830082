import Foundation
import Synchronization
import Testing

@testable import Transfer

/// Monotonic time that passes by itself and jumps when somebody sleeps; random numbers from a list; a fixed date.
final class FakeTime: Sendable {
  private let state: Mutex<(slept: Duration, sleeps: [Duration], random: [UInt64])>
  /// 2026-03-01T00:00:00Z
  static let wall: Int64 = 1_772_323_200_000

  /// `random` repeats its last number; the largest one makes every wait as long as it can be.
  init(random: [UInt64] = [.max]) { state = Mutex((.zero, [], random)) }

  var slept: Duration { state.withLock { $0.slept } }

  var clock: TransferClock {
    TransferClock(
      monotonic: { TransferClock.system.monotonic() + self.slept },
      sleep: { pause in
        self.state.withLock { state in
          state.slept += pause
          state.sleeps.append(pause)
        }
      },
      wallMilliseconds: { Self.wall },
      random: { self.state.withLock { $0.random.count > 1 ? $0.random.removeFirst() : $0.random[0] } })
  }
}

/// Keeps what it is given and counts how often it had to start again; may throw, or do something, at a number of bytes.
final class KeepingSink: TransferSink {
  struct Full: Error, CustomStringConvertible { var description: String { "the disk is full" } }

  private let state = Mutex<(bytes: [UInt8], restarts: Int)>(([], 0))
  private let isFull: @Sendable (Int) throws -> Void

  init(_ at: @escaping @Sendable (Int) throws -> Void = { _ in }) { isFull = at }

  var bytes: [UInt8] { state.withLock { $0.bytes } }
  /// A comparison whose failure does not print the bytes.
  func holds(_ file: [UInt8]) -> Bool { bytes == file }
  var restarts: Int { state.withLock { $0.restarts } }

  func take(_ piece: Span<UInt8>) throws {
    let count = state.withLock { state in
      unsafe piece.withUnsafeBufferPointer { unsafe state.bytes.append(contentsOf: $0) }
      return state.bytes.count
    }
    try isFull(count)
  }

  func restart() {
    state.withLock { state in
      state.bytes = []
      state.restarts += 1
    }
  }
}

/// `count` bytes that no shift, gap or repetition leaves alike.
func content(_ count: Int, version: UInt64 = 1) -> [UInt8] {
  var random = SplitMix64(seed: version)
  let words = (0..<count / 8 + 1).map { _ in random.next() }
  return unsafe words.withUnsafeBytes { unsafe Array($0.prefix(count)) }
}

/// How a request fails, on a clock that does not wait; its URL is shown as `URL`, because ports and folders change.
func failure(
  _ request: FileRequest, _ sink: KeepingSink = KeepingSink(), clock: TransferClock = FakeTime().clock
) -> (text: String, kind: TransferFailure.Kind?, attempts: Int) {
  do {
    _ = try TransferSession(clock: clock).fetch(request, into: sink)
    return ("no failure", nil, 0)
  } catch {
    let url = (try? Address(request.url))?.shown ?? request.url
    return (error.description.replacing(url, with: "URL"), error.kind, error.attempts)
  }
}

/// A folder that goes away with the value.
final class Scratch {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "transfer-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: URL(filePath: "\(path)/\(name)"))
    return "\(path)/\(name)"
  }
}
