import Foundation
import RuleFiles
import Testing

@testable import SettlementRun

/// Every folder of Tests/Scenarios, whose numbers were worked out by hand, against the whole program from files to files.
@Suite struct ScenarioTests {
  @Test func thereAreAtLeastForty() {
    #expect(Scenario.all.count >= 40)
    for scenario in Scenario.all {
      let readme = FileManager.default.contents(atPath: scenario.folder.appendingPathComponent("README.md").path)
      #expect((readme?.count ?? 0) > 100, "\(scenario) writes its arithmetic down")
      #expect(!scenario.steps.isEmpty, "\(scenario) expects something")
    }
  }

  @Test(arguments: Scenario.all) func holds(scenario: Scenario) throws {
    let workplace = try Workplace(copying: scenario.folder)
    for step in scenario.steps {
      let exit = try scenario.run(step, in: workplace)
      let code = try #require(Int32(scenario.expected(step, "exit")?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""))
      #expect(exit.rawValue == code, "\(scenario), \(step): exit code")
      for (file, column) in [("postings.csv", ""), ("discrepancies.csv", "detail")] {
        let found = try #require(workplace.text("output/\(Scenario.day(step))/\(file)"), "\(scenario), \(step): \(file) is there")
        let expected = try #require(scenario.expected(step, file))
        if let difference = Self.difference(CSVText.lines(expected, without: column), CSVText.lines(found, without: column)) {
          Issue.record("\(scenario), \(step)/\(file):\n\(difference)")
        }
      }
      for file in scenario.changes(step) {
        let partner = String(file.prefix { $0 != "-" })
        let found = try #require(workplace.text("output/statements/\(partner)/\(file)"), "\(scenario), \(step): \(file) is there")
        #expect(found == scenario.expected(step, file), "\(scenario), \(step)/\(file)")
      }
      guard let statements = scenario.expected(step, "statements.csv") else { continue }
      let found = try StatementFacts.csv(try Configuration.read(path: "\(workplace.folder.path)/qingfen.yaml"))
      if let difference = Self.difference(CSVText.lines(statements, without: ""), CSVText.lines(found, without: "")) {
        Issue.record("\(scenario), \(step)/statements.csv:\n\(difference)")
      }
    }
    try PlatformFacts.check(try workplace.configuration(), "\(scenario): the platform's statement")
    let verified = try Verification.verify(try Configuration.read(path: "\(workplace.folder.path)/qingfen.yaml"))
    #expect(verified.warnings.isEmpty && verified.head.count == 64, "\(scenario)")
  }

  /// The lines of one side only, or nil when both are equal.
  static func difference(_ expected: [String], _ found: [String]) -> String? {
    if expected == found { return nil }
    let missing = expected.filter { !found.contains($0) }.map { "  expected: \($0)" }
    let extra = found.filter { !expected.contains($0) }.map { "  found:    \($0)" }
    return missing.isEmpty && extra.isEmpty ? "  the same lines in another order or number" : (missing + extra).joined(separator: "\n")
  }
}
