import Testing

@testable import Tables

@Suite struct JSONTableTests {
  private static let columns = [
    TableColumn("id", [.pointer(JSONPointer("/id")!)], .text(.id)),
    TableColumn(
      "amount", [.pointer(JSONPointer("/money/fen")!)],
      .amount(
        AmountFormat(scale: 2, decimalSign: .minorUnits))),
    TableColumn("time", [.named(["time", "created"])], .time([.iso8601])),
    TableColumn("note", [.named(["note"])], isRequired: false, .text(.any)),
  ]

  @Test func readsRowsAtAPointer() throws {
    let text = """
      {"code": 0, "data": {"total": 3, "sum": "60.00", "items": [
        {"id": "A1", "money": {"fen": 1234}, "time": "2026-03-01T10:00:00+08:00", "note": "火\\n\\"x\\"", "more": [1]},
        {"id": 123456789012345678, "money": {"fen": "-5"}, "created": "2026-03-02", "note": null},
        {"id": 1e17, "money": {"fen": 1}, "time": "2026-03-02"}, {"id": "A3", "money": {"fen": 1.5}, "time": "2026-03-02"},
        {"id": "A4", "money": 7, "time": "2026-03-02"}, {"id": {"a": 1}, "money": {"fen": 1}, "time": "2026-03-02"}, 7,
        {"id": "A5", "money": {"fen": 1}, "time": "2026-03-02", "note": "a\\u0000b"}
      ]}}
      """
    let layout = TableLayout(
      container: .json(rows: JSONPointer("/data/items")!),
      trailers: [.pointer(JSONPointer("/data/total")!), .pointer(JSONPointer("/data/sum")!)],
      columns: Self.columns)
    for mark in ["", "\u{FEFF}"] {
      let table = try ReadTable(mark + text, layout)
      #expect(table.texts[0] == ["A1", "123456789012345678"])
      #expect(table.amounts[1] == [1234, -5])
      #expect(table.times[2].map(\.words) == ["2026-03-01 10:00:00 28800", "2026-03-02"])
      #expect(table.texts[3] == ["火\n\"x\"", ""])
      #expect(table.places == [1, 2])
      #expect(table.rows[0].last?.hasSuffix("\"more\": [1]}") == true)
      #expect(table.reader.trailers.map { $0.cells[0] } == ["3", "60.00"])
      #expect(table.reader.trailers[1]["/data/sum"] == "60.00")
      #expect(
        table.problems == [
          "3 /id: expected an identifier as it was (in the file it is a number that a spreadsheet has rounded), found 1e17",
          "4 /money/fen: expected a whole number, found 1.5", "5 /money/fen: expected a value, found nothing",
          "6 /id: expected an identifier, found an object or array", "7 row: expected an object or array, found a number",
          "8 row: expected text without NUL, found \\u0000",
        ])
    }
  }

  @Test func readsLines() throws {
    let text = """
      {"id": "A1", "money": {"fen": 1}, "time": "2026-03-01"}\r

      {"id": "A2", "money": {"fen": 2}
      {"id": "A3", "money": {"fen": 3}, "time": "2026-03-01"} {}
      [1]
      {"id": "A4", "money": {"fen": 4}, "time": "2026-03-01"}
      """
    let table = try ReadTable(text, TableLayout(container: .jsonLines, columns: Self.columns))
    #expect(table.texts[0] == ["A1", "A4"])
    #expect(table.places == [1, 6])
    #expect(
      table.problems == [
        "3 row: expected a comma or }, found the end of the text at offset 90 of the file",
        "4 row: expected a line end behind the document, found '{' at offset 147 of the file",
        "5 /id: expected a value, found nothing",
      ])
  }

  @Test func readsManyLinesAndPassesOverEndlessOnes() throws {
    var text = ""
    for index in 0..<20_000 {
      text += "{\"id\": \"N\(index)\", \"money\": {\"fen\": \(index)}, \"time\": \"2026-03-01\"}\n"
      if index == 9_999 { text += "{\"id\": \"\(String(repeating: "x", count: 5 << 20))\"}\n" }
    }
    let table = try ReadTable(text, TableLayout(container: .jsonLines, columns: Self.columns))
    #expect(table.problems == ["10001 row: expected at most 1048576 bytes, found a longer line"])
    #expect(table.amounts[1] == (0..<20_000).map { Int64($0) })
    #expect(table.places.last == 20_001)
    #expect(table.mostBytes < 4 << 20)
  }

  @Test(arguments: [
    ("{\"a\": [1, 2}", "bill:1: byte 11: expected a comma or ], found '}'"),
    ("{\"data\": 7}", "bill: /data: expected an array of rows, found a number"),
    ("{}", "bill: /data: expected an array of rows, found nothing"), ("", "bill: file: expected JSON text, found an empty file"),
    ("<!DOCTYPE html><html>", "bill: file: expected JSON text, found an HTML page (a login or error page in place of the file?)"),
  ])
  func refusesOtherFiles(text: String, message: String) {
    let layout = TableLayout(container: .json(rows: JSONPointer("/data")!), columns: Self.columns)
    #expect(#expect(throws: TableError.self) { try ReadTable(text, layout) }?.description == message)
  }
}
