import Foundation
import RuleFiles
import SettlementCore
import Testing

@testable import SettlementRun

/// What a run says of statements that are missing, empty, not awaited yet, incomplete or issued anew: in `run.json` and to its operator.
@Suite struct StatementFilesTests {
  private func workplace(_ scenario: String) throws -> Workplace {
    try Workplace(copying: try #require(Scenario.all.first { $0.name == scenario }).folder)
  }

  /// "state file rows" of a partner's files, and what the operator is told.
  private func told(_ workplace: Workplace, _ day: String, from origin: InputOrigin = .sources) throws -> (
    sources: [String], problems: [String]
  ) {
    let scenario = workplace.folder.appendingPathComponent("arrives/\(day)")
    if FileManager.default.fileExists(atPath: scenario.path) { try workplace.overlay(scenario) }
    let configuration = try Configuration.read(path: "\(workplace.folder.path)/qingfen.yaml")
    var problems: [String] = []
    do {
      let job = try SettlementJob(configuration, from: origin, runDay: day) { _ in }
      _ = try job.run(CalendarDay(day)!...CalendarDay(day)!) { problems = $0.problems }
    }
    let manifest = try #require(workplace.text("output/\(day)/run.json"))
    let json = try #require(try JSONSerialization.jsonObject(with: Data(manifest.utf8)) as? [String: Any])
    let sources = try #require(json["sources"] as? [[String: Any]]).filter { $0["name"] as? String == "alpha" }
    return (sources.map { "\($0["state"]!) \($0["file"]!) \($0["rows"]!) \($0["detail"]!)".trimmingCharacters(in: .whitespaces) }, problems)
  }

  @Test func missingEmptyAndNotYetAreThreeThings() throws {
    let workplace = try workplace("recon-due")
    var (sources, problems) = try told(workplace, "2026-03-01")
    #expect(sources == ["not-yet statements/alpha/2026-03-01.csv 0 2026-03-01: awaited from 2026-03-02"])
    #expect(problems.isEmpty, "not awaited yet is nobody's business")
    _ = try told(workplace, "2026-03-02")
    (sources, problems) = try told(workplace, "2026-03-03")
    let missing = "statements/alpha/2026-03-02.csv: file: expected a file, found none; deliver it and run again"
    #expect(
      sources == [
        "missing statements/alpha/2026-03-02.csv 0 \(missing)",
        "not-yet statements/alpha/2026-03-03.csv 0 2026-03-03: awaited from 2026-03-04",
      ])
    #expect(problems == [missing])
    (sources, problems) = try told(workplace, "2026-03-04")
    #expect(
      sources == [
        "read statements/alpha/2026-03-02.csv 0", "read statements/alpha/2026-03-03.csv 0",
        "not-yet statements/alpha/2026-03-04.csv 0 2026-03-04: awaited from 2026-03-05",
      ])
    #expect(problems == ["statements/alpha/2026-03-02.csv: no lines", "statements/alpha/2026-03-03.csv: no lines"])
  }

  @Test func anIncompleteFileSaysWhy() throws {
    let workplace = try workplace("recon-window-beyond")
    let (sources, problems) = try told(workplace, "2026-03-01")
    let why =
      "statements/alpha/2026-03-01.csv:3: 1 line is dated after 2026-03-01, the last day of the file; incomplete: compared, and nothing is posted on it"
    #expect(sources == ["incomplete statements/alpha/2026-03-01.csv 2 \(why)"])
    #expect(problems == [why])
    let (files, rows) = (try workplace.published(), try workplace.ledgerRows())
    #expect(try told(workplace, "2026-03-01").problems == [why], "said again")
    #expect(try workplace.published() == files && workplace.ledgerRows() == rows, "an incomplete file that stays as it was is nothing new")
  }

  /// The file is taken away after it came incomplete: what was found in it stands until something better comes.
  @Test func anIncompleteFileThatGoesAwayStands() throws {
    let workplace = try workplace("recon-incomplete-tolerated")
    _ = try told(workplace, "2026-03-01")
    try FileManager.default.removeItem(at: workplace.folder.appendingPathComponent("arrives"))
    try FileManager.default.removeItem(at: workplace.folder.appendingPathComponent("statements/alpha/2026-03-01.csv"))
    let (sources, _) = try told(workplace, "2026-03-02")
    #expect(sources.map { $0.prefix(7) } == ["read st", "missing"])
    let found = CSVText.rows(try #require(workplace.text("output/2026-03-02/discrepancies.csv"))).dropFirst().map {
      "\($0[1]) \($0[2]) \($0[11])"
    }
    #expect(found == ["amount redeemed:R2 open", "control-total total:2026-03-01:window open", "missing-at-store redeemed:R9 in-transit"])
  }

  @Test func aFileIssuedAnewIsListedLineByLine() throws {
    let workplace = try workplace("reissue-tolerated")
    for day in ["2026-03-01", "2026-03-02"] { _ = try told(workplace, day) }
    let (_, problems) = try told(workplace, "2026-03-03")
    #expect(
      problems == [
        "statements/alpha/2026-03-03.csv: no lines",
        "statements/alpha/2026-03-01.csv: issued anew: 2 changed, 0 added, 0 removed; only the difference counts, see reissued.csv",
      ])
    #expect(
      workplace.text("output/2026-03-03/reissued.csv") == """
        partner,file,change,key,order_id,old,new,currency,adjust,became
        alpha,statements/alpha/2026-03-01.csv,changed,redeemed:R1,O1,4.98,5.00,CNY,0.02,matched
        alpha,statements/alpha/2026-03-01.csv,changed,redeemed:R2,O1,4.96,4.50,CNY,0.04,amount

        """)
    let manifest = try #require(workplace.text("output/2026-03-03/run.json"))
    #expect(manifest.contains("\"reissued\": [") && manifest.contains("\"path\": \"reissued.csv\""))
    let first = try #require(workplace.text("output/2026-03-01/run.json"))
    #expect(!first.contains("reissued"))
  }

  /// A ledger that hears the days from the archive alone says the same: versions before, and versions issued anew.
  @Test func theArchiveTellsItAgain() throws {
    let workplace = try workplace("reissue-added")
    let days = ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"]
    for day in days { _ = try told(workplace, day) }
    let (files, rows) = (try workplace.published(), try workplace.ledgerRows())
    for path in ["output", "statements", "store", "arrives"] {
      try FileManager.default.removeItem(at: workplace.folder.appendingPathComponent(path))
    }
    for day in days { _ = try told(workplace, day, from: .archive) }
    #expect(try workplace.published() == files)
    #expect(try workplace.ledgerRows() == rows)
  }

  /// The bytes as they were read before must be there, or nothing can be told apart.
  @Test func withoutTheEarlierBytesNothingIsBooked() throws {
    let workplace = try workplace("reissue-changed")
    _ = try told(workplace, "2026-03-01")
    try FileManager.default.removeItem(at: workplace.folder.appendingPathComponent("archive/pulls/2026-03-01"))
    let (sources, problems) = try told(workplace, "2026-03-02")
    #expect(sources.contains { $0.hasPrefix("failed statements/alpha/2026-03-01.csv") })
    #expect(problems.contains { $0.hasSuffix("it was issued anew and only the difference counts: restore the archive and run again") })
    #expect(workplace.text("output/2026-03-02/reissued.csv") == nil)
  }
}
