import Testing

@testable import Tables

@Suite struct DelimitedTableTests {
  private static let columns = [TableColumn.text("a"), .text("b"), .text("c")]

  private func layout(
    _ rules: DelimitedRules = DelimitedRules(), preamble: Preamble = .none, header: HeaderRule = .named, trailers: [TrailerRule] = [],
    wrapping: CellWrapping = []
  ) -> TableLayout {
    TableLayout(
      container: .delimited(rules), preamble: preamble, header: header, trailers: trailers, wrapping: wrapping, columns: Self.columns)
  }

  @Test(arguments: [";", "\t", "|", ",", "¦", "\u{1F}", "、", "~"] as [Unicode.Scalar]) func splitsAtAnyCharacter(delimiter: Unicode.Scalar)
    throws
  {
    let text = "a;b;c\n1;;3\n\"x;y\";\"say \"\"hi\"\"\";\"two\nlines\"\n".replacing(";", with: String(delimiter))
    let table = try ReadTable(text, layout(DelimitedRules(delimiter: delimiter)))
    #expect(table.problems == [])
    #expect(table.rows == [["1", "", "3"], ["x;y".replacing(";", with: String(delimiter)), "say \"hi\"", "two\nlines"]])
  }

  @Test func quotesMayBeText() throws {
    let table = try ReadTable("a|b|c\n\"1|2\"|x\"y\n", layout(DelimitedRules(delimiter: "|", quotes: .none)))
    #expect(table.rows == [["\"1", "2\"", "x\"y"]])
  }

  @Test(arguments: ["\n", "\r\n", "\r", "\n\n", "\r\r\n", "\n\r\n"]) func readsEveryLineEnd(lineEnd: String) throws {
    for last in ["", lineEnd] {
      let text = ["a,b,c", "1,2,3", "4,\"5\",6"].joined(separator: lineEnd) + last
      #expect(try ReadTable(text, layout()).rows == [["1", "2", "3"], ["4", "5", "6"]])
    }
  }

  @Test func countsLinesOfMixedEnds() throws {
    let table = try ReadTable("a,b,c\r1,2,3\r\n4,5\n\n6,\"7\r\n7\",8\r9,9,9\n", layout())
    #expect(table.places == [2, 5, 7])
    #expect(table.rejects.map(\.line) == [3])
    #expect(table.rows[1][1] == "7\r\n7")
  }

  /// text, reject; the row `7,8,9` behind every fault must survive.
  @Test(arguments: [
    ("1,2\n", "2 row: expected 3 fields, found 2 fields"), ("1,2,3,4\n", "2 row: expected 3 fields, found 4 fields"),
    ("1,2,3,\n", "2 row: expected 3 fields, found 4 fields"),
    ("1,2\"2,3\n", "2 b: expected a quote only around a whole field, found 2\"2"),
    ("1,2,\"3\"4\n", "2 c: expected a comma or a line end after the closing quote, found \"3\"4"),
    ("1,\"2,3\n", "2 b: expected a closing quote, found \"2,3"), ("1,2\u{0},3\n", "2 b: expected text without NUL bytes, found 2\\0"),
    ("a,b,c\n", "2 row: expected the header once, found a,b,c"),
  ])
  func rejectsOneRow(text: String, problem: String) throws {
    let table = try ReadTable("a,b,c\n" + text + "7,8,9\n", layout())
    #expect(table.problems == [problem])
    #expect(table.rows == [["7", "8", "9"]])
    #expect(table.reader.tally == TableTally(rows: 2, rejected: 1))
  }

