import Foundation
import Testing

/// The sample shop in a folder of its own, settled by the built command.
final class SampleShop {
  static let days = (1...10).map { "2026-03-" + ($0 < 10 ? "0" : "") + "\($0)" }
  static let readme = try! String(contentsOf: Peers.repository.appendingPathComponent("samples/README.md"), encoding: .utf8)

  let workplace: Workplace
  /// For every command.
  var environment: [String: String] = [:]
  /// Everything that the commands said.
  private(set) var said = ""

  init() throws {
    workplace = try Workplace()
    for name in ["rules", "samples/store", "samples/statements", "samples/qingfen.yaml"] {
      let target = workplace.folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: Peers.repository.appendingPathComponent(name), to: target)
    }
  }

  static let configuration = "samples/qingfen.yaml"
  /// For tests in which servers fail.
  static let impatient = "transfers: {at-once: 4, attempts: 2, wait: 1s}\n"

  func configure(_ yaml: String) throws { try workplace.write(yaml, to: Self.configuration) }

  /// Replaces text in a file; it must be there.
  func change(_ file: String = configuration, _ old: String, _ new: String) throws {
    let text = try #require(workplace.text(file))
    try #require(text.contains(old), "\(file) has no '\(old)'")
    try workplace.write(text.replacingOccurrences(of: old, with: new), to: file)
  }

  func partner(_ name: String) -> String { "rules/partners/\(name).yaml" }

  // MARK: Commands

  @discardableResult
  func command(_ arguments: String...) throws -> BuiltCommand.Result {
    let folder = workplace.folder.path
    let all = arguments + ["--config", Self.configuration]
    let result = try BuiltCommand.end(try BuiltCommand.start(all, in: folder, environment: environment), in: folder)
    said += result.output + result.errors
    return result
  }

  func run(_ day: String) throws -> BuiltCommand.Result { try command("run", "--date", day) }
  func pull(_ day: String) throws -> BuiltCommand.Result { try command("pull", "--date", day) }
  func runFromArchive(_ day: String) throws -> BuiltCommand.Result { try command("run", "--date", day, "--from-archive") }

  // MARK: What is there afterwards

  func published(_ day: String, _ file: String) -> String? { workplace.text("output/\(day)/\(file)") }

  /// SHA-256 of what a day published.
  func published(_ day: String) throws -> [String: String] { try published().filter { $0.key.hasPrefix("\(day)/") } }

  /// SHA-256 of what all days published; the archive below the output is none of it.
  func published() throws -> [String: String] { try workplace.published().filter { !$0.key.hasPrefix("archive/") } }

  /// What the newest drafts say; their bytes hold the ledger's head and the digests of what was read.
  func figures() throws -> [String] {
    try StatementFacts.csv(try workplace.configuration(Self.configuration)).split(separator: "\n").dropFirst().map(String.init)
  }

  /// A day ends as it does from files, and says the same of money.
  func expectSame(_ day: String, code: Int32, _ comment: Comment) throws {
    let files = try SettledSample.fromFiles.get()
    #expect(code == files.codes[day], "\(comment), \(day)")
    for name in ["postings.csv", "discrepancies.csv"] {
      let (ours, theirs) = (try #require(published(day, name)), try #require(files.texts["\(day)/\(name)"]))
      #expect(ours == theirs, "\(comment), \(day): \(name) has other bytes than from files")
    }
  }

  // MARK: samples/README.md

  /// The n-th block of a language below a heading of the README.
  static func block(_ language: String, below heading: String) throws -> String {
    let section = try #require(readme.components(separatedBy: "\n### \(heading)\n").dropFirst().first)
    let block = try #require(section.components(separatedBy: "\n```\(language)\n").dropFirst().first)
    return try #require(block.components(separatedBy: "\n```").first) + "\n"
  }
}

/// The sample as it is, from files: ten days, each a command of its own.
struct SettledSample: Sendable {
  /// How each day ended.
  var codes: [String: Int32] = [:]
  /// CSV files by their path.
  var texts: [String: String] = [:]
  /// What the drafts of each day say, a row per partner, period and currency.
  var figures: [String: [String]] = [:]

  static let fromFiles = Result { try SettledSample() }

  private init() throws {
    let shop = try SampleShop()
    for day in SampleShop.days {
      codes[day] = try shop.run(day).code
      figures[day] = try shop.figures()
    }
    for path in try shop.published().keys where path.hasSuffix(".csv") { texts[path] = shop.workplace.text("output/\(path)") }
  }
}
