import Foundation
import SettlementCore
import Testing

@testable import SettlementRun

/// Running a day again changes nothing, and what a run published can be told again from the ledger alone (SPEC §8, §9).
@Suite struct SameBytesTests {
  @Test(arguments: Scenario.all) func theLastDayTwice(scenario: Scenario) throws {
    let workplace = try scenario.played()
    let (files, rows) = (try workplace.published(), try workplace.ledgerRows())
    let last = Scenario.day(try #require(scenario.steps.last))
    try workplace.run(last)
    #expect(try workplace.published() == files, "\(scenario): every published file has its bytes")
    #expect(try workplace.ledgerRows() == rows, "\(scenario): every row of the ledger stays")
  }

  /// Everything that was published is removed: the ledger tells every day again, byte for byte.
  @Test(arguments: Scenario.all) func toldAgainFromTheLedger(scenario: Scenario) throws {
    let workplace = try scenario.played()
    let (files, rows) = (try workplace.published(), try workplace.ledgerRows())
    let days = scenario.steps.map(Scenario.day)
    try workplace.unpublish()
    let (first, last) = (try #require(days.first), try #require(days.last))
    try workplace.run(first, through: last)
    let again = try workplace.published()
    let changed = Set(files.keys).union(again.keys).filter { files[$0] != again[$0] }.sorted()
    #expect(changed.isEmpty, "\(scenario): the same bytes come back")
    #expect(try workplace.ledgerRows() == rows, "\(scenario): every row of the ledger stays")
  }

  /// Where the configuration lies, and how its path is written, is no input: no byte depends on it, and no new run comes of it.
  @Test func theFolderIsNoInput() throws {
    let scenario = try #require(Scenario.all.first { $0.name == "reject-bad-row" })
    let (here, there) = (try scenario.played(), try scenario.played())
    let (files, others) = (try here.published(), try there.published())
    let changed = files.keys.filter { files[$0] != others[$0] }.sorted()
    #expect(changed.isEmpty)
    try here.run(Scenario.day(try #require(scenario.steps.last)), configuration: "./qingfen.yaml")
    #expect(try here.published() == files)
  }

  /// A damaged file is noticed and written again.
  @Test func aChangedFileIsMended() throws {
    let workplace = try #require(Scenario.all.first { $0.name == "worked-example" }).played()
    let files = try workplace.published()
    try workplace.write("tampered\n", to: "output/2026-03-01/postings.csv")
    try workplace.run("2026-03-01")
    #expect(try workplace.published() == files)
  }
}
