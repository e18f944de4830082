import DurableFiles
import Foundation
import Logging
import SettlementCore
import SettlementRun
import Synchronization

/// What a person or a scheduler sees: results on stdout, everything else on stderr.
enum Terminal {
  /// Set once, before anything is said.
  static let format = Mutex(LogFormat.text)

  static var logger: Logger { Logger(label: "qingfen") { _ in LineLog(format: format.withLock { $0 }) } }

  /// Writes a result to stdout. Throws `FileFailure` when that cannot be written to, so that a cut result never looks like a whole one.
  static func result(_ text: String) throws { try result(Array(text.utf8)) }

  static func result(_ bytes: [UInt8]) throws {
    _ = fflush(nil)  // the lines of days that were printed before come first
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { unsafe write(STDOUT_FILENO, $0.baseAddress! + written, $0.count - written) }
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        throw FileFailure(operation: "write", path: "standard output", code: errno)
      }
    }
  }

  static func error(_ text: String, _ metadata: Logger.Metadata = [:]) { logger.error("\(text)", metadata: metadata) }

  static func say(_ text: String, _ metadata: Logger.Metadata = [:]) { logger.info("\(text)", metadata: metadata) }

  /// True where a line may be overwritten by the next one.
  static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 && !isForMachines }

  static var isForMachines: Bool { format.withLock { $0 } == .json }
}

/// Progress on stderr: each step at once on a terminal and for machines, otherwise one line each ten seconds.
final class Progress {
  private var last = ContinuousClock.now

  func say(_ text: String) { Terminal.say(text) }

  func step(_ text: String) {
    if Terminal.isInteractive {
      StandardStreams.tell("\r\u{1B}[K\(text)")
    } else if ContinuousClock.now - last >= .seconds(10) || Terminal.isForMachines {
      last = .now
      Terminal.say(text)
    }
  }

  func end() { if Terminal.isInteractive { StandardStreams.tell("\r\u{1B}[K") } }
}

/// The business day before the present one.
enum BusinessClock {
  static func yesterday(zone identifier: String) -> CalendarDay {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(identifier: identifier) ?? .gmt
    let today = calendar.dateComponents([.year, .month, .day], from: Date())
    return CalendarDay(year: today.year!, month: today.month!, day: today.day!)!.adding(days: -1)
  }
}

/// The result of one day in a few lines on stdout.
enum DayReport {
  private static func metadata(_ result: SettlementJob.DayResult) -> Logger.Metadata {
    var metadata: Logger.Metadata = ["day": "\(result.day)"]
    if let run = result.run { metadata["run"] = "\(run)" }
    return metadata
  }

  static func print(_ result: SettlementJob.DayResult, output: String) {
    if Terminal.isInteractive { StandardStreams.tell("\r\u{1B}[K") }
    var metadata = metadata(result)
    for problem in result.problems { Terminal.error(problem, metadata) }
    let line = line(result, output)
    Swift.print(line)
    metadata["exit"] = "\(result.exit.rawValue)"
    if Terminal.isForMachines { Terminal.say(line, metadata) }
  }

  private static func line(_ result: SettlementJob.DayResult, _ output: String) -> String {
    guard let run = result.run else { return "\(result.day): nothing posted, exit \(result.exit.rawValue)" }
    var line = "\(run)\(result.inputsOf.map { " (inputs of \($0))" } ?? ""): "
    if let figures = result.summary {
      line += "\(figures.orders) orders, \(figures.redemptions) redemptions, \(figures.refunds) refunds, \(figures.groups) posting groups"
      if figures.rejected > 0 { line += ", \(figures.rejected) rejected rows" }
      let open = figures.discrepancies.filter { $0.state == "open" }
      if !open.isEmpty { line += "; open: " + open.map { "\($0.count) \($0.kind)" }.joined(separator: ", ") }
    }
    if result.isRehearsed {
      return line + (result.isRepublished ? " (nothing new)" : "")
        + "; dry run, nothing was written, a run would exit \(result.exit.rawValue)"
    }
    if result.isRepublished { line += " (nothing new, published as before)" }
    return "\(line) → \(output)/\(result.day)"
  }
}
