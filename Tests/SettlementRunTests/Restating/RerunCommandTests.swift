import Foundation
import SettlementCore
import Testing

@testable import SettlementRun

/// `qingfen rerun` as a person sees it.
@Suite struct RerunCommandTests {
  private static let words = ["--reason", "disputed by mail", "--by", "韩梅梅"]

  private func command(_ arguments: [String], in folder: CaseFolder) throws -> BuiltCommand.Result {
    try BuiltCommand.end(try BuiltCommand.start(arguments, in: folder.path), in: folder.path)
  }

  /// March was closed with 15.00. Then: R1 is 5.20 for the partner (+0.20), 7.00 is accepted for R2 (+2.00), R4 comes late (+5.00).
  @Test func threeChangesMakeThreeLinesWhoseSumIsAdjusted() throws {
    let folder = try CaseFolder("close-disputed-month")
    try folder.settle(days: 3)
    for file in ["store/2026-03-31/redemptions.csv", "statements/alpha/2026-03-30.csv"] {
      try folder.write(try folder.read("arrives/2026-04-01.rerun/\(file)"), to: file)
    }
    let decided = try command(
      ["discrepancies", "resolve", "alpha", "amount", "redeemed:R2", "--decision", "accept-theirs", "--reason", "price list of March"]
        + ["--by", "李雷"], in: folder)
    #expect(decided.code == 0)
    let result = try command(["rerun", "--period", "2026-03", "--refetch"] + Self.words, in: folder)
    #expect(result.code == 0, "\(result.errors)")
    let files = "output/statements/alpha/alpha-2026-03-R2"
    #expect(
      result.output == """
        2026-04-01-002 (inputs of 2026-03-30): 0 orders, 0 redemptions, 0 refunds, 2 posting groups → output/2026-04-01
        2026-04-01-003 (inputs of 2026-03-31): 0 orders, 1 redemptions, 0 refunds, 1 posting groups → output/2026-04-01
        QF-alpha-2026-03-R2 replaces QF-alpha-2026-03-R1: 3 changed lines, +7.20 CNY counted in 2026-04 → \(files).xlsx, \(files)-changes.csv

        """)
    let rows = CSVText.rows(try folder.read("\(files)-changes.csv")).dropFirst()
    #expect(rows.count == 3)
    let differences = try rows.map { try MoneyText.parse($0[8], exponent: 2) }
    #expect(differences == [20, 200, 500])
    #expect(try sheet("变更明细", of: "\(files).xlsx", in: folder) == rows.map { [$0[4], $0[6], $0[7], $0[8]].joined(separator: " ") })
    #expect(try sheet("变更明细", of: "output/2026-04-01/statements/alpha/alpha-2026-04-draft.xlsx", in: folder) == [])
    // The open draft adjusts exactly that.
    let facts = CSVText.rows(try StatementFacts.csv(try folder.configuration()))
    let draft = try #require(facts.first { $0[0] == "alpha-2026-04-draft" })
    #expect(try MoneyText.parse(draft[7], exponent: 2) == differences.reduce(0, +))
    #expect(try folder.read("output/2026-04-01/run.json").contains("\"inputs_of\": \"2026-03-31\""))

    let bytes = try folder.bytes("\(files).xlsx")
    let again = try command(["rerun", "--period", "2026-03"] + Self.words, in: folder)
    #expect(again.output == "QF-alpha-2026-03-R2: nothing has changed, made again byte for byte → \(files).xlsx\n" && again.code == 0)
    #expect(try folder.bytes("\(files).xlsx") == bytes && !folder.exists("output/statements/alpha/alpha-2026-03-R3.xlsx"))
    // One payment, under the newest number.
    #expect(
      try command(["payouts", "export", "--period", "2026-03"], in: folder).output.split(separator: "\n").dropFirst()
        == ["alpha,,,,,,15.00,CNY,QF-alpha-2026-03-R2,QF-alpha-2026-03-R2,no-payee"])
    let list = try command(["payouts", "list"], in: folder).output
    #expect(list.contains("QF-alpha-2026-03-R2") && !list.contains("QF-alpha-2026-03-R1"))
    let closed = try command(["close", "--period", "2026-03"], in: folder)
    #expect(closed.output.hasPrefix("QF-alpha-2026-03-R2: closing 15.00, payable now 15.00, carried forward 0.00 CNY (closed before"))
  }

  /// Reference, old, new and difference of the rows of a sheet; empty: no such sheet.
  private func sheet(_ name: String, of path: String, in folder: CaseFolder) throws -> [String] {
    let script = """
      import sys, openpyxl
      book = openpyxl.load_workbook(sys.argv[1], data_only=True)
      if sys.argv[2] in book.sheetnames:
          for row in list(book[sys.argv[2]].iter_rows(values_only=True))[1:]:
              if row[5]: print(row[5], *("%.2f" % amount for amount in row[6:9]))
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-c", script, "\(folder.path)/\(path)", name]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test(arguments: [
    (
      ["--period", "2026-13"] + words,
      "--period: expected one of the periods of every partner, such as 2026-03-01, 2026-W10, 2026-03-H1, 2026-03 or 2026-Q1, as their files say; found '2026-13'"
    ),
    (
      ["--period", "2026-W10", "--partner", "alpha"] + words,
      "--period: expected one of the periods of alpha, such as 2026-04, as its file says period: month; found '2026-W10'"
    ),
    (["--period", "2026-03", "--partner", "nobody"] + words, "expected a partner with a file in rules/partners, found 'nobody'"),
    (["--period", "2026-03", "--by", "韩梅梅"], "Error: Missing expected argument '--reason <reason>'"),
    (["--period", "2026-03", "--reason", "why"], "Error: Missing expected argument '--by <by>'"),
    (["--period", "2026-03", "--reason", " ", "--by", "韩梅梅"], "Error: --reason: expected one line of 1 to 500 characters"),
  ])
  func whatCannotBeDoneIs64(arguments: [String], message: String) throws {
    let folder = try CaseFolder("close-disputed-month")
    try folder.settle(days: 3)
    let result = try command(["rerun"] + arguments, in: folder)
    #expect(result.code == 64)
    #expect(result.messages.first == message)
    #expect(result.output.isEmpty)
  }

  @Test func anOpenPeriodGetsNoVersion() throws {
    let folder = try CaseFolder("close-disputed-month")
    try folder.settle(days: 3)
    let result = try command(["rerun", "--period", "2026-04"] + Self.words, in: folder)
    #expect(result.output == "alpha 2026-04: not closed, its draft is that of the newest day\n" && result.code == 0)
  }

  @Test func inputsThatAreGoneAnswerNothing() throws {
    let folder = try CaseFolder("close-disputed-month")
    try folder.settle(days: 3)
    try folder.remove("store/2026-03-30/refunds.csv")
    let result = try command(["rerun", "--period", "2026-03", "--refetch"] + Self.words, in: folder)
    #expect(result.code == 3)
    #expect(result.messages.last == "the inputs of 2026-03-30 cannot be read again: nothing is answered")
    #expect(try command(["rerun", "--period", "2026-03"] + Self.words, in: folder).code == 0, "the archive has them")
  }
}
