import Testing

@testable import PostgresClient

@Suite struct CSVRowsTests {
  private let text = PostgresType(oid: 25)

  @Test func quotesStandOnlyWhereTheyAreNeeded() throws {
    let rows: [[String?]] = [
      ["1", "plain"], ["2", "a,b"], ["3", "say \"yes\""], ["4", "two\nlines"], ["5", "cr\r"], ["6", nil], ["7", ""], [nil, "权益 ' \\"],
    ]
    let (csv, largest) = try MadeRows.csv([("id", .bigint), ("no,te", text)], rows)
    #expect(
      csv == """
        id,"no,te"
        1,plain
        2,"a,b"
        3,"say ""yes\"""
        4,"two
        lines"
        5,"cr\r"
        6,
        7,
        ,权益 ' \\

        """)
    #expect(largest == nil)
  }

  @Test func aRowOfOneEmptyValueIsNoBlankLine() throws {
    #expect(try MadeRows.csv([("note", text)], [[nil], ["x"], [""]]).0 == "note\n\"\"\nx\n\"\"\n")
  }

  @Test func noRowsLeaveTheHeader() throws {
    #expect(try MadeRows.csv([("a", text), ("b", text)], []).0 == "a,b\n")
  }

  @Test func piecesAreBoundedAndAddUp() throws {
    let long = String(repeating: "界\"", count: 400_000)
    let rows = (0..<30_000).map { ["\($0)", $0 == 15_000 ? long : "note \($0)", nil] as [String?] }
    var sizes: [Int] = []
    var writer = CSVRows(sink: { sizes.append($0.count) })
    try MadeRows.stream([("id", .integer), ("note", text), ("x", text)], rows, into: &writer)
    let expected = try MadeRows.csv([("id", .integer), ("note", text), ("x", text)], rows).0.utf8.count
    #expect(sizes.reduce(0, +) == expected)
    // Only the one value that is larger makes a larger piece.
    #expect(sizes.filter { $0 > CSVRows.pieceBytes }.count == 1)
    #expect(writer.rowCount == 30_000)
    #expect(writer.columns == ["id", "note", "x"])
  }

  @Test(arguments: UInt64(0)..<200) func randomTextComesBack(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let alphabet = Array(",\"\n\r ax'=\\权🧾")
    let columns = Int.random(in: 1...4, using: &random)
    let rows = (0..<Int.random(in: 0...20, using: &random)).map { _ in
      (0..<columns).map { _ in
        String((0..<Int.random(in: 0...12, using: &random)).map { _ in alphabet.randomElement(using: &random)! }) as String?
      }
    }
    let (csv, _) = try MadeRows.csv((0..<columns).map { ("c\($0)", text) }, rows)
    #expect(Self.parse(csv).dropFirst().map { $0 } == rows.map { $0.map { $0! } }, "seed \(seed)")
  }

  /// A reader of RFC 4180 that shares nothing with the writer.
  private static func parse(_ csv: String) -> [[String]] {
    var rows: [[String]] = [[""]]
    var quoted = false
    for scalar in csv.unicodeScalars {
      let (row, field) = (rows.count - 1, rows[rows.count - 1].count - 1)
      switch scalar {
      case "\"":
        quoted.toggle()
        rows[row][field].unicodeScalars.append("\"")
      case "," where !quoted: rows[row].append("")
      case "\n" where !quoted: rows.append([""])
      default: rows[row][field].unicodeScalars.append(scalar)
      }
    }
    return rows.dropLast().map { $0.map(unquoted) }
  }

  private static func unquoted(_ field: String) -> String {
    guard field.unicodeScalars.first == "\"" else { return field }
    var text = ""
    var scalars = field.unicodeScalars.dropFirst().dropLast().makeIterator()
    while let scalar = scalars.next() {
      text.unicodeScalars.append(scalar)
      if scalar == "\"" { _ = scalars.next() }
    }
    return text
  }

  @Test func columnsThatAreNotExactAreRefused() {
    let cases: [([(String, PostgresType)], RowFault)] = [
      (
        [("a", .bigint), ("paid", .doublePrecision)],
        RowFault(
          expected: "exact values in column 'paid'", found: "type double precision", advice: "cast it to numeric in the query")
      ),
      (
        [("fee", .real)],
        RowFault(expected: "exact values in column 'fee'", found: "type real", advice: "cast it to numeric in the query")
      ),
      (
        [("fee", .money)],
        RowFault(expected: "exact values in column 'fee'", found: "type money", advice: "cast it to numeric in the query")
      ),
      (
        [("id", .bigint), ("note", text), ("id", text)],
        RowFault(expected: "every column once", found: "'id' twice", advice: "name one of them otherwise (AS)")
      ),
      ([], RowFault(expected: "columns", found: "none", advice: "use a SELECT that names them")),
    ]
    for (columns, fault) in cases {
      #expect(throws: fault) { try MadeRows.csv(columns, []) }
    }
  }
}

@Suite struct WatermarkTests {
  private func largest(_ type: PostgresType, _ values: [String?]) throws -> String? {
    try MadeRows.csv([("id", .bigint), ("changed", type)], values.map { ["1", $0] }, watermark: "changed").1
  }

  @Test func theLargestIsKept() throws {
    #expect(try largest(.bigint, []) == nil)
    #expect(try largest(.bigint, ["5", "12", "-7", "9"]) == "12")
    #expect(try largest(.integer, ["-5", "-12"]) == "-5")
    #expect(try largest(.bigint, ["-9223372036854775808"]) == "-9223372036854775808")
    #expect(try largest(.bigint, ["-9223372036854775808", "9223372036854775807"]) == "9223372036854775807")
    #expect(
      try largest(
        .timestampWithZone, ["2026-03-01 08:00:00+00", "2026-03-01 08:00:00.25+00", "2026-03-01 08:00:00.5+00", "2026-02-28 23:59:59.9+00"])
        == "2026-03-01 08:00:00.5+00")
    let local = ["2026-03-01 08:00:00.5", "2026-03-01 08:00:00.51", "2026-03-01 08:00:00"]
    #expect(try largest(.timestamp, local) == "2026-03-01 08:00:00.51")
  }

  @Test func anUnusableValueIsRefused() {
    let advice = "use a column that is never empty and only grows"
    let expected = "a value in every row of watermark column 'changed'"
    for value in ["infinity", "-infinity", "10000-01-01 00:00:00+00", "0044-03-15 12:00:00+00 BC"] {
      #expect(throws: RowFault(expected: expected, found: "infinity, or a year outside 1 to 9999", advice: advice)) {
        try largest(.timestampWithZone, ["2026-03-01 08:00:00+00", value])
      }
    }
    #expect(throws: RowFault(expected: expected, found: "NULL", advice: advice)) { try largest(.bigint, ["1", nil]) }
    #expect(throws: RowFault(expected: expected, found: "no whole number of 64 bits", advice: advice)) {
      try largest(.bigint, ["9223372036854775808"])
    }
    #expect(
      throws: RowFault(
        expected: "a whole number or a timestamp in watermark column 'changed'", found: "another type",
        advice: "use a column that only grows, cast to bigint or timestamptz")
    ) { try largest(PostgresType(oid: 25), ["1"]) }
    #expect(
      throws: RowFault(expected: "the watermark column 'gone'", found: "no such column", advice: "add it to the query")
    ) { try MadeRows.csv([("id", .bigint)], [], watermark: "gone") }
  }
}
