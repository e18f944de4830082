import Foundation
import SettlementCore
import Testing

@testable import SettlementRun

/// `discrepancies.xlsx` as it is published, filled in by another program, and read back.
@Suite struct FilledWorkbookTests {
  /// Fills in decision, reason and name by the key of the row, on every sheet that has such rows; prints what the cells of the decision offer.
  private static let script = #"""
    import sys, openpyxl
    book = openpyxl.load_workbook(sys.argv[1])
    for sheet in book.worksheets:
        heads = [cell.value for cell in sheet[1]]
        if sys.argv[2] not in heads: continue
        for validation in sheet.data_validations.dataValidation:
            print(sheet.title, validation.type, validation.sqref, validation.formula1, validation.allow_blank)
        key, decision = heads.index(sys.argv[2]) + 1, heads.index(sys.argv[4]) + 1
        for row in range(2, sheet.max_row + 1):
            for filled in sys.argv[5:]:
                name, *texts = filled.split("|")
                if sheet.cell(row, key).value == name:
                    for place, text in enumerate(texts):
                        sheet.cell(row, decision + place).value = text
    book.save(sys.argv[3])
    """#

  private func fill(_ folder: CaseFolder, key: String, decision: String, _ rows: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments =
      ["-c", Self.script, "\(folder.path)/output/2026-03-01/discrepancies.xlsx", key, "\(folder.path)/filled.xlsx", decision] + rows
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return String(decoding: output, as: UTF8.self)
  }

  @Test(arguments: [
    ("zh", ["标识", "处理决定", "金额不符", "超额核销"], "认可对方", "免于处理", "认可我方,认可对方,免于处理"),
    ("en", ["Key", "Decision", "Amount differs", "Over-redeemed"], "Accept theirs", "Waive", "Accept ours,Accept theirs,Waive"),
  ])
  func roundTrip(language: String, words: [String], theirs: String, waive: String, offered: String) throws {
    let folder = try CaseFolder("decide-over-redeemed")
    try folder.change("qingfen.yaml", "lang: en", "lang: \(language)")
    try folder.settle(days: 1)
    let printed = try fill(folder, key: words[0], decision: words[1], ["redeemed:R2|\(theirs)| 误核销 |李雷", "redemption:R2|\(waive)|误核销|李雷"])
    #expect(printed == words[2...].map { "\($0) list R2 \"\(offered)\" True\n" }.joined())
    let receipt = try Resolving.record(from: "\(folder.path)/filled.xlsx", try folder.configuration())
    #expect(receipt.recorded.map { "\($0.count) \($0.decision.rawValue)" } == ["1 accept-theirs", "1 waive"])
    #expect(
      try folder.pending().map {
        "\($0.identity.kind) \($0.identity.key) \($0.decision.rawValue) \($0.reason) \($0.by) \($0.ours!) \($0.theirs!)"
      } == [
        "amount redeemed:R2 accept-theirs 误核销 李雷 0 500", "over-redeemed redemption:R2 waive 误核销 李雷 0 500",
      ])
  }

  @Test func mistakesNameSheetAndRow() throws {
    let folder = try CaseFolder("decide-over-redeemed")
    try folder.change("qingfen.yaml", "lang: en", "lang: zh")
    try folder.settle(days: 1)
    _ = try fill(folder, key: "标识", decision: "处理决定", ["redeemed:R2|也许|误核销|李雷", "redemption:R2|免于处理||李雷"])
    #expect(
      try folder.problems(of: "filled.xlsx") == [
        "filled.xlsx:金额不符:2: decision: expected accept-ours, accept-theirs or waive, found '也许'",
        "filled.xlsx:超额核销:2: reason: expected why, found nothing",
      ])
    try FileManager.default.copyItem(
      atPath: "\(folder.path)/output/2026-03-01/statements/alpha/alpha-2026-03-draft.xlsx", toPath: "\(folder.path)/other.xlsx")
    let heads = "合作方 or Partner, 差异类型 or Kind, 标识 or Key, 处理决定 or Decision, 处理原因 or Reason, 处理人 or Decided by"
    #expect(
      try folder.problems(of: "other.xlsx") == [
        "other.xlsx: expected a sheet whose first row has the columns \(heads); found none: fill in a discrepancies.xlsx as it is"
      ])
    try folder.write("PK but no archive", to: "broken.xlsx")
    #expect(try folder.problems(of: "broken.xlsx").count == 1)
    #expect(try folder.pending().isEmpty)
  }
}
