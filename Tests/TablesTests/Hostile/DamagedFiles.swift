@testable import Tables

/// A good file of one container, to be damaged.
struct DamagedFiles {
  let name: String
  let bytes: [UInt8]
  let layout: TableLayout
  /// The parts of the archive when these are damaged, and not the archive; empty otherwise.
  var parts: [(name: String, data: [UInt8])] = []

  /// A damaged copy. Parts of a workbook are packed anew, so that the damage reaches what reads the part.
  func damaged(_ damage: inout Damage, _ others: [[UInt8]]) -> [UInt8] {
    guard !parts.isEmpty else {
      var bytes = bytes
      damage.hit(&bytes, others: others)
      return bytes
    }
    var parts = parts
    // The sheet most of the time.
    let number = damage.below(2) == 0 ? parts.count - 1 : damage.below(parts.count)
    damage.hit(&parts[number].data, others: self.parts.map(\.data))
    return StoredZip.bytes(parts)
  }

  static func all() throws -> [DamagedFiles] {
    let csv = layout(DelimitedRules(allowsBlankExtraCells: true))
    let gzip = try packed("sys.stdout.buffer.write(gzip.compress(text))")
    let zip = try packed(
      "b = io.BytesIO()\nwith zipfile.ZipFile(b, 'w', zipfile.ZIP_DEFLATED) as z: z.writestr('a.csv', text); z.writestr('b.txt', b'x')\nsys.stdout.buffer.write(b.getvalue())"
    )
    let book = try packed(
      """
      import openpyxl, datetime
      wb = openpyxl.Workbook(); ws = wb.active; ws.append(['id', 'amount', 'time'])
      for i in range(9): ws.append([f'A{i}', i / 100, datetime.datetime(2026, 3, 1 + i)])
      wb.save(sys.stdout.buffer)
      """)
    let handMade = workbook
    return [
      DamagedFiles(name: "csv", bytes: Array(plain.utf8), layout: csv),
      DamagedFiles(name: "gb18030", bytes: try Encoded.bytes(plain, "gb18030"), layout: layout(DelimitedRules(encoding: .gb18030))),
      DamagedFiles(name: "utf-16", bytes: try Encoded.bytes(plain, "utf-16"), layout: layout(DelimitedRules(encoding: .utf16))),
      DamagedFiles(name: "backticks", bytes: Array(marked.utf8), layout: layout(DelimitedRules(quotes: .someBackticks))),
      DamagedFiles(
        name: "no header", bytes: Array("2|3.00\nA1|1.00|2026-03-01 10:00:00\nA2|2.00|2026-03-01 10:00:00\n2|\n".utf8), layout: byPosition),
      DamagedFiles(name: "json", bytes: Array(json.utf8), layout: jsonLayout),
      DamagedFiles(name: "json lines", bytes: Array(lines.utf8), layout: TableLayout(container: .jsonLines, columns: columns)),
      DamagedFiles(name: "gzip", bytes: gzip, layout: TableLayout(packaging: .gzip, columns: columns)),
      DamagedFiles(name: "zip", bytes: zip, layout: TableLayout(packaging: .zip(member: "*"), columns: columns)),
      DamagedFiles(name: "xlsx", bytes: book, layout: sheet(.named)),
      DamagedFiles(name: "xlsx parts", bytes: handMade.bytes, layout: sheet(.named), parts: handMade.parts),
      DamagedFiles(name: "merged header", bytes: merged.bytes, layout: sheet(.merged(rows: 2)), parts: merged.parts),
    ]
  }

  private static let columns: [TableColumn] = [
    .text("id", .id), .amount("amount", AmountFormat(scale: 2, grouping: .comma, currencySigns: ["¥"], emptyIsZero: true)),
    .time("time", "yyyy-MM-dd HH:mm:ss", isRequired: false),
  ]

  private static func layout(_ rules: DelimitedRules) -> TableLayout {
    TableLayout(
      container: .delimited(rules), preamble: .untilHeader, trailers: [.prefix("合计"), .end("<END>"), .secondHeader(["n", "sum"])],
      wrapping: [.spaces, .trailingTab, .excelText, .fullWidth], columns: columns)
  }

