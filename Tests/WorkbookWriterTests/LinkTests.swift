import Testing

@testable import WorkbookWriter

/// Links, text formulas, charts and widths, as openpyxl sees them.
@Suite struct LinkTests {
  private static let script = #"""
    import sys, openpyxl
    for sheet in openpyxl.load_workbook(sys.argv[1]).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    print(sheet.title, cell.coordinate, repr(cell.value), cell.hyperlink.location if cell.hyperlink else "-")
        for chart in sheet._charts:
            print(sheet.title, type(chart).__name__, [[s.cat.strRef.f if s.cat.strRef else s.cat.numRef.f, s.val.numRef.f] for s in chart.series])
    """#

  @Test func openpyxlSeesThem() throws {
    let workshop = Workshop()
    try workshop.write { workbook in
      let sheet = try workbook.addSheet("差异")
      let other = try workbook.addSheet("明细-2")
      try sheet.write(link: "=明细 2", to: "L2", of: "明细-2", row: 0, column: 0)
      try sheet.write(formula: "IF('明细-2'!B1=0,\"✓\",\"✗\")", storedText: "✓", row: 0, column: 1)
      try other.write(text: "a", row: 0, column: 0)
      try other.write(amount: 0, exponent: 2, row: 0, column: 1)
      let cells = { Chart.Cells("明细-2", column: $0, rows: 0...1) }
      let series = Chart.Series("净额", categories: cells(0), values: cells(1), colour: 0x4472C4)
      try workbook.add(Chart(.columns, title: "按日", unit: "CNY", series: [series]), on: sheet, row: 2, column: 0)
    }
    let seen = try Workshop.run("/usr/bin/python3", ["-c", Self.script, workshop.path("book.xlsx")])
    #expect(
      seen == """
        差异 A1 '=明细 2' '明细-2'!L2
        差异 B1 '=IF(\\'明细-2\\'!B1=0,"✓","✗")' -
        差异 BarChart [["'明细-2'!$A$1:$A$2", "'明细-2'!$B$1:$B$2"]]
        明细-2 A1 'a' -
        明细-2 B1 0 -

        """)
  }

  /// Excel takes 65,530 links on a sheet: the ones after that are texts.
  @Test func tooManyLinksBecomeText() throws {
    let workshop = Workshop()
    try workshop.write { workbook in
      let sheet = try workbook.addSheet("a")
      for row in 0..<Sheet.maximumLinks + 3 { try sheet.write(link: "x", to: "A1", of: "a", row: row, column: 0) }
      #expect(sheet.state.links == Sheet.maximumLinks)
    }
  }

  @Test(arguments: [("", 0), ("abc", 3), ("饿了么", 6), ("订单-12", 7), ("a\n饿了么\nbb", 6), ("é😀", 4)])
  func widths(text: String, columns: Int) {
    #expect(TextWidth.columns(text) == columns)
  }

  @Test func fittedWidthsStayWithinBounds() {
    #expect(TextWidth.fitted(3, 8...20) == 8 && TextWidth.fitted(10, 8...20) == 12 && TextWidth.fitted(900, 8...20) == 20)
  }
}

/// What a text cell makes of numbers and of texts that need no repair.
@Suite struct PlainTextTests {
  @Test(arguments: [0, 7, -1, 1_000_000, Int64.max, Int64.min])
  func numeralsAreTheirDigits(number: Int64) {
    var text = CellText()
    text.set(number)
    #expect(text.bytes == Array("\(number)".utf8) + [0])
  }

  /// The quick way gives the same as the careful one: what needs no change is not changed, in any script.
  @Test(arguments: ["HX20260302000063", "核销", "a\u{7F}b", "饿了么 · 红包", "é", "😀"])
  func plainTextStaysAsItIs(text: String) {
    var cell = CellText()
    #expect(cell.set(text.utf8.span) && cell.bytes == Array(text.utf8) + [0])
  }

  @Test(arguments: [("a_x0041_", "a_x005F_x0041_"), ("\u{1}", "\u{FFFD}"), ("a\u{FFFE}", "a\u{FFFD}"), ("（x）", "（x）"), ("a\r\nb", "a\nb")])
  func otherTextIsRepaired(text: String, shown: String) {
    var cell = CellText()
    #expect(cell.set(text.utf8.span) && cell.bytes == Array(shown.utf8) + [0])
  }
}
