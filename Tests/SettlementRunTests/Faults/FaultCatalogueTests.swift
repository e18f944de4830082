import Foundation
import Testing

/// `Tests/FAULTS.md` names a test for every fault, and every test that it names is there.
@Suite struct FaultCatalogueTests {
  private static let tests = Scenario.root.deletingLastPathComponent()

  /// Of each fault the names in its last cell, by its number.
  private static func rows() throws -> [(number: Int, shown: String)] {
    let text = try String(contentsOf: tests.appendingPathComponent("FAULTS.md"), encoding: .utf8)
    return text.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 3, cells[0].first == "F", let number = Int(cells[0].dropFirst()) else { return nil }
      return (number, cells[2])
    }
  }

  @Test func everyFaultHasARow() throws { #expect(try Self.rows().map(\.number) == Array(1...38)) }

  @Test func everyNamedTestIsThere() throws {
    let suites = try Self.suites()
    for (number, shown) in try Self.rows() {
      let names = shown.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
      #expect(!names.isEmpty || shown.hasPrefix("cannot occur: "), "F\(number)")
      for name in names {
        let parts = name.split(separator: ".").map(String.init)
        #expect(parts.count == 2 && suites[parts[0]]?.contains("func \(parts[1])(") == true, "F\(number): there is no \(name)")
      }
      for part in shown.split(separator: "[").dropFirst() {
        let scenario = String(part.prefix { $0 != "]" })
        #expect(Scenario.all.contains { $0.name == scenario }, "F\(number): there is no scenario \(scenario)")
      }
    }
  }

  /// The text of the files with each suite. Two targets may have a suite of the same name.
  private static func suites() throws -> [String: String] {
    var suites: [String: String] = [:]
    for path in try Workplace.files(tests) where path.hasSuffix(".swift") {
      let text = try String(contentsOf: tests.appendingPathComponent(path), encoding: .utf8)
      for line in text.split(separator: "\n").map({ " \($0)" }) {
        guard let start = line.firstRange(of: " struct ") ?? line.firstRange(of: " class ") else { continue }
        suites[String(line[start.upperBound...].prefix { $0.isLetter || $0.isNumber }), default: ""] += text
      }
    }
    return suites
  }
}