  private static let plain =
    "标题,\nid,amount,time\nA1,\"1,234.00\",2026-03-01 10:00:00\n=\"002,3\",¥5,2026-03-02 10:00:00\r\nA3\t,\"6\",2026-03-03 10:00:00\n合计,2,\n"
    + "\"A\"\"4\",１２,2026-03-04 10:00:00\n<END>\n"

  private static let marked =
    "id,amount,time\n`A1,`1.00,`2026-03-01 10:00:00\n`A,2,`3.00,`2026-03-01 10:00:00\n`A3,4.00,`2026-03-01 10:00:00\nn,sum\n`2,`4.00\n"

  private static let byPosition = TableLayout(
    container: .delimited(DelimitedRules(delimiter: "|", quotes: .none)), preamble: .lines(1), header: .none, trailers: [.end("2|")],
    columns: [
      TableColumn("id", [.position(0)], .text(.id)), TableColumn("amount", [.position(1)], .amount(AmountFormat(scale: 2))),
      TableColumn(
        "time", [.position(2)], .time([.pattern(TimePattern("yyyy-MM-dd HH:mm:ss")!), .iso8601, .serial, .millisecondsSince1970])),
    ])

  private static let lines = """
    {"id": "A1", "amount": "1.00", "time": "2026-03-01 10:00:00"}
    {"id": 7, "amount": 2.5, "time": "2026-03-01 10:00:00"}
    {"id": "\\u706b\\ud83d\\ude00", "amount": "", "time": "2026-03-01 10:00:00", "x": [1, {"y": null}]}

    """

  private static let json = "{\"data\": {\"n\": 3, \"rows\": [" + lines.split(separator: "\n").joined(separator: ",") + "]}}"

  private static let jsonLayout = TableLayout(
    container: .json(rows: JSONPointer("/data/rows")!), trailers: [.pointer(JSONPointer("/data/n")!)], columns: columns)

  private static func sheet(_ header: HeaderRule) -> TableLayout {
    TableLayout(
      container: .xlsx(.withHeader), preamble: .untilHeader, header: header, trailers: [.prefix("合计")], wrapping: .spaces, columns: columns)
  }

  private static var workbook: HandMadeWorkbook {
    var book = HandMadeWorkbook(
      rows: HandMadeWorkbook.row(1, "id", "amount", "time") + """
        <row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" s="2"><v>1.5</v></c><c r="C2" s="1"><v>46082.5</v></c></row>\
        <row r="3" hidden="1"><c r="A3" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c><c t="str"><f>1</f><v>2.00</v></c>\
        <c t="d"><v>2026-03-01T10:00:00</v></c></row><row><c><v>12345.0</v></c><c t="s"><v>1</v></c><c s="1"><v>1.5E4</v></c><c t="b"><v>1</v></c></row>\
        <row r="9"><c t="str"><v>合计</v></c><c><v>7</v></c></row>
        """)
    book.strings = "<si><t>A_x0041_</t></si><si><r><t>3</t></r><rPh><t>no</t></rPh></si>"
    return book
  }

  private static var merged: HandMadeWorkbook {
    var book = HandMadeWorkbook(
      rows: HandMadeWorkbook.row(1, "标题") + HandMadeWorkbook.row(2, "id", "amount", "time") + HandMadeWorkbook.row(3, "", "", "", "x")
        + HandMadeWorkbook.row(4, "A1", "1.00", "2026-03-01 10:00:00") + HandMadeWorkbook.row(5, "A2", "2.00", "2026-03-01 10:00:00"))
    book.sheet +=
      "<mergeCells><mergeCell ref=\"A1:C1\"/><mergeCell ref=\"A2:A3\"/><mergeCell ref=\"B2:B3\"/><mergeCell ref=\"C2:C3\"/></mergeCells>"
    return book
  }

  /// What the script writes; it sees a small table as `text`.
  private static func packed(_ script: String) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    _ = try Python.run(
      "import sys, gzip, zipfile, io\nsys.stdout = open(sys.argv[1], 'w')\n"
        + "text = ('id,amount,time\\n' + ''.join(f'A{i},{i}.00,2026-03-01 10:00:00\\n' for i in range(40))).encode()\n\(script)\nsys.stdout.close()",
      [folder.file("f")])
    return try FileBytes.read(path: folder.file("f"))
  }
}
