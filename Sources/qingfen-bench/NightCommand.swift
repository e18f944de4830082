import ArgumentParser
import Foundation
import Logging
import RuleFiles
import SettlementCore
import SettlementRun

/// `qingfen-bench night`: a generated night through the real job on an empty ledger.
struct NightCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "night", abstract: "Generates a night, settles it on an empty ledger and prints a JSON line per stage.")

  @OptionGroup var night: NightOptions

  @Option(help: "Where the night is written. Default: a temporary folder. Its ledger and output are removed first.")
  var folder: String?

  @Flag(help: "Keep the folder.")
  var keep = false

  func run() throws {
    let place = folder ?? "\(NSTemporaryDirectory())qingfen-night-\(ProcessInfo.processInfo.processIdentifier)"
    defer { if !keep { try? FileManager.default.removeItem(atPath: place) } }
    try? FileManager.default.removeItem(atPath: "\(place)/output")
    let generated = try generate(into: place)
    let redemptions = night.orders * 5 / 2
    let rows = night.orders + 2 * redemptions + Night.refundCount(night.orders)
    print(Measurement("generate", rows: rows, seconds: generated, peak: 0).json)
    let (clock, result) = try settle(place)
    for lap in clock.laps { print(Measurement(lap.name, rows: rows, seconds: lap.seconds, peak: lap.peak).json) }
    let (first, last) = (Stage.reading.rawValue, Stage.committing.rawValue)
    let peak = clock.laps.map(\.peak).max() ?? 0
    print(Measurement("open-to-commit", rows: rows, seconds: clock.seconds(from: first, through: last), peak: peak).json)
    print(Measurement("total", rows: rows, seconds: clock.laps.reduce(0) { $0 + $1.seconds }, peak: peak).json)
    try NightCheck(night, folder: place).check(result)
  }

  /// In a process of its own, so that its memory is not counted. Seconds.
  private func generate(into place: String) throws -> Double {
    let start = ContinuousClock.now
    let child = Process()
    child.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    child.arguments = ["generate", "--orders", "\(night.orders)", "--seed", "\(night.seed)", "--partners", "\(night.partners)", "--folder", place]
    try child.run()
    child.waitUntilExit()
    guard child.terminationStatus == 0 else { throw ExitCode(child.terminationStatus) }
    return StageClock.seconds(ContinuousClock.now - start)
  }

  private func settle(_ place: String) throws -> (StageClock, SettlementJob.DayResult) {
    let day = CalendarDay(Night.date)!
    var clock = StageClock()
    var results: [SettlementJob.DayResult] = []
    clock.begin("open")
    let configuration = try Configuration.read(path: "\(place)/qingfen.yaml")
    let job = try SettlementJob(configuration, log: Logger(label: "qingfen-bench"), runDay: Night.date, stage: { clock.begin($0.rawValue) }) { _ in }
    _ = try job.run(day...day) { results.append($0) }
    clock.end()
    return (clock, results[0])
  }
}
