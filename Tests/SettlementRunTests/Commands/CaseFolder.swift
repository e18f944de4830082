import Foundation
import LedgerStore
import RuleFiles
import SettlementCore
import Testing

@testable import SettlementRun

/// A scenario's inputs in a folder of their own, which goes away with the value.
final class CaseFolder {
  let path: String

  static let scenarios = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Scenarios").path

  /// The names of all scenarios, ascending.
  static let names: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: scenarios)) ?? []
    return names.filter { FileManager.default.fileExists(atPath: "\(scenarios)/\($0)/qingfen.yaml") }.sorted()
  }()

  init(_ scenario: String) throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("qingfen-\(UUID().uuidString)").path
    try FileManager.default.copyItem(atPath: "\(Self.scenarios)/\(scenario)", toPath: path)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func read(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"))) }

  func write(_ text: String, to name: String) throws {
    let url = URL(fileURLWithPath: "\(path)/\(name)")
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func change(_ name: String, _ old: String, _ new: String) throws {
    let text = try read(name)
    try #require(text.contains(old), "\(name) has no '\(old)'")
    try write(text.replacingOccurrences(of: old, with: new), to: name)
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(path)/\(name)") }

  /// The days that the scenario runs, in their order; `again` when a day is run once more.
  var days: [(day: CalendarDay, name: String)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(path)/expected")) ?? []
    return names.sorted().compactMap { name in CalendarDay(String(name.prefix(10))).map { ($0, name) } }
  }

  func configuration() throws -> Configuration { try Configuration.read(path: "\(path)/qingfen.yaml") }

  /// Runs the scenario's days in this process, the first so many or all, with what arrives between.
  func settle(days count: Int = .max) throws {
    let files = FileManager.default
    for (day, name) in days.prefix(count) {
      let arrives = "\(path)/arrives/\(name)"
      for file in files.subpaths(atPath: arrives) ?? [] where !isFolder("\(arrives)/\(file)") {
        try write(String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(arrives)/\(file)")), as: UTF8.self), to: file)
      }
      try Scenario.decide(name, in: URL(fileURLWithPath: path))
      if try Scenario.rerun(name, in: URL(fileURLWithPath: path)) != nil { continue }
      _ = try SettlementJob(try configuration(), runDay: "\(day)") { _ in }.run(day...day) { _ in }
      try Scenario.close(name, in: URL(fileURLWithPath: path))
    }
  }

  private func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }
}
