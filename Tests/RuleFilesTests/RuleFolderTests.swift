import Foundation
import SettlementCore
import Testing

@testable import RuleFiles

@Suite struct RuleFolderTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("rules-\(UUID().uuidString)").path

  private func write(_ name: String, _ bytes: Data) throws {
    let path = "\(folder)/\(name)"
    try FileManager.default.createDirectory(atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try bytes.write(to: URL(fileURLWithPath: path))
  }

  private func read() throws -> RuleBook {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try RuleFolder.read(path: folder)
  }

  private func problems() -> String {
    do {
      _ = try read()
      return ""
    } catch {
      return "\(error)"
    }
  }

  private static let smallest = "bundle: A\ncurrency: CNY\nversions: [{effective: 2026-01-01, shares: [{to: platform, remainder: true}]}]\n"

  @Test func needsNoPartners() throws {
    try write("agreements/a.yaml", Data(Self.smallest.utf8))
    let book = try read()
    #expect(book.partners.isEmpty && book.agreements.count == 1)
    #expect(book.agreements[0].title == "A" && book.agreements[0].versions[0].shares.isEmpty)
  }

  @Test func passesOverAByteOrderMarkAndWindowsLines() throws {
    let text = Self.smallest.replacing("\n", with: "\r\n")
    try write("agreements/a.yaml", Data([0xEF, 0xBB, 0xBF] + Array(text.utf8)))
    #expect(try read().agreements[0].bundle == "A")
  }

  @Test func keepsPlainTextAsText() throws {
    let text = Self.smallest.replacing("bundle: A", with: "bundle: 007\ntitle: 12:30")
    try write("agreements/a.yaml", Data(text.utf8))
    try write("partners/no.yaml", Data("partner: no\ntitle: ~\n".utf8))
    let book = try read()
    #expect(book.agreements[0].bundle == "007" && book.agreements[0].title == "12:30")
    #expect(book.partners[0].partner == "no" && book.partners[0].title == "~")
  }

  @Test func readsOneMiBAndNotAByteMore() throws {
    let line = "# " + String(repeating: "x", count: 97) + "\n"
    let comment = String(repeating: line, count: (1 << 20) / line.utf8.count)
    let filled = Self.smallest + String((comment + String(repeating: "#\n", count: 100)).prefix((1 << 20) - Self.smallest.utf8.count))
    #expect(filled.utf8.count == 1 << 20)
    try write("agreements/a.yaml", Data(filled.utf8))
    #expect(try read().agreements.count == 1)
    try write("agreements/a.yaml", Data((filled + "#").utf8))
    #expect(problems() == "agreements/a.yaml: expected at most 1 MiB, found a larger file: split it")
  }

  /// 25 lines that would unfold into 2^25 nodes.
  @Test func isNotSlowedByAliases() throws {
    let bomb = "a0: &a0 [x, x]\n" + (1...24).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()
    try write("agreements/a.yaml", Data(bomb.utf8))
    let clock = ContinuousClock()
    let time = clock.measure { #expect(problems().contains("expected no alias")) }
    #expect(time < .seconds(1))
  }

  @Test func isNotFelledByDepth() throws {
    try write("agreements/a.yaml", Data(String(repeating: "[", count: 900_000).utf8))
    try write("agreements/b.yaml", Data(String(repeating: "- ", count: 400_000).utf8))
    let stairs = (0..<1200).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
    try write("agreements/c.yaml", Data(stairs.utf8))
    try write("agreements/d.yaml", Data((String(repeating: "- ", count: 50) + "x\n").utf8))
    #expect(problems().split(separator: "\n").count == 4)
  }

  @Test func defaultsOfAPartner() throws {
    try write("agreements/a.yaml", Data(Self.smallest.utf8))
    try write("partners/a.yaml", Data("partner: a\nminimum-payout: \"0.5\"\nstatement: {url: \"file:/srv/a.csv\"}\n".utf8))
    let partner = try read().partners[0]
    #expect(partner.title == "a" && partner.period == .month && partner.minimumPayout == 5000 && partner.settle == .ours)
    #expect(partner.language == nil)
    let statement = try #require(partner.statement)
    #expect(statement.url == "file:/srv/a.csv" && !statement.isDated)
    #expect(statement.matches == .redemptions && statement.on == [.reference] && statement.grace == 2)
    #expect(statement.tolerance.absolute == "0" && statement.tolerance.percent.numerator == 0 && statement.tolerance.side == .both)
  }

  @Test func versionsAreSortedByDate() throws {
    let text = Self.smallest.replacing(
      "versions: [", with: "versions: [{effective: 2026-05-01, shares: [{to: platform, percent: \"100\"}]}, ")
    try write("agreements/a.yaml", Data(text.utf8))
    let agreement = try read().agreements[0]
    #expect(agreement.versions.map(\.effective.description) == ["2026-01-01", "2026-05-01"])
    #expect(agreement.versions.map(\.isApportioned) == [false, true])
    #expect(agreement.versions[1].shares.count == 1)
  }

  /// Cut, doubled and garbled rules never stop the reader other than by problems.
  @Test(arguments: UInt64(0)..<30) func survivesGarbledFiles(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for (name, text) in try sampleAgreements() {
      var scalars = Array(text.unicodeScalars)
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let place = Int.random(in: 0..<scalars.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: scalars.remove(at: place)
        case 1: scalars.insert(Array("\"'{}[]:,-#&*!|>@%\n\t 0".unicodeScalars).randomElement(using: &random)!, at: place)
        case 2: scalars.removeSubrange(place..<min(scalars.count, place + 30))
        default: scalars.insert(contentsOf: scalars[place..<min(scalars.count, place + 40)], at: place)
        }
      }
      let garbled = String(String.UnicodeScalarView(scalars))
      do { _ = try agreement(garbled) } catch let error as RuleProblems {
        #expect(!error.problems.isEmpty, "\(name), seed \(seed)")
        #expect(error.problems == error.problems.sorted())
      }
    }
  }
}
