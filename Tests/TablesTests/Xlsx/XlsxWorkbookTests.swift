import Testing

@testable import Tables

/// Workbooks that openpyxl writes, read back.
@Suite struct XlsxWorkbookTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// `script` sees openpyxl's workbook as `wb` and its first sheet as `ws`.
  private func workbook(_ script: String) throws -> XlsxWorkbook {
    let path = folder.file("book.xlsx")
    _ = try Python.run(
      "import sys, datetime, openpyxl\nwb = openpyxl.Workbook()\nws = wb.active\n\(script)\nwb.save(sys.argv[1])", [path])
    return try XlsxWorkbook(path: path)
  }

  /// Every cell as `row:column kind text`, with `=` for a formula and `d` for a date format.
  private func cells(_ book: XlsxWorkbook, _ sheet: String) throws -> [String] {
    var lines: [String] = []
    try book.readSheet(named: sheet) { row in
      for cell in row.cells {
        let marks = (cell.hasFormula ? "=" : "") + (cell.format == .date ? "d" : "") + (row.isHidden ? "h" : "")
        lines.append("\(row.number):\(cell.column) \(cell.kind)\(marks) \(row.text(cell))")
      }
    }
    return lines
  }

  @Test func readsEveryKindOfCell() throws {
    let book = try workbook(
      """
      ws.title = "对账单"
      ws.append(["订单号", "a & <b>", 12.34, 7, True, None, False])
      ws["A3"] = datetime.datetime(2026, 1, 5, 12, 30)
      ws["B3"] = 1.5
      ws["B3"].number_format = '0.00'
      ws["C3"] = "=A1"
      ws["D3"] = "#DIV/0!"
      ws["E3"] = ""
      ws["AB4"] = "  kept  "
      ws.row_dimensions[4].hidden = True
      wb.create_sheet("Second").append(["订单号"])
      wb.create_sheet("Empty")
      """)
    #expect(book.sheetNames == ["对账单", "Second", "Empty"])
    #expect(!book.date1904)
    #expect(
      try cells(book, "对账单") == [
        "1:0 text 订单号", "1:1 text a & <b>", "1:2 number 12.34", "1:3 number 7", "1:4 boolean 1", "1:6 boolean 0",
        "3:0 numberd 46027.52083333334", "3:1 number 1.5", "3:2 missing= ", "3:3 error #DIV/0!", "4:27 texth   kept  ",
      ])
    #expect(try cells(book, "Second") == ["1:0 text 订单号"])
    #expect(try cells(book, "Empty") == [])
  }

  @Test func knowsThe1904DateSystem() throws {
    let book = try workbook("wb.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904\nws['A1'] = datetime.date(2026, 1, 5)")
    #expect(book.date1904)
    #expect(try cells(book, "Sheet") == ["1:0 numberd 44565"])
  }

  /// Replaces the only sheet's rows by hand-written XML and adds shared strings, which Debian's openpyxl never writes.
  private func sheet(_ rows: String, strings: String = "<si><t>zero</t></si>") throws -> XlsxWorkbook {
    let plain = folder.file("plain.xlsx")
    let path = folder.file("edited.xlsx")
    _ = try Python.run(
      """
      import sys, zipfile, openpyxl
      wb = openpyxl.Workbook(); wb.active.append(["x"]); wb.save(sys.argv[1])
      with zipfile.ZipFile(sys.argv[1]) as a, zipfile.ZipFile(sys.argv[2], "w") as b:
          for name in a.namelist():
              data = a.read(name).decode()
              if name.endswith("sheet1.xml"):
                  data = '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>' + sys.argv[3] + '</x:sheetData></x:worksheet>'
              if name == "xl/_rels/workbook.xml.rels":
                  data = data.replace('</Relationships>', '<Relationship Id="s" Target="sharedStrings.xml" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/sharedStrings"/></Relationships>')
              b.writestr(name, data)
          b.writestr("xl/sharedStrings.xml", '<sst>' + sys.argv[4] + '</sst>')
      """, [plain, path, rows, strings])
    return try XlsxWorkbook(path: path)
  }

  @Test func readsWhatOtherWritersProduce() throws {
    let book = try sheet(
      """
      <x:row><x:c t="inlineStr"><x:is><x:r><x:t>in</x:t></x:r><x:r><x:t>line</x:t></x:r><x:rPh><x:t>no</x:t></x:rPh></x:is></x:c>\
      <x:c><x:v/></x:c><x:c t="str"><x:f>A1</x:f><x:v>cached</x:v></x:c><x:c><x:f>1+1</x:f><x:v>2</x:v></x:c><x:c t="d"><x:v>2026-01-05</x:v></x:c></x:row>\
      <x:row r="9"><x:c r="C9" t="s"><x:v>1</x:v></x:c><x:c t="str"><x:v>a_x000D_b_x005F_x0041_</x:v></x:c><x:c><x:v>1E-2</x:v></x:c></x:row>
      """, strings: "<si><t>zero</t></si><si><r><t>on</t></r><r><t>e_x0009_</t></r><rPh><t>no</t></rPh></si>")
    #expect(
      try cells(book, "Sheet") == [
        "1:0 text inline", "1:2 text= cached", "1:3 number= 2", "1:4 isoDate 2026-01-05", "9:2 text one\t", "9:3 text a\rb_x0041_",
        "9:4 number 1E-2",
      ])
  }

  @Test(arguments: [
    (
      "<x:row r=\"2\"/><x:row r=\"2\"/>",
      ":2: xl/worksheets/sheet1.xml: expected rows in ascending order up to 1048576, found row 2 after row 2"
    ),
    ("<x:row r=\"1\"><x:c r=\"A2\"/></x:row>", ":1: xl/worksheets/sheet1.xml: expected a cell of row 1, found A2"),
    (
      "<x:row r=\"1\"><x:c r=\"B1\"/><x:c r=\"A1\"/></x:row>",
      ":1: xl/worksheets/sheet1.xml: expected cells in ascending order up to column 16384, found column 1 after column 2"
    ),
    ("<x:row r=\"1\"><x:c t=\"s\"><x:v>5</x:v></x:c></x:row>", ":1: xl/worksheets/sheet1.xml: expected one of 1 shared strings, found '5'"),
    (
      "<x:row r=\"1\"><x:c t=\"b\"><x:v>2</x:v></x:c></x:row>", ":1: xl/worksheets/sheet1.xml: expected 0 or 1 in a boolean cell, found '2'"
    ),
    ("<x:row r=\"1\"><x:c t=\"z\"/></x:row>", ":1: xl/worksheets/sheet1.xml: expected a cell type, found z"),
    ("<x:row r=\"1\"><x:c s=\"99\"/></x:row>", ":1: xl/worksheets/sheet1.xml: expected a cell format, found 99"),
    ("<x:row>", ": xl/worksheets/sheet1.xml: expected well-formed XML, found mismatched tag at line 1"),
    (String(repeating: "<x:a>", count: 70), ": xl/worksheets/sheet1.xml: expected at most 64 nested elements, found more"),
  ])
  func refusesADamagedSheet(rows: String, message: String) throws {
    let book = try sheet(rows)
    let error = #expect(throws: TableError.self) { try book.readSheet(named: "Sheet") { _ in } }
    #expect(error?.description == folder.file("edited.xlsx") + message)
  }

  @Test func passesOnTheCallersError() throws {
    struct Enough: Error {}
    let book = try workbook("for i in range(1000): ws.append([i])")
    var rows = 0
    #expect(throws: Enough.self) {
      try book.readSheet(named: "Sheet") { _ in
        rows += 1
        if rows == 10 { throw Enough() }
      }
    }
    #expect(rows == 10)
    let error = #expect(throws: TableError.self) { try book.readSheet(named: "账单") { _ in } }
    #expect(error?.description == folder.file("book.xlsx") + ": sheet '账单': expected one of 'Sheet', found no such sheet")
  }

  @Test(arguments: [
    ("yyyy-mm-dd", NumberFormatClass.date), ("General", .general), ("0.00", .other), ("[h]:mm", .date), ("[Red]0.00", .other),
    ("\"day\" 0", .other), ("¥#,##0.00_ ", .other), ("[$-804]yyyy\"年\"m\"月\"", .date), ("0.00E+00", .other), ("0\\d", .other),
    ("@", .other),
  ])
  func classifiesFormats(code: String, format: NumberFormatClass) {
    #expect(CellFormats.format(code: code) == format)
  }
}
