import Foundation
import Glibc

/// How long each stage took, and the most memory the process had in it.
struct StageClock {
  struct Lap {
    let name: String
    let seconds: Double
    /// Of all threads: what a loaded machine does not stretch.
    let cpu: Double
    let peak: Int
  }
  private(set) var laps: [Lap] = []
  private var current: (name: String, since: ContinuousClock.Instant, cpu: Double)?

  /// Ends the stage that runs, and begins another; a stage that is begun twice has two laps.
  mutating func begin(_ name: String) {
    end()
    Self.forgetPeak()
    current = (name, .now, Self.processorSeconds())
  }

  mutating func end() {
    guard let (name, since, cpu) = current else { return }
    let used = Self.processorSeconds() - cpu
    laps.append(Lap(name: name, seconds: Self.seconds(ContinuousClock.now - since), cpu: used, peak: Self.peakMemory()))
    current = nil
  }

  /// From the beginning of one stage to the end of another, both included, as one lap; nil when they are not there.
  func lap(_ name: String, from first: String, through last: String) -> Lap? {
    guard let from = laps.firstIndex(where: { $0.name == first }), let to = laps.lastIndex(where: { $0.name == last }) else { return nil }
    let part = laps[from...to]
    return Lap(
      name: name, seconds: part.reduce(0) { $0 + $1.seconds }, cpu: part.reduce(0) { $0 + $1.cpu }, peak: part.map(\.peak).max() ?? 0)
  }

  static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
  }

  private static func processorSeconds() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// The kernel's `VmHWM`, in bytes.
  private static func peakMemory() -> Int {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return 0 }
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return (Int(line.split(separator: " ").dropLast().last ?? "") ?? 0) * 1024
  }

  /// Starts a new peak (proc(5), clear_refs). Where that is not allowed, peaks are those of the process so far.
  private static func forgetPeak() {
    guard let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") else { return }
    try? file.write(contentsOf: Data("5".utf8))
    try? file.close()
  }
}
