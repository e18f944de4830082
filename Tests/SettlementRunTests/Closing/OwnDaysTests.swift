import Foundation
import LedgerStore
import RuleFiles
import SettlementCore
import Testing

@testable import SettlementRun

/// Partners whose days are not ours: what a change of the setting leaves alone, and when a period is over.
@Suite struct OwnDaysTests {
  private static let days = ["2026-03-31", "2026-04-01"]
  private static let scenario = URL(fileURLWithPath: CaseFolder.scenarios).appendingPathComponent("cut-off-month-end")
  private static let alpha = "rules/partners/alpha.yaml"

  private static func workplace(_ alpha: String) throws -> Workplace {
    let workplace = try Workplace(copying: scenario)
    try workplace.write("partner: alpha\ntitle: alpha\n" + alpha, to: Self.alpha)
    return workplace
  }

  private static func movements(_ workplace: Workplace) throws -> [String] {
    let reading = try LedgerReading(try Configuration.read(path: "\(workplace.folder.path)/qingfen.yaml"))
    let party = try #require(reading.state.parties.number(of: "alpha"))
    return try reading.ledger.movements(upTo: 2, accounts: [.payable(party)], days: nil).sorted {
      ($0.run, $0.day) < ($1.run, $1.day)
    }.map { "run \($0.run) \($0.day) \(-$0.amount) in \($0.lines)" }
  }

  /// The first setting stays with the lines of its run; a run told again and a folder lost between give the same bytes.
  @Test(arguments: [
    ("cut-off: \"23:00\"\n", "", ["run 1 2026-03-31 500 in 1", "run 1 2026-04-01 500 in 1", "run 2 2026-04-01 500 in 1"]),
    ("", "cut-off: \"23:00\"\n", ["run 1 2026-03-31 1000 in 2", "run 2 2026-04-01 500 in 1"]),
    (
      "zone: Asia/Tokyo\n", "zone: America/Los_Angeles\n",
      ["run 1 2026-03-31 500 in 1", "run 1 2026-04-01 500 in 1", "run 2 2026-03-31 500 in 1"]
    ),
  ])
  func aChangeHoldsForLaterRuns(first: String, then: String, movements: [String]) throws {
    let workplace = try Self.workplace(first)
    #expect(try workplace.run(Self.days[0]) == .allMatched)
    let before = try workplace.published(Self.days[0])
    try workplace.write("partner: alpha\ntitle: alpha\n" + then, to: Self.alpha)
    #expect(try workplace.run(Self.days[1]) == .allMatched)
    #expect(try Self.movements(workplace) == movements)
    try FileManager.default.removeItem(at: workplace.output.appendingPathComponent(Self.days[0]))
    #expect(try workplace.run(Self.days[0]) == .allMatched)
    #expect(try workplace.published(Self.days[0]) == before)
  }

  /// Los Angeles is in 31 March until 15:00 of 1 April: March is over when that day has run, and has what happened up to then.
  @Test func aPeriodEndsWithItsLastBusinessDay() throws {
    let workplace = try Self.workplace("zone: America/Los_Angeles\n")
    #expect(try workplace.run(Self.days[0]) == .allMatched)
    let configuration = try Configuration.read(path: "\(workplace.folder.path)/qingfen.yaml")
    let order = PeriodClosing.Order(period: "2026-03", partner: "alpha", yesterday: CalendarDay("2099-12-31")!)
    let early = try PeriodClosing.close(order, configuration)
    #expect(PeriodClosing.exit(early) == .sourceMissing)
    guard case .refused(let obstacles)? = early.first?.what else { return #expect(Bool(false), "\(early)") }
    #expect(
      obstacles.map(\.text) == ["2026-04-01 has no run; run them first: qingfen run --date 2026-04-01 (--force does not help)"])
    #expect(try workplace.run(Self.days[1]) == .allMatched)
    #expect(PeriodClosing.exit(try PeriodClosing.close(order, configuration)) == .allMatched)
    let closed = try LedgerReading(configuration).ledger.closedPeriods()
    #expect(closed.map(\.statement) == ["QF-alpha-2026-03-R1"])
    // R1, R4 and R3.
    #expect(closed.first?.accounts.map(\.closing) == [1500])
  }

  /// The cover says by whose clock the days are counted, and the lines show its days and times.
  @Test func theStatementSaysSo() throws {
    let workplace = try Self.workplace("zone: Asia/Tokyo\ncut-off: \"23:30\"\n")
    #expect(try workplace.run(Self.days[0]) == .allMatched)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    let script = """
      import openpyxl, sys
      book = openpyxl.load_workbook(sys.argv[1])
      for sheet in book:
        for row in sheet.iter_rows(values_only=True):
          cells = [str(cell) for cell in row if cell is not None]
          if any('Asia/' in cell or cell in ('R1', 'R4') for cell in cells): print(sheet.title, *cells, sep='|')
      """
    let draft = workplace.output.appendingPathComponent("\(Self.days[0])/statements/alpha/alpha-2026-04-draft.xlsx").path
    process.arguments = ["-c", script, draft]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: try #require(try output.fileHandleForReading.readToEnd()), as: UTF8.self)
    process.waitUntilExit()
    #expect(text.contains("Asia/Tokyo, days end at 23:30"), "\(text)")
    // 22:59:59 in Shanghai, R1, and 23:00, R4, are 23:59:59 and midnight in Tokyo, and both of its 1 April.
    #expect(text.contains("Details|1|2026-04-01 00:00:00|2026-03-31 23:59:59|Redemption|O1|R1|"), "\(text)")
    #expect(text.contains("Details|2|2026-04-01 00:00:00|2026-04-01 00:00:00|Redemption|O3|R4|"), "\(text)")
  }
}

extension Workplace {
  /// Every file of a day's output by its path.
  fileprivate func published(_ day: String) throws -> [String: Data] {
    let folder = output.appendingPathComponent(day)
    return Dictionary(
      uniqueKeysWithValues: try Self.files(folder).map { ($0, try Data(contentsOf: folder.appendingPathComponent($0))) })
  }
}
