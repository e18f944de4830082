import ArgumentParser
import Dispatch
import Foundation
import Reports
import RuleFiles
import SettlementCore
import SettlementRun
import Synchronization

/// `qingfen-bench workbooks`: the statements of a night with full detail, written on both cores, read back, and held against bare C.
struct WorkbooksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "workbooks",
    abstract: "Writes every partner's statement of a night, reads them back, and writes the same cells with two bare C programs.")

  @OptionGroup var night: NightOptions

  @Option(help: "Where the night is written. Default: a temporary folder. Its ledger and output are removed first.")
  var folder: String?

  @Flag(help: "Keep the folder; a kept night of the same options is taken as it is.")
  var keep = false

  @Option(help: "Instead of all partners' statements, one of so many lines, put together from theirs.")
  var lines: Int?

  @Option(help: "How often it is measured, turn and turn about.")
  var rounds = 1

  func run() throws {
    let place = folder ?? "\(NSTemporaryDirectory())qingfen-workbooks-\(ProcessInfo.processInfo.processIdentifier)"
    defer { if !keep { try? FileManager.default.removeItem(atPath: place) } }
    if !FileManager.default.fileExists(atPath: "\(place)/output/ledger.sqlite") { try settle(place) }
    var statements = try NewestDrafts.statements(try Configuration.read(path: "\(place)/qingfen.yaml"))
    if let lines { statements = [try LargePartner.statement(of: lines, from: statements)] }
    let temporary = "\(place)/workbooks"
    for _ in 0..<max(1, rounds) {
      try? FileManager.default.removeItem(atPath: temporary)
      try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
      try measure(statements, temporary)
    }
    try? FileManager.default.removeItem(atPath: temporary)
  }

  private func settle(_ place: String) throws {
    try night.generate(into: place)
    let job = try SettlementJob(try Configuration.read(path: "\(place)/qingfen.yaml"), runDay: Night.date) {
      if $0 == .drafting { throw Stopped() }
    } progress: { _ in
    }
    let day = CalendarDay(Night.date)!
    do { _ = try job.run(day...day) { _ in } } catch is Stopped {}
  }

  private func measure(_ statements: [PartnerStatement], _ temporary: String) throws {
    let order = statements.indices.sorted { statements[$0].lines.count > statements[$1].lines.count }
    var clock = StageClock()
    clock.begin("write")
    let written = try sideBySide(order.count) { turn in
      try StatementWorkbook.writeUnread(
        statements[order[turn]], to: "\(temporary)/\(order[turn]).xlsx", temporaryFolder: temporary)
    }
    clock.begin("read-back")
    _ = try sideBySide(written.count) { try written[$0].verify() }
    clock.end()
    let cells = written.reduce(0) { $0 + $1.cells }
    for book in written { try FileManager.default.removeItem(atPath: book.path) }
    let bare = try Yardstick(in: temporary).measure(statements)
    for lap in clock.laps {
      print(
        "{\"stage\":\"\(lap.name)\",\"workbooks\":\(written.count),\"lines\":\(statements.reduce(0) { $0 + $1.lines.count }),\"cells\":\(cells),"
          + "\"seconds\":\(rounded(lap.seconds)),\"cpu_seconds\":\(rounded(lap.cpu)),\"cells_per_second\":\(Int(Double(cells) / lap.seconds)),"
          + "\"peak_memory_bytes\":\(lap.peak)}")
    }
    print(
      "{\"stage\":\"two-bare-c\",\"cells\":\(bare.cells),\"seconds\":\(rounded(bare.seconds)),\"cpu_seconds\":\(rounded(bare.processor)),"
        + "\"cells_per_second\":\(bare.speed)}")
    let wall = Double(cells) / clock.laps[0].seconds / Double(bare.speed)
    let processor = Double(cells) / clock.laps[0].cpu / (Double(bare.cells) / bare.processor)
    print("{\"stage\":\"ratio\",\"percent\":\(rounded(wall * 100)),\"percent_of_cpu\":\(rounded(processor * 100))}")
    if lines != nil { print("{\"stage\":\"sheets\",\"names\":\"\(written[0].sheetNames.joined(separator: ", "))\"}") }
  }

  private func rounded(_ number: Double) -> Double { (number * 1000).rounded() / 1000 }

  /// The results of work on both cores, in the order of the places; the first one is begun first.
  private func sideBySide<Result: Sendable>(_ count: Int, _ work: @escaping @Sendable (Int) throws -> Result) throws -> [Result] {
    let results = Mutex([Swift.Result<Result, any Error>?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { place in
      let result = Swift.Result { try work(place) }
      results.withLock { $0[place] = result }
    }
    return try results.withLock { try $0.map { try $0!.get() } }
  }
}

/// The end of a night that is settled for its statements only.
private struct Stopped: Error {}
