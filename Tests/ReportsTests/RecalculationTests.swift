import Testing
import WorkbookWriter

/// The check of stored values by LibreOffice is one: it finds what is wrong.
@Suite struct RecalculationTests {
  private func write(_ stored: Int64, _ workshop: Workshop) throws {
    let workbook = try Workbook(path: workshop.path("w.xlsx"), temporaryFolder: workshop.folder, title: "w")
    let sheet = try workbook.addSheet("a")
    for row in 0...1 { try sheet.write(amount: 100, exponent: 2, row: row, column: 0) }
    try sheet.write(formula: "SUM(A1:A2)", storedAmount: stored, exponent: 2, row: 2, column: 0)
    try workbook.close()
  }

  @Test func aWrongStoredValueIsFound() throws {
    let workshop = Workshop()
    try write(200, workshop)
    #expect(try workshop.recalculated("w.xlsx") == ["a!A3": "2"])
    try write(300, workshop)
    withKnownIssue { _ = try workshop.recalculated("w.xlsx") }
  }
}
