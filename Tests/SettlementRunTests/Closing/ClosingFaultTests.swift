import Foundation
import GRDB
import SettlementCore
import Testing

@testable import SettlementRun

/// A closing that is cut off anywhere is completed by the next command, or has not happened.
@Suite struct ClosingFaultTests {
  private struct CutOff: Error {}

  /// Two statements make four steps: making, recording, putting, putting. Ends at the k-th as a kill would: nothing is tidied up.
  private func closeCutOff(_ workplace: Workplace, at place: Int) throws {
    nonisolated(unsafe) var count = 0
    #expect(throws: CutOff.self) {
      try ClosingShop.closeMarch(workplace) { _ in
        unsafe count += 1
        if unsafe count == place { throw CutOff() }
      }
    }
  }

  private func undisturbed() throws -> Workplace {
    let workplace = try ClosingShop.open()
    try ClosingShop.runMarch(workplace)
    try ClosingShop.closeMarch(workplace)
    return workplace
  }

  @Test(arguments: 1...4, ["close", "run", "lost"]) func theNextCommandCompletesIt(place: Int, next: String) throws {
    let (workplace, undisturbed) = (try ClosingShop.open(), try undisturbed())
    try ClosingShop.runMarch(workplace)
    try closeCutOff(workplace, at: place)
    let isRecorded = place > 2
    let staging = workplace.output.appendingPathComponent("statements/.issuing").path
    if next == "lost" { try? FileManager.default.removeItem(atPath: staging) }
    if next == "run" {
      try workplace.run("2026-03-31")
      if isRecorded {
        #expect(!FileManager.default.fileExists(atPath: staging))
        #expect(try workplace.published() == undisturbed.published(), "the run alone has put both files in their places")
      }
    }
    let results = try ClosingShop.closeMarch(workplace)
    for result in results {
      switch result.what {
      case .issued: #expect(!isRecorded)
      case .wasIssued: #expect(isRecorded)
      default: Issue.record("\(result)")
      }
    }
    #expect(results.map(\.partner) == ["alpha", "beta"])
    #expect(try workplace.published() == undisturbed.published())
    #expect(try workplace.ledgerRows() == undisturbed.ledgerRows())
    for one in [workplace, undisturbed] { try one.run("2026-04-01") }
    #expect(try workplace.published() == undisturbed.published())
  }

  /// The process itself is killed, at twelve moments of its life.
  @Test(arguments: 0..<12) func aKilledProcessLeavesNothingHalf(moment: Int) throws {
    let (workplace, undisturbed) = (try ClosingShop.open(), try undisturbed())
    try ClosingShop.runMarch(workplace)
    let process = try BuiltCommand.start(["close", "--period", "2026-03"], in: workplace.folder.path)
    usleep(UInt32(moment) * 25_000)
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try ClosingShop.closeMarch(workplace)
    #expect(try workplace.published() == undisturbed.published())
    #expect(try workplace.ledgerRows() == undisturbed.ledgerRows())
  }

  @Test func closedTwiceChangesNothing() throws {
    let workplace = try undisturbed()
    let (files, rows) = (try workplace.published(), try workplace.ledgerRows())
    for result in try ClosingShop.closeMarch(workplace) {
      guard case .wasIssued = result.what else {
        Issue.record("\(result)")
        continue
      }
    }
    #expect(try workplace.published() == files)
    #expect(try workplace.ledgerRows() == rows)
  }

  @Test func aPartnerAloneDoesNotTouchTheOther() throws {
    let (workplace, undisturbed) = (try ClosingShop.open(), try undisturbed())
    try ClosingShop.runMarch(workplace)
    #expect(try ClosingShop.closeMarch(workplace, partner: "beta").map(\.partner) == ["beta"])
    #expect(workplace.text("output/statements/alpha/alpha-2026-03-R1.xlsx") == nil)
    try ClosingShop.closeMarch(workplace)
    #expect(try workplace.published() == undisturbed.published())
  }

  // MARK: What was issued stays as it is

  private var issued: String { "output/statements/alpha/alpha-2026-03-R1.xlsx" }

  @Test func aChangedFileIsFound() throws {
    let workplace = try undisturbed()
    let file = workplace.folder.appendingPathComponent(issued)
    var bytes = try Data(contentsOf: file)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: file)
    let error = #expect(throws: BrokenLaw.self) { try ClosingShop.closeMarch(workplace) }
    #expect("\(error!)".hasPrefix("statement QF-alpha-2026-03-R1: expected \(file.path) as it was issued, SHA-256 "))
    try FileManager.default.removeItem(at: file)
    try workplace.run("2026-03-31")
    #expect(try workplace.published() == undisturbed().published(), "made again from the ledger's facts")
  }

  /// With another title the statement would not be the one that was issued.
  @Test func aLostFileIsNotMadeAgainByOtherRules() throws {
    let workplace = try undisturbed()
    try FileManager.default.removeItem(at: workplace.folder.appendingPathComponent(issued))
    try workplace.write("partner: alpha\ntitle: Another\nperiod: month\n", to: "rules/partners/alpha.yaml")
    let error = #expect(throws: BrokenLaw.self) { try workplace.run("2026-04-01") }
    #expect("\(error!)".hasPrefix("statement QF-alpha-2026-03-R1 was issued with SHA-256 "))
    #expect("\(error!)".hasSuffix("put the issued file back from a copy, or the partner's rule file as it was"))
    #expect(workplace.text(issued) == nil && workplace.text("output/2026-04-01/run.json") == nil)
    try workplace.write("partner: alpha\ntitle: alpha\nperiod: month\n", to: "rules/partners/alpha.yaml")
    try workplace.run("2026-04-01")
    #expect(workplace.text(issued) != nil)
  }

  /// Facts of a closed period that agree with each other but not with the movements: the next run publishes nothing.
  @Test func theLawIsCheckedByEveryRun() throws {
    let workplace = try undisturbed()
    try DatabaseQueue(path: workplace.output.appendingPathComponent("ledger.sqlite").path).write {
      try $0.execute(sql: "UPDATE closed_accounts SET earned = earned + 1, closing = closing + 1, due = due + 1 WHERE partner = 'alpha'")
    }
    let error = #expect(throws: BrokenLaw.self) { try workplace.run("2026-04-01") }
    #expect(
      "\(error!)" == """
        statement QF-alpha-2026-03-R1, CNY: the ledger gives opening 0.00, earned 10.00, refunded 0.00, true-ups 0.00, adjustments 0.00, \
        paid 0.00, closing 10.00, but it was closed with opening 0.00, earned 10.01, refunded 0.00, true-ups 0.00, adjustments 0.00, paid \
        0.00, closing 10.01
        """)
    #expect(workplace.text("output/2026-04-01/run.json") == nil)
  }
}
