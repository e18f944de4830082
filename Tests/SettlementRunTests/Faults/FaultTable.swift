import Foundation
import Testing

/// How trials of one kind of fault ended: what `Tests/run` prints as its table.
struct FaultCount {
  var runs = 0
  var lost = 0
  var wrong = 0
  var resumed = 0

  /// Counts a trial: the shop behind its resume against the undisturbed one. Records an issue for what differs.
  mutating func take(_ found: Footprint, _ expected: Footprint, _ what: @autoclosure () -> String) {
    let (lost, wrong) = found.difference(from: expected)
    runs += 1
    self.lost += lost.isEmpty ? 0 : 1
    self.wrong += wrong.isEmpty ? 0 : 1
    resumed += lost.isEmpty && wrong.isEmpty ? 1 : 0
    if !lost.isEmpty || !wrong.isEmpty {
      Issue.record("\(what()): lost \(lost.prefix(5)), otherwise \(wrong.prefix(5))")
    }
  }

  /// Counts a trial that could not even be resumed.
  mutating func fail(_ what: String, _ error: any Error) {
    runs += 1
    lost += 1
    Issue.record("\(what): not resumed: \(error)")
  }

  /// Adds a line to the table in the folder that `QINGFEN_FAULT_TABLE` names, if it does.
  func tell(_ fault: String) { FaultTable.add("\(fault)\t\(runs)\t\(lost)\t\(wrong)\t\(resumed)") }
}

enum FaultTable {
  /// A fault that could not be tried here.
  static func skip(_ fault: String, because reason: String) { add("\(fault)\tskipped: \(reason)") }

  fileprivate static func add(_ line: String) {
    guard let folder = ProcessInfo.processInfo.environment["QINGFEN_FAULT_TABLE"] else { return }
    let path = "\(folder)/faults.tsv"
    if !FileManager.default.fileExists(atPath: path) { _ = FileManager.default.createFile(atPath: path, contents: nil) }
    let descriptor = unsafe open(path, O_WRONLY | O_APPEND)  // one write a line: lines of tests side by side do not mix
    defer { close(descriptor) }
    let bytes = Array("\(line)\n".utf8)
    let written = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    if written != bytes.count { Issue.record("\(path) cannot be written") }
  }
}
