import Foundation
import RuleFiles
import SettlementCore

@testable import SettlementRun

/// What `init` writes, in a folder of its own, and what `doctor` says of it.
final class ExaminedShop {
  let place: Workplace
  var secrets: [String: String] = [:]

  init() throws {
    place = try Workplace()
    _ = try StartingFolder.write(place.folder.path)
  }

  var path: String { place.folder.path }

  /// The partner's statement, as YAML behind `statement:`.
  func state(_ statement: String) throws {
    try place.write(
      "partner: video\ntitle: 影视\nperiod: month\nstatement: {matches: redemptions, on: [reference], \(statement)}\n",
      to: "rules/partners/video.yaml")
  }

  /// The configuration's store, as YAML behind `store:`.
  func store(_ store: String, more: String = "") throws {
    try place.write("store: \(store)\nledger: {sqlite: output/ledger.sqlite}\n\(more)", to: "qingfen.yaml")
  }

  /// What `doctor` reports, without what differs from run to run: folders, ports, free space.
  func examine() -> (exit: ExitCode, lines: [String]) {
    var lines: [String] = []
    let exit = Doctor.examine(
      path: "\(path)/qingfen.yaml", day: { _ in CalendarDay("2026-03-01")! }, secrets: Secrets(environment: secrets),
      report: { lines.append($0.description) })
    return (exit, lines.map(steady))
  }

  /// The lines about the store or the partner.
  func lines(about subject: String) -> (exit: ExitCode, lines: [String]) {
    let (exit, lines) = examine()
    return (exit, lines.filter { $0.dropFirst(9).hasPrefix(subject) })
  }

  private func steady(_ line: String) -> String {
    let line = line.replacingOccurrences(of: path, with: "HERE").replacing(/(127\.0\.0\.1|localhost):\d+/) { "\($0.1):PORT" }
      .replacing(/\d+ MiB free/, with: "N MiB free").replacing(/\/[0-9A-Fa-f]{8}\//, with: "/RUN/")
    return Fact.areThere ? line.replacingOccurrences(of: Fact.folder, with: "PEERS") : line
  }
}

/// What `Tests/Peers/start` wrote about its servers; tests which need them are off without `QINGFEN_PEERS`.
enum Fact {
  static let folder = ProcessInfo.processInfo.environment["QINGFEN_PEERS"] ?? ""
  static var areThere: Bool { !folder.isEmpty }

  static func lines(_ name: String) throws -> [String] {
    try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8).split(separator: "\n").map(String.init)
  }

  static func one(_ name: String) throws -> String { try lines(name)[0] }

  /// Puts a file of its own into the folder of a peer, `www`, `sftp` or `ftp`; returns its path there.
  static func publish(_ text: String, in area: String) throws -> String {
    let path = "\(UUID().uuidString.prefix(8))/bill.csv"
    let url = URL(filePath: "\(folder)/\(area)/\(path)")
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    return path
  }
}
