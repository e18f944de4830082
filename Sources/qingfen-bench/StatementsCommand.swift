import ArgumentParser
import Foundation
import Tables

/// What a partner's statements look like: the same options and seed give the same texts.
struct StatementOptions: ParsableArguments {
  @Option(help: "Lines of each statement; a workbook has 1,000,000 at most.")
  var rows = 1_000_000

  @Option(help: "Seed of everything random.")
  var seed: UInt64 = 1

  func validate() throws {
    guard (1...50_000_000).contains(rows) else { throw ValidationError("--rows is at least 1 and at most 50000000") }
  }
}

/// `qingfen-bench statements`: how fast a partner's statement becomes typed columns, as CSV in UTF-8, as CSV in GB18030 and as a workbook.
struct StatementsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "statements", abstract: "Writes one statement in three formats, reads each and prints a JSON line per format.")

  @OptionGroup var options: StatementOptions

  @Option(help: "Where the statements are written. Default: a temporary folder.")
  var folder: String?

  @Flag(help: "Keep the folder; statements that are there already are not written again.")
  var keep = false

  func run() throws {
    let place = folder ?? "\(NSTemporaryDirectory())qingfen-statements-\(ProcessInfo.processInfo.processIdentifier)"
    defer { if !keep { try? FileManager.default.removeItem(atPath: place) } }
    let sample = StatementSample(options)
    for format in StatementFormat.allCases {
      if !FileManager.default.fileExists(atPath: format.path(in: place)) { try write(format, into: place) }
      var clock = StageClock()
      clock.begin(format.rawValue)
      let found = try StatementTotals(reading: format, in: place)
      clock.end()
      let rows = format.rows(options)
      for lap in clock.laps { print(Measurement(lap, rows: rows).json) }
      let expected = sample.totals(rows: rows)
      guard found == expected else { throw ValidationError("\(format.rawValue): expected \(expected), found \(found)") }
    }
  }

  /// In a process of its own, so that its memory is not counted.
  private func write(_ format: StatementFormat, into place: String) throws {
    let child = Process()
    child.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    child.arguments = [
      "generate-statement", "--rows", "\(options.rows)", "--seed", "\(options.seed)", "--folder", place, "--format", format.rawValue,
    ]
    try child.run()
    child.waitUntilExit()
    guard child.terminationStatus == 0 else { throw ExitCode(child.terminationStatus) }
  }
}

/// `qingfen-bench generate-statement`: writes one statement and nothing else.
struct GenerateStatementCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate-statement", abstract: "Writes a partner's statement into a folder.")

  @OptionGroup var options: StatementOptions

  @Option(help: "csv, csv-gb18030 or xlsx.")
  var format: StatementFormat

  @Option(help: "Where to; made when it does not exist.")
  var folder: String

  func run() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try StatementSample(options).write(format, to: format.path(in: folder), temporaryFolder: folder)
  }
}
