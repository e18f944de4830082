import Testing

@testable import Tables

@Suite struct CSVReaderTests {
  @Test func readsPlainAndQuotedFields() throws {
    let all = try ReadAll("\u{FEFF}a,b,c\r\n1,,three\r\n\r\n\"x,y\",\"say \"\"hi\"\"\",\"two\nlines\"\n\n火锅,\"\",\t7\r\n")
    #expect(all.header == ["a", "b", "c"])
    #expect(all.rows == [["1", "", "three"], ["x,y", "say \"hi\"", "two\nlines"], ["火锅", "", "\t7"]])
    #expect(all.lines == [2, 4, 7])
    #expect(all.rejects.isEmpty)
  }

  @Test(arguments: ["a,b\n1,2", "a,b\n1,2\n", "a,b\n1,2\r\n", "a,b\n1,2\r", "\n\r\na,b\n1,\"2\"", "\"a\",b\n1,\"2\"\r"])
  func acceptsACompleteLastLine(text: String) throws {
    let all = try ReadAll(text)
    #expect(all.rows == [["1", "2"]])
    #expect(all.rejects.isEmpty)
  }

  @Test func headerAloneHasNoRows() throws {
    let all = try ReadAll("a,\"b \"\"x\"\"\"")
    #expect(all.header == ["a", "b \"x\""])
    #expect(all.rows.isEmpty && all.rejects.isEmpty)
  }

  /// text, expected reject; the row `7,8,9` behind every fault must survive.
  @Test(arguments: [
    ("1,2\n", RowReject(line: 2, lastLine: 2, field: "row", expected: "3 fields", found: "2 fields")),
    ("1\n", RowReject(line: 2, lastLine: 2, field: "row", expected: "3 fields", found: "1 field")),
    ("1,2,3,4\r\n", RowReject(line: 2, lastLine: 2, field: "row", expected: "3 fields", found: "4 fields")),
    ("1,\"2\n2\"\n", RowReject(line: 2, lastLine: 3, field: "row", expected: "3 fields", found: "2 fields")),
    ("1,2\"2,3\n", RowReject(line: 2, lastLine: 2, field: "b", expected: "a quote only around a whole field", found: "2\"2")),
    (
      "1,2,\"3\"4\n",
      RowReject(
        line: 2, lastLine: 2, field: "c", expected: "a comma or a line end after the closing quote", found: "\"3\"4")
    ),
    ("1,\"2,3\n", RowReject(line: 2, lastLine: 2, field: "b", expected: "a closing quote", found: "\"2,3")),
    ("1,2,3,\"4\n", RowReject(line: 2, lastLine: 2, field: "row", expected: "a closing quote", found: "\"4")),
    ("1,2\u{0},3\n", RowReject(line: 2, lastLine: 2, field: "b", expected: "text without NUL bytes", found: "2\\0")),
    (
      "1,\"2\u{0}\n\",3\n",
      RowReject(line: 2, lastLine: 3, field: "b", expected: "text without NUL bytes", found: "\"2\\0\\n\"")
    ),
    ("1,2,3\r4\n", RowReject(line: 2, lastLine: 2, field: "c", expected: "LF or CR LF as line end", found: "3\\r4")),
  ])
  func rejectsOneRow(text: String, reject: RowReject) throws {
    let all = try ReadAll("a,b,c\n" + text + "7,8,9\n")
    #expect(all.rejects == [reject])
    #expect(all.rows == [["7", "8", "9"]])
  }

  @Test func namesTheByteThatIsNotUTF8() throws {
    let all = try ReadAll(Array("a,b\n中,".utf8) + [0xE4, 0xBD] + Array("\n1,2\n".utf8))
    #expect(
      all.rejects == [RowReject(line: 2, lastLine: 2, field: "b", expected: "UTF-8", found: "byte 0xE4 at offset 8 of the file")])
    #expect(all.rows == [["1", "2"]])
  }

  @Test func namesACutLastLine() throws {
    let all = try ReadAll("a,b,c\n1,2,3\n4,5")
    #expect(
      all.rejects == [
        RowReject(
          line: 3, lastLine: 3, field: "row", expected: "3 fields and a line end", found: "a cut last line with 2 fields")
      ])
    #expect(all.rows == [["1", "2", "3"]])
  }

  @Test func anUnterminatedQuoteSwallowsNothing() throws {
    let all = try ReadAll("a,b\n1,\"2\n3,4\n5,\"6\"\n\"7")
    #expect(all.rejects.map(\.line) == [2, 5])
    #expect(all.rejects.map(\.expected) == ["a comma or a line end after the closing quote", "a closing quote"])
    #expect(all.rows == [["3", "4"], ["5", "6"]])
  }

  @Test func aRejectedStretchIsReadAgainUnchanged() throws {
    // The doubled quotes of line 3 are first seen inside the broken field of line 2.
    let all = try ReadAll("a,b\n1,\"2\n\"x\"\"y\",4\n")
    #expect(all.rejects.map(\.line) == [2])
    #expect(all.rows == [["x\"y", "4"]])
  }

  @Test func refusesRowsBeyondTheLimit() throws {
    let long = String(repeating: "x", count: CSVLimits.rowBytes)
    let all = try ReadAll("a,b\n\(long),2\n3,4\n\"\(long)\n\",5\n6,7\n")
    let shown = "\"" + String(repeating: "x", count: 59) + "…"
    #expect(
      all.rejects == [
        RowReject(line: 2, lastLine: 2, field: "row", expected: "at most 1048576 bytes", found: "1048578 bytes"),
        RowReject(line: 4, lastLine: 4, field: "a", expected: "a closing quote", found: shown),
        RowReject(line: 5, lastLine: 5, field: "a", expected: "a closing quote", found: "\",5"),
      ])
    #expect(all.rows == [["3", "4"], ["6", "7"]])
  }

  @Test(arguments: [
    ("", "orders.csv: header: expected a header row, found an empty file"),
    ("\u{FEFF}", "orders.csv: header: expected a header row, found an empty file"),
    ("\n\r\n", "orders.csv:1: header: expected a header row, found only blank lines"),
    ("a,b,a\n", "orders.csv:1: header: expected every column once, found 'a' twice"),
    ("\na,\"b\n1,2\n", "orders.csv:2: header: expected a closing quote, found \"b"),
    (
      "a\u{0},b\n",
      "orders.csv:1: header: expected UTF-8 text, found a NUL byte at offset 1 of the file (binary data or UTF-16)"
    ),
    ("a\rb\n", "orders.csv:1: header: expected LF or CR LF as line end, found a\\rb"),
  ])
  func refusesAFileByItsHeader(text: String, message: String) {
    let error = #expect(throws: TableError.self) { try ReadAll(text) }
    #expect(error?.description == message)
  }

  @Test func refusesAHeaderThatIsNotUTF8() {
    let error = #expect(throws: TableError.self) { try ReadAll([0x61, 0xB6, 0xA9, 0x0A]) }
    #expect(error?.description == "orders.csv:1: header: expected UTF-8, found byte 0xB6 at offset 1 of the file")
  }
}