  @Test func aLineThatIsCutIsNoRow() throws {
    #expect(
      try ReadTable("a,b,c\n1,2,3\n4,5", layout()).problems == [
        "3 row: expected 3 fields and a line end, found a cut last line with 2 fields"
      ])
  }

  @Test func blankCellsBeyondTheHeaderMayBeLetGo() throws {
    let table = try ReadTable("a,b,c\n1,2,3,\n4,5,6, ,\n7,8,9,x\n", layout(DelimitedRules(allowsBlankExtraCells: true)))
    #expect(table.rows == [["1", "2", "3"], ["4", "5", "6"]])
    #expect(table.problems == ["4 row: expected 3 fields, found 4 fields"])
  }

  @Test func blankRowsArePassedOver() throws {
    let table = try ReadTable("\n,,\na,b,c\n,,\n  \n\u{3000},\u{A0},\t\n1,2,3\n\n", layout())
    #expect(table.rows == [["1", "2", "3"]] && table.rejects.isEmpty)
  }

  @Test(arguments: [
    (Preamble.lines(2), "x\ny,\"z\na,b,c\n1,2,3\n", 2), (.comments("#"), "#x\n\n#\"y\na,b,c\n1,2,3\n", 3),
    (.untilHeader, "x,y\n\"open\n,,,\na,b\nthe \"a,b,c\"\na,b,c\n1,2,3\n", 5), (.none, "\na,b,c\n1,2,3\n", 0),
  ])
  func passesOverThePreamble(preamble: Preamble, text: String, count: Int) throws {
    let table = try ReadTable(text, layout(preamble: preamble))
    #expect(table.rows == [["1", "2", "3"]])
    #expect(table.reader.preamble.count == count)
  }

  @Test(arguments: [
    (Preamble.none, "x\na,b,c\n", "bill: header: expected a row with the columns 'a', 'b', 'c', found none of them in 1 rows"),
    (.none, "b,c,d\n", "bill:1: header: expected a row with the columns 'a', 'b', 'c', found no 'a' there"),
    (.untilHeader, "x\n", "bill: header: expected a row with the columns 'a', 'b', 'c', found none of them in 1 rows"),
    (.untilHeader, "\n\n", "bill: header: expected a row with the columns 'a', 'b', 'c', found no row at all"),
    (.none, "a,b,c,a\n", "bill:1: header: expected 'a' once, found 'a' and 'a'"),
    (
      .none, "a\u{0},b\u{0},c\n",
      "bill:1: header: expected a row with the columns 'a', 'b', 'c', found no 'a', 'b' there; a NUL byte at offset 1 (binary data or UTF-16)"
    ),
  ])
  func refusesAFileWithoutTheHeader(preamble: Preamble, text: String, message: String) throws {
    let error = #expect(throws: TableError.self) { try ReadTable(text, layout(preamble: preamble)) }
    #expect(error?.description == message)
  }

  @Test func refusesAnEndlessPreamble() throws {
    let error = #expect(throws: TableError.self) { try ReadTable(String(repeating: "x\n", count: 1002), layout(preamble: .untilHeader)) }
    #expect(error?.description == "bill:1001: header: expected the header within 1000 rows, found none")
  }

  @Test func readsColumnsByPosition() throws {
    let columns = [
      TableColumn("id", [.position(0)], .text(.id)), TableColumn("amount", [.position(2)], .amount(AmountFormat(scale: 2))),
      TableColumn("remark", [.position(5)], isRequired: false, .text(.any)),
    ]
    let layout = TableLayout(preamble: .lines(1), header: .none, columns: columns)
    let table = try ReadTable("title\n1,x,2.00,y\n3,x\n4,x,5.00,z\n5,x,bad,z\n", layout)
    #expect(table.texts[0] == ["1", "4"])
    #expect(table.amounts[1] == [200, 500])
    #expect(table.problems == ["3 row: expected 4 fields, found 2 fields", "5 amount: expected an amount such as 199.00, found bad"])
    #expect(try ReadTable("title\n", layout).rows.isEmpty)
    let error = #expect(throws: TableError.self) { try ReadTable("t\n1,2\n", layout) }
    #expect(error?.description == "bill:2: header: expected a row with the columns column 1, column 3, found no column 3 there")
  }

  @Test(arguments: ["合计,3,", ",,合计：3", "\"总,计\",,x", "总\"计,1", "合计"]) func keepsRowsOfTotals(row: String) throws {
    let table = try ReadTable("a,b,c\n1,2,3\n\(row)\n4,5,6\n", layout(trailers: [.prefix("合计"), .prefix("总")]))
    #expect(table.rows == [["1", "2", "3"], ["4", "5", "6"]])
    #expect(table.rejects.isEmpty)
    #expect(table.reader.trailers.map(\.place) == [3])
    #expect(try ReadTable("a,b,c\n\"合计 \"\"3\"\"\",,\n", layout(trailers: [.prefix("合计")])).reader.trailers[0].text == "合计 \"3\"")
  }

  @Test func refusesEndlessTrailers() throws {
    let text = "a,b,c\n" + String(repeating: "#\n", count: 1001)
    let error = #expect(throws: TableError.self) { try ReadTable(text, layout(trailers: [.prefix("#")])) }
    #expect(error?.description == "bill:1002: trailer: expected at most 1000 rows, found more")
  }

  @Test func stripsWhatCellsAreWrappedIn() throws {
    let table = try ReadTable(
      "a,b,c\n=\"001,2\",\"=\"\"003\"\"\",  x \n`5,6\t\t,\u{3000}７８ＡＢ．，－\u{3000}\n",
      layout(wrapping: [.spaces, .trailingTab, .excelText, .backtick, .fullWidth]))
    #expect(table.problems == [])
    #expect(table.texts == [["001,2", "5"], ["003", "6"], ["x", "78AB.,-"]])
    // The evidence keeps the cells as they came.
    #expect(table.rows == [["=\"001,2\"", "=\"003\"", "  x "], ["`5", "6\t\t", "\u{3000}７８ＡＢ．，－\u{3000}"]])
  }

  @Test(arguments: ["=\"1,2,3\n", "=\"1\"x,2,3\n", "=x\"1\",2,3\n"]) func brokenExcelTextIsAReject(row: String) throws {
    let table = try ReadTable("a,b,c\n\(row)7,8,9\n", layout(wrapping: .excelText))
    #expect(table.rows == [["7", "8", "9"]])
    #expect(table.rejects.map(\.line) == [2])
  }

  /// Rows that lie across the reader's windows, at every place.
  @Test func readsRowsAcrossWindows() throws {
    var text = "a,b,c\n"
    var rows: [[String]] = []
    for index in 0..<4000 {
      let long = String(repeating: index % 2 == 0 ? "x" : "火", count: (index * 37) % 500)
      rows.append(["\(index)", long + (index % 5 == 0 ? "\n,\"" : ""), "e"])
      text += "\(index),\"\(rows[index][1].replacing("\"", with: "\"\""))\",e\r\n"
    }
    let table = try ReadTable(text, layout())
    #expect(table.problems == [])
    #expect(table.rows == rows)
  }

  @Test func longRowsAreRejectsAndMemoryStaysFlat() throws {
    let long = String(repeating: "x", count: TableLimits.rowBytes)
    let endless = String(repeating: "y", count: 7 << 20)
    let table = try ReadTable("a,b,c\n\(long),2,3\n4,5,6\n\(endless),2,3\r\n\"\(long)\n\",5,6\n7,8,9\n", layout())
    let shown = "\"" + String(repeating: "x", count: 59) + "…"
    #expect(
      table.problems == [
        "2 row: expected at most 1048576 bytes, found 1048580 bytes", "4 row: expected at most 1048576 bytes, found more",
        "5 a: expected a closing quote, found \(shown)", "6 a: expected a closing quote, found \",5,6",
      ])
    #expect(table.rows == [["4", "5", "6"], ["7", "8", "9"]])
    #expect(table.mostBytes <= TextWindow.size * 2)
  }
}
