import Testing

@testable import WorkbookWriter

/// Lists offered in cells, as openpyxl sees them.
@Suite struct ChoicesTests {
  private static let script = #"""
    import sys, openpyxl
    for sheet in openpyxl.load_workbook(sys.argv[1]).worksheets:
        for found in sheet.data_validations.dataValidation:
            print(sheet.title, found.type, found.sqref, found.formula1, "blank", found.allow_blank, "error", found.showErrorMessage)
    """#

  @Test func everySheetOfATableOffersThem() throws {
    let workshop = Workshop()
    try workshop.write { workbook in
      let columns = [DetailColumn("标识", width: 20), DetailColumn("处理决定", width: 14, choices: ["认可我方", "Waive"])]
      let details = try DetailSheets(in: workbook, name: "差异", columns: columns, rowLimit: 3)
      for number in 1...3 {
        let row = try details.nextRow()
        try details.sheet.write(text: "R\(number)", row: row, column: 0)
      }
      try details.finish()
      try DetailSheets(in: workbook, name: "无", columns: columns).finish()
    }
    #expect(
      try Workshop.run("/usr/bin/python3", ["-c", Self.script, workshop.path("book.xlsx")]) == """
        差异 list B2:B3 "认可我方,Waive" blank True error True
        差异-2 list B2 "认可我方,Waive" blank True error True

        """)
  }

  @Test func aListThatIsTooLongIsRefused() throws {
    let workshop = Workshop()
    let workbook = try Workbook(path: workshop.path("long.xlsx"), temporaryFolder: workshop.folder, title: "long")
    let sheet = try workbook.addSheet("a")
    let text = message { try sheet.offer([String(repeating: "x", count: 200), String(repeating: "y", count: 60)], rows: 1...2, column: 0) }
    #expect(text.contains("255"), "\(text)")
    #expect(message { try sheet.offer(["a"], rows: 1...1_048_576, column: 0) } != "no error")
  }
}
