import DurableFiles
import Foundation
import RuleFiles
import SettlementCore

@testable import SettlementRun

/// A folder of its own with everything that a run reads and writes, removed with the value.
final class Workplace {
  let folder: URL

  /// An empty folder, or a copy of one; among temporary files, or elsewhere.
  init(copying source: URL? = nil, in parent: URL = FileManager.default.temporaryDirectory) throws {
    folder = parent.appendingPathComponent("settlement-run-\(UUID().uuidString)")
    if let source {
      try FileManager.default.copyItem(at: source, to: folder)
    } else {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var output: URL { folder.appendingPathComponent("output") }

  func write(_ text: String, to path: String) throws {
    let file = folder.appendingPathComponent(path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func text(_ path: String) -> String? {
    FileManager.default.contents(atPath: folder.appendingPathComponent(path).path).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Puts the files of another folder over this one's.
  func overlay(_ source: URL) throws {
    for path in try Self.files(source) {
      try write(String(decoding: try Data(contentsOf: source.appendingPathComponent(path)), as: UTF8.self), to: path)
    }
  }

  func configuration(_ file: String = "qingfen.yaml") throws -> Configuration { try Configuration.read(path: "\(folder.path)/\(file)") }

  // MARK: Runs

  func job(_ day: String = "2026-03-01", configuration file: String = "qingfen.yaml", isRehearsal: Bool = false) throws -> SettlementJob {
    let configuration = try Configuration.read(path: "\(folder.path)/\(file)")
    return try SettlementJob(configuration, isRehearsal: isRehearsal, runDay: day) { _ in }
  }

  /// Runs business days as the command does, each call a job of its own; returns how it ended.
  @discardableResult
  func run(_ first: String, through last: String? = nil, configuration file: String = "qingfen.yaml") throws -> ExitCode {
    try job(first, configuration: file).run(CalendarDay(first)!...CalendarDay(last ?? first)!) { _ in }
  }

  // MARK: What is there afterwards

  /// SHA-256 of every published file by its path below `output`; the ledger's own files are not published.
  func published() throws -> [String: String] {
    var digests: [String: String] = [:]
    for path in try Self.files(output) where !path.hasPrefix("ledger.sqlite") {
      digests[path] = try Digest.sha256(ofFile: output.appendingPathComponent(path).path).sha256
    }
    return digests
  }

  /// Every row of every table of the ledger.
  func ledgerRows() throws -> [String] { try LedgerDump.rows(path: output.appendingPathComponent("ledger.sqlite").path) }

  /// Removes what was published, and leaves the ledger.
  func unpublish() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: output.path) where !name.hasPrefix("ledger.sqlite") {
      try FileManager.default.removeItem(at: output.appendingPathComponent(name))
    }
  }

  /// The paths of all files below a folder, sorted.
  static func files(_ folder: URL) throws -> [String] {
    guard let walk = FileManager.default.enumerator(atPath: folder.path) else { return [] }
    var paths: [String] = []
    for case let path as String in walk {
      var isFolder: ObjCBool = false
      let exists = unsafe FileManager.default.fileExists(atPath: folder.appendingPathComponent(path).path, isDirectory: &isFolder)
      if exists, !isFolder.boolValue { paths.append(path) }
    }
    return paths.sorted()
  }
}
