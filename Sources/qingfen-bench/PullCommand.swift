import ArgumentParser
import Foundation
import RuleFiles
import SettlementCore
import SettlementRun

/// `qingfen-bench pull`: how fast inputs come from servers on this machine, those that `Tests/Peers/start` runs.
struct PullCommand: ParsableCommand {
  enum Source: String, ExpressibleByArgument, CaseIterable {
    /// The night's orders, redemptions and refunds from PostgreSQL, into the archive and into columns.
    case postgres
    /// Twenty statement files over HTTPS into the archive.
    case https
  }
  static let configuration = CommandConfiguration(
    commandName: "pull", abstract: "Pulls a night from PostgreSQL, or large statements over HTTPS, and prints a JSON line per stage.")

  @OptionGroup var night: NightOptions

  @Option(help: "postgres or https.")
  var from: Source

  @Option(help: "The folder that Tests/Peers/start was given.")
  var peers: String

  @Option(help: "https: megabytes of each file.")
  var megabytes = 50

  func run() throws {
    let place = "\(NSTemporaryDirectory())qingfen-pull-\(ProcessInfo.processInfo.processIdentifier)"
    defer { try? FileManager.default.removeItem(atPath: place) }
    switch from {
    case .postgres: try postgres(place)
    case .https: try https(place)
    }
  }

  private func postgres(_ place: String) throws {
    try night.generate(into: place)
    let shop = BenchShop(peers: peers)
    try shop.load(place)
    defer { try? shop.drop() }
    let password = try shop.role.password
    unsafe _ = setenv(BenchShop.password, password, 1)
    try shop.configure(place, Catalogue(partners: night.partners))
    var clock = StageClock()
    let job = try job(place) { stage in
      if stage == .takingIn { throw Stopped() }
      clock.begin(stage == .pulling ? Self.toArchive : Self.toColumns)
    }
    let day = CalendarDay(Night.date)!
    var problems: [String] = []
    do {
      _ = try job.run(day...day) { problems = $0.problems }
      throw ValidationError((["the night did not come into columns"] + problems).joined(separator: "\n"))
    } catch is Stopped {}
    clock.end()
    let rows = night.orders + night.orders * 5 / 2 + Night.refundCount(night.orders)
    let both = clock.lap("pull-to-columns", from: Self.toArchive, through: Self.toColumns)
    for lap in clock.laps + [both].compactMap({ $0 }) { print(Measurement(lap, rows: rows).json) }
  }

  private static let toArchive = "pull-to-archive"
  private static let toColumns = "archive-to-columns"

  private func https(_ place: String) throws {
    let files = BenchStatements(peers: peers, partners: Catalogue(partners: night.partners).partners, bytes: megabytes * 1_000_000)
    try files.publish()
    defer { files.remove() }
    try files.configure(place)
    let job = try job(place) { _ in }
    var clock = StageClock()
    clock.begin("download")
    let day = CalendarDay(Night.date)!
    var failed: [String] = []
    _ = try job.pull(day...day) { _, inputs in failed = inputs.filter(\.isLacking).map(\.words) }
    clock.end()
    guard failed.isEmpty else { throw ValidationError(failed.joined(separator: "\n")) }
    let bytes = files.total
    for lap in clock.laps {
      print(
        "{\"stage\":\"download\",\"files\":\(night.partners),\"bytes\":\(bytes),\"seconds\":\(lap.seconds),\"cpu_seconds\":\(lap.cpu),"
          + "\"megabytes_per_second\":\(Int(Double(bytes) / lap.seconds / 1e6)),\"peak_memory_bytes\":\(lap.peak)}")
    }
  }

  private func job(_ place: String, _ stage: @escaping (Stage) throws -> Void) throws -> SettlementJob {
    try SettlementJob(
      try Configuration.read(path: "\(place)/qingfen.yaml"), runDay: Night.date, stage: stage
    ) { _ in
    }
  }
}

/// The end of a pull that is measured until its columns only.
private struct Stopped: Error {}

func write(_ text: String, to path: String) throws {
  try FileManager.default.createDirectory(atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
  try Data(text.utf8).write(to: URL(fileURLWithPath: path))
}
