import Foundation
import SettlementCore
import Testing

@testable import SettlementRun

/// The platform's own statement among the files of a day.
@Suite struct PlatformStatementTests {
  private static func path(_ day: String) -> String { "output/\(day)/statements/platform/platform-\(day.prefix(7))-draft.xlsx" }

  /// `sheet!A1 value` of every cell with one, as openpyxl reads it.
  private func cells(_ workplace: Workplace, _ day: String) throws -> [String: String] {
    let script = """
      import sys, openpyxl
      for sheet in openpyxl.load_workbook(sys.argv[1], data_only=True).worksheets:
          for row in sheet.iter_rows():
              for cell in row:
                  if cell.value not in (None, ""):
                      value = f"{cell.value:.2f}" if isinstance(cell.value, float) else cell.value
                      print(f"{sheet.title}!{cell.coordinate}\\t{value}")
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-c", script, workplace.folder.appendingPathComponent(Self.path(day)).path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    var cells: [String: String] = [:]
    for line in String(decoding: output, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { cells[String(parts[0])] = String(parts[1]) }
    }
    return cells
  }

  /// Each day's sums are those of the lines up to that day.
  @Test(arguments: UInt64(1)..<5) func sumsAreThoseOfTheLedger(seed: UInt64) throws {
    let workplace = try Workplace()
    try RandomStore(seed: seed).write(to: workplace)
    for day in RandomStore.days {
      try workplace.run(day)
      try PlatformFacts.check(try workplace.configuration(), "seed \(seed), \(day)")
    }
    let cells = try cells(workplace, RandomStore.days.last!)
    #expect(cells.values.contains("✓") && !cells.values.contains("✗"), "seed \(seed)")
  }

  @Test func aFreshShop() throws {
    let seed = UInt64.random(in: 1000...UInt64(UInt32.max))
    print("PlatformStatement: fresh seed \(seed)")
    try sumsAreThoseOfTheLedger(seed: seed)
  }

  /// A month opens as the one before has closed; what was issued by then is named; a run that moves nothing has its workbook, too.
  @Test func monthsFollowEachOther() throws {
    let workplace = try ClosingShop.open()
    try ClosingShop.runMarch(workplace)
    let march = try cells(workplace, "2026-03-31")
    try ClosingShop.closeMarch(workplace)
    try workplace.run("2026-04-01")
    let april = try cells(workplace, "2026-04-01")
    let cover = "Platform statement"
    for row in 11...22 { #expect(april["\(cover)!B\(row)"] == march["\(cover)!L\(row)"], "row \(row)") }
    #expect(march["\(cover)!L11"] == "90" && march["\(cover)!B11"] == "0")
    #expect(march["\(cover)!B6"] == "2026-03-30-001 to 2026-03-31-001, 2 runs" && april["\(cover)!B6"] == "2026-04-01-001")
    #expect(april["Parties!A6"] == "alpha" && april["Parties!N6"] == "alpha-2026-03-R1.xlsx" && march["Parties!N6"] == nil)
    #expect(april["Parties!M6"] == "alpha-2026-04-draft.xlsx")
    try PlatformFacts.check(try workplace.configuration(), "April")
    #expect(
      !FileManager.default.fileExists(atPath: workplace.output.appendingPathComponent("statements/platform").path), "closing issues none")
  }

  /// An earlier day is told again as it was, whatever was posted and closed since.
  @Test func anEarlierDayKeepsItsBytes() throws {
    let workplace = try ClosingShop.open()
    try ClosingShop.runMarch(workplace)
    let bytes = try Data(contentsOf: workplace.folder.appendingPathComponent(Self.path("2026-03-31")))
    try ClosingShop.closeMarch(workplace)
    try workplace.run("2026-04-01")
    try FileManager.default.removeItem(at: workplace.output.appendingPathComponent("2026-03-31"))
    try workplace.run("2026-03-31")
    #expect(try Data(contentsOf: workplace.folder.appendingPathComponent(Self.path("2026-03-31"))) == bytes)
  }

  /// `run.json` lists it, the page links to it, `verify` holds it against its hash.
  @Test func itIsAFileOfTheDay() throws {
    let workplace = try #require(Scenario.all.first { $0.name == "worked-example" }).played()
    let day = "2026-03-01"
    let name = "statements/platform/platform-2026-03-draft.xlsx"
    #expect(try #require(workplace.text("output/\(day)/run.json")).contains("\"path\": \"\(name)\""))
    #expect(try #require(workplace.text("output/\(day)/run.html")).contains("href=\"./\(name)\""))
    _ = try Verification.verify(try workplace.configuration())
    let file = workplace.folder.appendingPathComponent(Self.path(day))
    var bytes = try Data(contentsOf: file)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: file)
    do {
      _ = try Verification.verify(try workplace.configuration())
      Issue.record("a changed workbook was not found")
    } catch { #expect("\(error)".contains(name), "\(error)") }
  }
}
