import ArgumentParser
import Foundation
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

  @Option(help: "sqlite, or postgres: a ledger in the PostgreSQL of --peers.")
  var ledger = Database.sqlite

  @Option(help: "postgres: the folder that Tests/Peers/start was given.")
  var peers: String?

  @Flag(help: "End when the ledger has committed: nothing is published, nothing checked.")
  var untilCommit = false

  enum Database: String, ExpressibleByArgument, CaseIterable {
    case sqlite, postgres
  }

  func validate() throws {
    if (ledger == .postgres) != (peers != nil) { throw ValidationError("--ledger postgres and --peers FOLDER go together") }
  }

  func run() throws {
    let place = folder ?? "\(NSTemporaryDirectory())qingfen-night-\(ProcessInfo.processInfo.processIdentifier)"
    defer { if !keep { try? FileManager.default.removeItem(atPath: place) } }
    try? FileManager.default.removeItem(atPath: "\(place)/output")
    var generating = StageClock()
    generating.begin("generate")
    try night.generate(into: place)
    generating.end()
    let database = peers.map(BenchLedger.init)
    try database?.make(in: place)
    defer { if !keep { try? database?.drop() } }
    let before = try database?.serverSeconds()
    let redemptions = night.orders * 5 / 2
    let rows = night.orders + 2 * redemptions + Night.refundCount(night.orders)
    let (clock, result) = try settle(place)
    let committed = clock.lap("open-to-commit", from: Stage.reading.rawValue, through: Stage.committing.rawValue)
    let total = clock.laps.last.flatMap { clock.lap("total", from: "open", through: $0.name) }
    for lap in generating.laps + clock.laps + [committed, total].compactMap({ $0 }) { print(Measurement(lap, rows: rows).json) }
    if let database, let before {
      print("{\"stage\":\"ledger-server\",\"cpu_seconds\":\(((try database.serverSeconds() - before) * 1000).rounded() / 1000)}")
    }
    if let result { try NightCheck(night, folder: place).check(result) }
  }

  /// Nil instead of a result when only the time until the commit was asked for.
  private func settle(_ place: String) throws -> (StageClock, SettlementJob.DayResult?) {
    let day = CalendarDay(Night.date)!
    var clock = StageClock()
    var results: [SettlementJob.DayResult] = []
    clock.begin("open")
    let configuration = try Configuration.read(path: "\(place)/qingfen.yaml")
    let job = try SettlementJob(configuration, runDay: Night.date) { stage in
      if untilCommit && stage == .drafting { throw Stopped() }
      clock.begin(stage.rawValue)
    } progress: { _ in
    }
    do {
      _ = try job.run(day...day) { results.append($0) }
    } catch is Stopped {}
    clock.end()
    return (clock, results.first)
  }
}

/// The end of a night that is measured until its commit only.
private struct Stopped: Error {}
