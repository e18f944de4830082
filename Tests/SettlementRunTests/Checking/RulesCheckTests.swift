import Foundation
import Testing

@testable import SettlementRun

@Suite struct RulesCheckTests {
  @Test func theTableOfTheWorkedExample() throws {
    let folder = try CaseFolder("worked-example")
    let outcome = try RulesCheck.check(try folder.configuration(), amount: "199.00", quantity: 1)
    #expect(outcome.problems.isEmpty)
    #expect(outcome.note == nil)
    let rows = outcome.report.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    for row in [
      "a sample order: paid = list = 199.00 CNY, fee 0, quantity 1", "1 tencent-video video-year 1 fixed 88.00 per unit cancelled 88.00",
      "2 eleme takeout-coupon 12 12% of base, expires after 365d held 23.88", "3 @channel - 5% of the rest, at most 20.00 all 4.36",
      "platform - remainder 82.76", "Σ = B 199.00",
    ] {
      #expect(rows.contains(row), "the table lacks: \(row)")
    }
  }

  /// The sum of the column is the base, in every version of every scenario, and all rows end in one column.
  @Test(arguments: CaseFolder.names)
  func everyTableSumsToTheBase(scenario: String) throws {
    let folder = try CaseFolder(scenario)
    let outcome = try RulesCheck.check(try folder.configuration(), amount: "100.00", quantity: 3)
    #expect(outcome.problems.isEmpty)
    var sum = 0
    var width = 0
    var tables = 0
    for line in outcome.report.split(separator: "\n", omittingEmptySubsequences: false) {
      let last = line.split(separator: " ").last.map(String.init) ?? ""
      if line.contains("gets") && line.contains("gives") { (sum, width) = (0, AlignedTable.cells(String(line))) }
      guard width > 0, let amount = Int(last.replacingOccurrences(of: ".", with: "")) else { continue }
      #expect(AlignedTable.cells(String(line)) == width)
      if line.contains("Σ = B") {
        #expect(amount == sum)
        tables += 1
        width = 0
      } else {
        sum += amount
      }
    }
    #expect(tables > 0)
  }

  @Test func tiersAtTheirBounds() throws {
    let folder = try CaseFolder("ladder-published-graduated")
    let outcome = try RulesCheck.check(try folder.configuration(), amount: "100.00", quantity: 1)
    let rows = outcome.report.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    for row in ["1 5 7.00 5 35.00", "2 10 6.50 10 67.50", "3 beyond 6.00 11 73.50"] {
      #expect(rows.contains(row), "the table lacks: \(row)")
    }
  }

  @Test func aSampleThatACurrencyCannotHold() throws {
    let folder = try CaseFolder("jpy")
    let outcome = try RulesCheck.check(try folder.configuration(), amount: "99.50", quantity: 1)
    #expect(outcome.problems.isEmpty)
    #expect(outcome.report.contains("no sample: 99.50 is no amount of JPY, expected a whole number"))
    #expect(try RulesCheck.check(try folder.configuration(), amount: "99.00", quantity: 1).report.contains("paid = list = 99 JPY"))
  }

  @Test func sharesThatExceedTheBase() throws {
    let folder = try CaseFolder("split-exceeds-base")
    let outcome = try RulesCheck.check(try folder.configuration(), amount: "0.01", quantity: 1)
    #expect(outcome.report.contains("such an order is parked (split-exceeds-base)"))
  }

  /// A version that has split orders may not change; one that has not may.
  @Test func changedVersionsAreProblems() throws {
    let folder = try CaseFolder("worked-example")
    try folder.settle()
    #expect(try RulesCheck.check(try folder.configuration(), amount: "100.00", quantity: 1).problems.isEmpty)
    let file = try #require(
      FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/rules/agreements").first { $0.hasSuffix(".yaml") })
    try folder.change("rules/agreements/\(file)", "88.00", "87.00")
    let outcome = try RulesCheck.check(try folder.configuration(), amount: "100.00", quantity: 1)
    #expect(outcome.problems.count == 1)
    #expect(outcome.problems[0].hasPrefix("agreement VIP-YEAR-JOINT, version 2026-01-01: it has split orders and may not change; expected"))
    #expect(outcome.report.isEmpty)
  }
}
