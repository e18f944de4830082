import Testing

@testable import Tables

/// Text that is made to be in the way: lines and documents without end, depth, numbers of a thousand digits.
@Suite struct HostileTextTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private static let columns = [
    TableColumn("id", [.named(["id"])], .text(.id)), TableColumn("amount", [.named(["amount"])], .amount(AmountFormat(scale: 2))),
  ]
  private static let lines = TableLayout(container: .jsonLines, columns: columns)

  /// Two gigabytes of NUL bytes on one line, most of them a hole in the file.
  private func hole(_ head: String, _ tail: String) throws -> String {
    let path = folder.file("hole")
    _ = try Python.run(
      """
      import sys
      with open(sys.argv[1], 'wb') as f:
          f.write(sys.argv[2].encode()); f.seek(2 << 30); f.write(sys.argv[3].encode())
      """, [path, head, tail])
    return path
  }

  /// One reject, the rows on both sides, and a window in memory.
  @Test func passesOverALineOfTwoGigabytes() throws {
    let text = try ReadTable(
      TableReader(path: hole("id,amount\nA1,1.00\n", "\nA2,2.00\n"), name: "bill", layout: TableLayout(columns: Self.columns)))
    #expect(text.problems == ["3 row: expected at most 1048576 bytes, found more"])
    #expect(text.amounts[1] == [100, 200] && text.places == [2, 4])
    #expect(text.mostBytes <= 2 * TextWindow.size)
    let row = "{\"id\": \"A1\", \"amount\": \"1.00\"}"
    let json = try ReadTable(TableReader(path: hole(row + "\n", "\n" + row), name: "bill", layout: Self.lines))
    #expect(json.problems == ["2 row: expected at most 1048576 bytes, found a longer line"])
    #expect(json.amounts[1] == [100, 100] && json.places == [1, 3])
  }

  @Test func refusesADocumentOfTwoGigabytes() throws {
    let layout = TableLayout(container: .json(rows: JSONPointer("")!), columns: Self.columns)
    let error = #expect(throws: TableError.self) { try TableReader(path: hole("[", "]"), name: "bill", layout: layout) }
    #expect(error?.description == "bill: file: expected at most 1073741824 bytes, found more")
  }

  /// However long it is, and wherever the reader's window ends: the last line without a line end is never lost.
  @Test(arguments: [(1 << 20) + 3, (2 << 20) - 1, 2 << 20, (2 << 20) + 1, (4 << 20) - 3, 4 << 20, (6 << 20) - 4])
  func anEndlessLastLineIsAReject(length: Int) throws {
    let line = [UInt8](repeating: UInt8(ascii: "x"), count: length)
    #expect(try ReadTable(line, Self.lines).rejects.map(\.line) == [1])
    let layout = TableLayout(header: .none, columns: [TableColumn("id", [.position(0)], .text(.id))])
    let table = try ReadTable(Array("a\n".utf8) + line.dropLast(2), layout)
    #expect(table.rejects.map(\.line) == [2] && table.rows.count == 1)
  }

  @Test func deepDocumentsAreRefused() throws {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
      let deep = String(repeating: open, count: 1_000_000)
      for text in [deep, deep + "1" + String(repeating: close, count: 1_000_000)] {
        let layout = TableLayout(container: .json(rows: JSONPointer("")!), columns: Self.columns)
        let error = #expect(throws: TableError.self) { try ReadTable(text, layout) }
        #expect(error?.expected == "at most 64 objects and arrays inside each other")
      }
      let line = String(deep.prefix(1_000_000))
      #expect(try ReadTable(line + "\n", Self.lines).problems[0].hasPrefix("1 row: expected at most 64 objects"))
    }
  }

  @Test func namesThatComeTwice() throws {
    let text = """
      {"id": "A1", "amount": "1.00", "id": "A2"}
      {"id": "A1", "amount": "1.00", "\\u0069d": "A2"}
      {"id": "A3", "amount": "3.00"}
      """
    let table = try ReadTable(text, Self.lines)
    #expect(table.texts[0] == ["A3"])
    #expect(
      table.problems == [
        "1 row: expected every name once in an object, found 'id' twice at offset 31 of the file",
        "2 row: expected every name once in an object, found 'id' twice at offset 74 of the file",
      ])
    let layout = TableLayout(container: .json(rows: JSONPointer("")!), columns: Self.columns)
    let error = #expect(throws: TableError.self) { try ReadTable("[{\"id\": 1, \"id\": 2}]", layout) }
    #expect(error?.description == "bill:1: byte 11: expected every name once in an object, found 'id' twice")
    // As many names as there can be on a line: the check is no loop in a loop.
    let many = "{" + (0..<70_000).map { "\"n\($0)\":0" }.joined(separator: ",") + "}"
    #expect(try ReadTable(many, Self.lines).problems == ["1 /id: expected a value, found nothing"])
  }

  @Test(arguments: [
    ("1e400", "an amount such as 199.00"), ("1E-2", "an amount such as 199.00"), ("92233720368547758.08", "an amount that fits 64 bits"),
    ("-92233720368547758.09", "an amount that fits 64 bits"), (String(repeating: "9", count: 1000), "an amount that fits 64 bits"),
    ("0." + String(repeating: "0", count: 1000) + "1", "at most 2 decimals"),
  ])
  func hugeNumbersAreRejects(number: String, expected: String) throws {
    let json = try ReadTable("{\"id\": \"A1\", \"amount\": \(number)}", Self.lines)
    #expect(json.rejects.map(\.expected) == [expected])
    let text = try ReadTable("id,amount\nA1,\(number)\n", TableLayout(columns: Self.columns))
    #expect(text.rejects.map(\.expected) == [expected])
  }

  @Test func namesTheByteOfALineThatIsNotUTF8() throws {
    let good = Array("{\"id\": \"A1\", \"amount\": 1}\n".utf8)
    let cut = Array("{\"id\": \"A".utf8) + [0xE7, 0x81] + Array("\", \"amount\": 1}\n".utf8)
    for mark in [[], [0xEF, 0xBB, 0xBF]] as [[UInt8]] {
      let table = try ReadTable(mark + good + cut + good, Self.lines)
      #expect(table.places == [1, 3])
      #expect(table.problems == ["2 row: expected UTF-8, found byte 0xE7 at offset \(35 + mark.count) of the file"])
    }
  }

  @Test func anEndlessPreambleFillsNoMemory() {
    let line = "\"\(String(repeating: "x", count: 1_000_000))\"\n"
    let error = #expect(throws: TableError.self) {
      try ReadTable(String(repeating: line, count: 40), TableLayout(preamble: .untilHeader, columns: Self.columns))
    }
    #expect(error?.description == "bill:17: header: expected the header within 16777216 bytes, found none")
  }

  /// An archive inside a gzip file, a gzip file inside another, and empty members without end.
  @Test func nestedGzipIsRefused() throws {
    let path = folder.file("gz")
    _ = try Python.run(
      "import gzip, sys; d = gzip.compress(b'id,amount\\n'); open(sys.argv[1], 'wb').write(gzip.compress(d))", [path])
    let layout = TableLayout(packaging: .gzip, columns: Self.columns)
    let error = #expect(throws: TableError.self) { try TableReader(path: path, name: "bill", layout: layout) }
    #expect(error?.description == "bill: file: expected delimited text, found a gzip file")
    _ = try Python.run(
      "import gzip, sys; e = gzip.compress(b''); open(sys.argv[1], 'wb').write(gzip.compress(b'id,amount\\n') + e * 100000 + gzip.compress(b'A1,1.00\\n'))",
      [path])
    #expect(try ReadTable(TableReader(path: path, layout: layout)).amounts[1] == [100])
  }
}
