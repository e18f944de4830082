import Testing

@testable import Tables

/// Workbooks whose packing is in order and whose XML is not.
@Suite struct HostileWorkbookTests {
  private static let columns = [TableColumn.text("编号", .id), .amount("金额", AmountFormat(scale: 2, emptyIsZero: true))]

  private func layout(_ preamble: Preamble = .none, header: HeaderRule = .named, trailers: [TrailerRule] = []) -> TableLayout {
    TableLayout(container: .xlsx(.withHeader), preamble: preamble, header: header, trailers: trailers, columns: Self.columns)
  }

  private func message(_ book: HandMadeWorkbook, _ layout: TableLayout) -> String? {
    #expect(throws: TableError.self) { try ReadTable(book.bytes, layout) }?.description
  }

  private static let header = HandMadeWorkbook.row(1, "编号", "金额")

  /// Entities are never declared, expanded or fetched, whatever the document type says and however it is written.
  @Test(arguments: [
    "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY a \"&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>",
    "<!DOCTYPE worksheet [<!ENTITY file SYSTEM \"file:///etc/passwd\">]>",
    "<!DOCTYPE worksheet SYSTEM \"http://127.0.0.1:1/x.dtd\">", "<!DOCTYPE worksheet [<!ENTITY % p SYSTEM \"file:///etc/passwd\"> %p;]>",
    "<?xml version=\"1.0\"?><!-- x --><?pi?>\n<!DOCTYPE worksheet>",
  ])
  func refusesEveryDocumentType(prolog: String) {
    var book = HandMadeWorkbook(rows: Self.header + HandMadeWorkbook.row(2, "&lol;&b;&file;", "1.00"))
    book.prolog = prolog
    #expect(message(book, layout()) == "bill: xl/worksheets/sheet1.xml: expected XML without a document type, found a DOCTYPE")
  }

  @Test func refusesAnEntityThatIsNotXMLs() {
    let book = HandMadeWorkbook(rows: Self.header + HandMadeWorkbook.row(2, "&lol;", "1.00"))
    #expect(message(book, layout()) == "bill: xl/worksheets/sheet1.xml: expected well-formed XML, found undefined entity at line 1")
  }

  /// What a sheet says of its size is not believed: nothing is made room for.
  @Test func claimsOfSizeCostNothing() throws {
    var book = HandMadeWorkbook(rows: Self.header + HandMadeWorkbook.row(1_048_576, "A1", "1.00"))
    book.sheet = "<dimension ref=\"A1:XFD1048576\"/><cols><col min=\"1\" max=\"16384\"/></cols>" + book.sheet
    let table = try ReadTable(book.bytes, layout())
    #expect(table.places == [1_048_576] && table.amounts[1] == [100])
    #expect(table.mostBytes < 100)
  }

  @Test(arguments: [
    ("<row r=\"1048577\"/>", "2: xl/worksheets/sheet1.xml: expected rows in ascending order up to 1048576, found row 1048577 after row 1"),
    ("<row r=\"99999999999\"/>", "2: xl/worksheets/sheet1.xml: expected rows in ascending order up to 1048576, found row 0 after row 1"),
    ("<row r=\"2\"><c r=\"XFE2\"/></row>", "2: xl/worksheets/sheet1.xml: expected a cell of row 2, found XFE2"),
    ("<row r=\"2\"><c r=\"AAAAA2\"/></row>", "2: xl/worksheets/sheet1.xml: expected a cell of row 2, found AAAAA2"),
    (
      "<row r=\"2\"><c r=\"XFD2\"/><c/></row>",
      "2: xl/worksheets/sheet1.xml: expected cells in ascending order up to column 16384, found column 16385 after column 16384"
    ),
    (
      "<row r=\"2\"><c t=\"s\"><v>99999999999999999999</v></c></row>",
      "2: xl/worksheets/sheet1.xml: expected one of 1 shared strings, found '99999999999999999999'"
    ),
    ("<row r=\"2\"><c s=\"4294967296\"><v>1</v></c></row>", "2: xl/worksheets/sheet1.xml: expected a cell format, found 4294967296"),
  ])
  func refusesPlacesOutsideASheet(row: String, problem: String) throws {
    let text = try #require(message(HandMadeWorkbook(rows: Self.header + row), layout()))
    // The row's own number where it has one.
    #expect(text.drop { $0 != " " } == problem.drop { $0 != " " })
  }

  /// One shared string of 128 KB, shown in every cell: a small file that is gigabytes of text.
  private func amplified(rows: Int, columns: Int, header: String) -> HandMadeWorkbook {
    let cells = String(repeating: "<c t=\"s\"><v>0</v></c>", count: columns)
    var book = HandMadeWorkbook(rows: header + (2..<rows + 2).map { "<row r=\"\($0)\">\(cells)</row>" }.joined())
    book.strings = "<si><t>\(String(repeating: "x", count: 131_000))</t></si>"
    return book
  }

