import Foundation
import RuleFiles
import SettlementCore
import SettlementRun
import Testing

/// One folder of Tests/Scenarios: inputs, and for each run day what it must print (see the README there).
struct Scenario: Sendable, CustomStringConvertible {
  let name: String

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Scenarios")

  static let all: [Scenario] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    return names.filter { FileManager.default.fileExists(atPath: root.appendingPathComponent("\($0)/qingfen.yaml").path) }.sorted()
      .map(Scenario.init)
  }()

  var description: String { name }
  var folder: URL { Self.root.appendingPathComponent(name) }

  /// The folders of `expected` in their order: `2026-03-01`, `2026-03-01.again`, …
  var steps: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent("expected").path)) ?? []).sorted()
  }

  /// The business day of a step.
  static func day(_ step: String) -> String { String(step.prefix(10)) }

  /// Runs one step in a copy of the scenario.
  func run(_ step: String, in workplace: Workplace) throws -> ExitCode {
    let arrivals = folder.appendingPathComponent("arrives/\(step)")
    if FileManager.default.fileExists(atPath: arrivals.path) { try workplace.overlay(arrivals) }
    try Self.decide(step, in: workplace.folder)
    if let exit = try Self.rerun(step, in: workplace.folder) { return exit }
    let exit = try workplace.run(Self.day(step))
    try Self.close(step, in: workplace.folder)
    return exit
  }

  /// Records the decisions that stand before a step, file after file.
  static func decide(_ step: String, in folder: URL) throws {
    let lists = folder.appendingPathComponent("decides/\(step)")
    for name in ((try? FileManager.default.contentsOfDirectory(atPath: lists.path)) ?? []).sorted() {
      let configuration = try Configuration.read(path: folder.appendingPathComponent("qingfen.yaml").path)
      _ = try Resolving.record(from: lists.appendingPathComponent(name).path, configuration)
    }
  }

  /// Closes what stands behind a step, row after row, and checks how each closing ends; every day that has run counts as over.
  static func close(_ step: String, in folder: URL) throws {
    guard let list = FileManager.default.contents(atPath: folder.appendingPathComponent("closes/\(step).csv").path) else { return }
    let configuration = try Configuration.read(path: folder.appendingPathComponent("qingfen.yaml").path)
    for line in String(decoding: list, as: UTF8.self).split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let force = cells[2].isEmpty ? nil : PeriodClosing.Force(reason: cells[2], by: cells[3])
      let order = PeriodClosing.Order(
        period: cells[0], partner: cells[1].isEmpty ? nil : cells[1], force: force, yesterday: CalendarDay("2099-12-31")!)
      var exit: Int32 = 64
      do {
        exit = PeriodClosing.exit(try PeriodClosing.close(order, configuration)).rawValue
      } catch is ClosingProblem {}
      #expect(exit == Int32(cells[4]), "\(folder.lastPathComponent), behind \(step): \(line)")
    }
  }

  /// Runs periods again where that is the step, row after row, and returns how the last one ended; nil: the step is a run.
  static func rerun(_ step: String, in folder: URL) throws -> ExitCode? {
    guard let list = FileManager.default.contents(atPath: folder.appendingPathComponent("reruns/\(step).csv").path) else { return nil }
    let configuration = try Configuration.read(path: folder.appendingPathComponent("qingfen.yaml").path)
    var exit = ExitCode.allMatched
    for line in String(decoding: list, as: UTF8.self).split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let order = PeriodRerun.Order(period: cells[0], partner: cells[1].isEmpty ? nil : cells[1], reason: cells[3], by: cells[4])
      let job = try SettlementJob(configuration, from: cells[2] == "archive" ? .archive : .sources, runDay: day(step)) { _ in }
      exit = try job.rerun(order) { _ in }.exit
      #expect(exit.rawValue == Int32(cells[5]), "\(folder.lastPathComponent), \(step): \(line)")
    }
    return exit
  }

  /// Runs all steps, and returns the workplace with what they left.
  func played() throws -> Workplace {
    let workplace = try Workplace(copying: folder)
    for step in steps { _ = try run(step, in: workplace) }
    return workplace
  }

  /// The names of the files of changed lines that a step expects.
  func changes(_ step: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent("expected/\(step)").path)) ?? []
    return names.filter { $0.hasSuffix("-changes.csv") }.sorted()
  }

  func expected(_ step: String, _ file: String) -> String? {
    FileManager.default.contents(atPath: folder.appendingPathComponent("expected/\(step)/\(file)").path).map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}