  @Test func repeatedTextFillsNoMemory() throws {
    // 40 rows of 1.3 MB each: a row or two at a time.
    let reader = try TableReader(
      bytes: amplified(rows: 40, columns: 10, header: Self.header).bytes, name: "bill",
      layout: TableLayout(container: .xlsx(.withHeader), columns: [.text("编号")]))
    var batch = TableBatch()
    var (rows, most) = (0, 0)
    while try reader.read(into: &batch) {
      rows += batch.rowCount
      most = max(most, batch.bytes.count)
    }
    #expect(rows == 40)
    #expect(most < 2 << 20)
  }

  @Test func repeatedTextBesideTheDataIsRefused() {
    let before = amplified(rows: 400, columns: 10, header: "")
    #expect(message(before, layout(.untilHeader)) == "bill:14: header: expected the header within 16777216 bytes, found none")
    let behind = amplified(rows: 400, columns: 2, header: Self.header)
    #expect(message(behind, layout(trailers: [.prefix("xxx")])) == "bill:66: trailer: expected at most 16777216 bytes, found more")
    let wide = amplified(rows: 1, columns: 130, header: Self.header)
    #expect(message(wide, layout()) == "bill:2: xl/worksheets/sheet1.xml: expected at most 16777216 bytes of text, found more")
  }

  @Test func refusesMergedCellsWithoutEnd() {
    func book(_ areas: String) -> HandMadeWorkbook {
      var book = HandMadeWorkbook(rows: Self.header)
      book.sheet += "<mergeCells>\(areas)</mergeCells>"
      return book
    }
    let merged = layout(.untilHeader, header: .merged(rows: 2))
    let large = String(repeating: "<mergeCell ref=\"A1:XFD1048576\"/>", count: 100)
    #expect(message(book(large), merged) == "bill: xl/worksheets/sheet1.xml: expected merged cells over at most 4000000 cells, found more")
    let many = String(repeating: "<mergeCell ref=\"A1:A2\"/>", count: 100_001)
    #expect(
      message(book(many), merged)
        == "bill: xl/worksheets/sheet1.xml: expected at most 100000 areas of merged cells such as A1:B2, found A1:A2")
    #expect(
      message(book("<mergeCell ref=\"B2:A1\"/>"), merged)
        == "bill: xl/worksheets/sheet1.xml: expected at most 100000 areas of merged cells such as A1:B2, found B2:A1")
  }

  /// Areas that lie over each other are no reason to look for long, and none to fall over.
  @Test func overlappingMergedCells() throws {
    var book = HandMadeWorkbook(
      rows: HandMadeWorkbook.row(1, "编号", "金额", "备注") + HandMadeWorkbook.row(2, "", "收入", "支出") + HandMadeWorkbook.row(3, "A1", "5", "x"))
    book.sheet += "<mergeCells><mergeCell ref=\"A1:A2\"/><mergeCell ref=\"B1:C1\"/>"
    book.sheet += String(repeating: "<mergeCell ref=\"A1:C2\"/>", count: 5000) + "</mergeCells>"
    let table = try ReadTable(
      book.bytes,
      TableLayout(container: .xlsx(.withHeader), header: .merged(rows: 2), columns: [.text("编号", .id), .amount("金额/收入")]))
    #expect(table.reader.header == ["编号", "金额/收入", "金额/支出"])
    #expect(table.amounts[1] == [500])
  }

  @Test func namesOtherOfficeFiles() {
    func found(_ parts: [(name: String, data: [UInt8])]) -> String? {
      #expect(throws: TableError.self) { try ReadTable(StoredZip.bytes(parts), layout()) }?.description
    }
    let plain = HandMadeWorkbook(rows: "").parts
    #expect(
      found([("mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8)), ("content.xml", Array("<x/>".utf8))])
        == "bill: file: expected an xlsx workbook, found an OpenDocument file (.ods): save it as .xlsx")
    #expect(found([("a.csv", [])]) == "bill: file: expected an xlsx workbook, found a zip archive without a workbook's parts")
    let binary = plain.map {
      ($0.name, Array(String(decoding: $0.data, as: UTF8.self).replacing("xl/workbook.xml", with: "xl/workbook.bin").utf8))
    }
    #expect(found(binary) == "bill: file: expected an xlsx workbook, found a binary workbook (.xlsb): save it as .xlsx")
  }

  /// A workbook in a workbook's place in an archive in an archive: each layer is asked for by the layout, or refused.
  @Test func nestedArchivesAreRefused() {
    let inner = StoredZip.bytes([("a.csv", Array("编号,金额\nA1,1.00\n".utf8))])
    let outer = StoredZip.bytes([("inner.zip", inner)])
    let error = #expect(throws: TableError.self) { try ReadTable(outer, TableLayout(packaging: .zip(member: "*"), columns: Self.columns)) }
    #expect(error?.description == "bill(inner.zip): file: expected delimited text, found a zip archive or workbook")
  }
}
