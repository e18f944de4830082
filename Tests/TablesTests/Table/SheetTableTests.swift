import Testing

@testable import Tables

/// Workbooks as partners send them, written by openpyxl.
@Suite struct SheetTableTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// `script` sees openpyxl's workbook as `wb` and its first sheet as `ws`.
  private func read(_ script: String, _ layout: TableLayout) throws -> ReadTable {
    let path = folder.file("bill.xlsx")
    _ = try Python.run(
      "import sys, datetime, openpyxl\nwb = openpyxl.Workbook()\nws = wb.active\n\(script)\nwb.save(sys.argv[1])", [path])
    return try ReadTable(TableReader(path: path, name: "bill.xlsx", layout: layout))
  }

  private func layout(
    _ sheet: SheetChoice = .withHeader, preamble: Preamble = .none, header: HeaderRule = .named, trailers: [TrailerRule] = [],
    _ columns: [TableColumn] = [.text("订单号", .id), .amount("金额"), .time("时间", "yyyy-MM-dd HH:mm:ss")]
  ) -> TableLayout {
    TableLayout(container: .xlsx(sheet), preamble: preamble, header: header, trailers: trailers, wrapping: .spaces, columns: columns)
  }

  @Test func readsWhatPartnersWrite() throws {
    let table = try read(
      """
      wb.create_sheet("说明").append(["本表仅供参考"])
      ws.title = "对账单"
      ws.append(["三月对账单"])
      ws.merge_cells("A1:D1")
      ws.append([])
      ws.append(["时间", "订单号", None, "金额 ", "备注"])
      ws.append([datetime.datetime(2026, 3, 1, 10, 30), "0001", "x", 88.1, "ok"])
      ws.append(["2026-03-02 00:00:00", "0002", None, "12.30"])
      ws.append([])
      ws.append([datetime.date(2026, 3, 3), 123456789012345, None, 0.1 + 0.2, None, None, "note"])
      ws.row_dimensions[7].hidden = True
      ws.append([None, "合计", None, 100.7])
      """, layout(preamble: .untilHeader, trailers: [.prefix("合计")]))
    #expect(table.problems == [])
    #expect(table.reader.sheet == "对账单")
    #expect(table.reader.header == ["时间", "订单号", "", "金额", "备注"])
    #expect(table.reader.preamble == [SideRow(place: 1, cells: ["三月对账单"])])
    #expect(table.places == [4, 5, 7])
    #expect(table.texts[0] == ["0001", "0002", "123456789012345"])
    #expect(table.amounts[1] == [8810, 1230, 30])
    #expect(table.times[2].map(\.words) == ["2026-03-01 10:30:00", "2026-03-02 00:00:00", "2026-03-03"])
    #expect(table.kinds[0] == [.date, .text, .text, .number, .text])
    #expect(table.kinds[1] == [.text, .text, .empty, .text, .empty])
    #expect(table.reader.trailers == [SideRow(place: 8, cells: ["", "合计", "", "100.7", ""])])
    #expect(table.reader.tally == TableTally(rows: 3, rejected: 0, hiddenRows: 1, cellsBeyondHeader: 1))
  }

  @Test func rejectsCellsOneByOne() throws {
    let table = try read(
      """
      ws.append(["订单号", "金额", "时间"])
      t = datetime.datetime(2026, 3, 1)
      ws.append(["1", "=1+1", t])
      ws.append(["2", 1.005, t])
      ws.append([1.2e17, 1, t])
      ws.append([1234567890123456, 1, t])
      ws.append(["1.2E+17", 1, t])
      ws.append(["3", "#DIV/0!", t])
      ws["B7"].data_type = "e"
      ws.append(["4", 1, 44927])
      ws.append(["5", True, t])
      ws.append([None, 1, t])
      ws.append([t, 1, t])
      ws.append(["订单号", "金额", "时间"])
      ws.append(["6", 1, t])
      """, layout())
    #expect(
      table.problems == [
        "2 金额: expected an amount such as 199.00, found a formula without a stored value", "3 金额: expected at most 2 decimals, found 1.005",
        "4 订单号: expected an identifier as it was (in the file it is a number that a spreadsheet has rounded), found 1.2e+17",
        "5 订单号: expected an identifier as it was (in the file it is a number that a spreadsheet has rounded), found 1234567890123456",
        "6 订单号: expected an identifier as it was (in the file it is a number that a spreadsheet has rounded), found 1.2E+17",
        "7 金额: expected an amount such as 199.00, found #DIV/0!", "8 时间: expected a time such as yyyy-MM-dd HH:mm:ss, found 44927",
        "9 金额: expected an amount such as 199.00, found 1", "10 订单号: expected an identifier, found an empty cell",
        "11 订单号: expected an identifier, found 46082", "12 row: expected the header once, found 订单号,金额,时间",
      ])
    #expect(table.texts[0] == ["6"])
  }

  /// Some writers write every number as a double, large ones with an exponent: a whole number is the same however it is written.
  @Test func wholeNumbersInTextColumns() throws {
    let numbers = ["12345", "12345.0", "1.2345E4", "1.0E7", "999999999999999.0", "1.0E15", "-0.0", "12.5", "1.2345678901234567E17"]
    let rows = numbers.enumerated().map { row, number in
      "<row r=\"\(row + 2)\"><c><v>\(number)</v></c><c><v>\(number)</v></c></row>"
    }
    let table = try ReadTable(
      HandMadeWorkbook(rows: HandMadeWorkbook.row(1, "订单号", "批次") + rows.joined()).bytes, layout([.text("订单号", .id), .text("批次")]))
    #expect(table.texts[0] == ["12345", "12345", "12345", "10000000", "999999999999999", "0"])
    #expect(table.texts[1] == table.texts[0])
    // The evidence keeps what was written.
    #expect(table.rows.map { $0[0] } == ["12345", "12345.0", "1.2345E4", "1.0E7", "999999999999999.0", "-0.0"])
    #expect(table.rejects.map(\.found) == ["1.0E15", "12.5", "1.2345678901234567E17"])
    let any = try ReadTable(HandMadeWorkbook(rows: HandMadeWorkbook.row(1, "x", "批次") + rows[7]).bytes, layout([.text("批次")]))
    #expect(any.texts[0] == ["12.5"])
  }

  @Test func dateAndTimeInTwoCells() throws {
    let columns = [TableColumn("time", [.named(["日期"]), .named(["时刻"])], .time([.pattern(TimePattern("yyyy/M/d H:mm")!)]))]
    let table = try read(
      """
      ws.append(["日期", "时刻"])
      ws.append([datetime.date(2026, 3, 1), datetime.time(10, 30, 15)])
      ws.append(["2026/3/2", "9:05"])
      ws.append([datetime.date(2026, 3, 1), "9:05"])
      """, layout(columns))
    #expect(table.times[0].map(\.words) == ["2026-03-01 10:30:15", "2026-03-02 09:05:00"])
    #expect(table.rejects.map(\.line) == [4])
  }

  @Test func the1904System() throws {
    let table = try read(
      "wb.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904\nws.append(['时间'])\nws.append([datetime.date(2026, 1, 5)])",
      layout([.time("时间")]))
    #expect(table.times[0].map(\.words) == ["2026-01-05"])
  }

  @Test func headersOfMergedCells() throws {
    let table = try read(
      """
      ws.append(["对账单"])
      ws.append(["订单号", "金额", None, "备注"])
      ws.append([None, "收入", "支出"])
      ws.merge_cells("A1:D1"); ws.merge_cells("A2:A3"); ws.merge_cells("B2:C2"); ws.merge_cells("D2:D3")
      ws.append(["1", 5, None, "x"])
      ws.append(["2", None, 3])
      """,
      layout(
        preamble: .untilHeader, header: .merged(rows: 2),
        [
          .text("订单号", .id),
          TableColumn(
            "net", [.named(["金额/收入"]), .named(["金额/支出"])], .amount(AmountFormat(scale: 2, emptyIsZero: true), .inAndOut(.unsigned))),
          .text("备注"),
        ]))
    #expect(table.problems == [])
    #expect(table.amounts[1] == [500, -300])
    #expect(table.texts[2] == ["x", ""])
    #expect(table.places == [4, 5])
  }

  @Test func columnsByPosition() throws {
    let table = try read(
      "ws.append(['t'])\nws.append(['1', 5, 'x'])\nws.append(['2', 6])\nws.append(['3', 7, None, 'y'])",
      layout(
        preamble: .lines(1), header: .none,
        [TableColumn("id", [.position(0)], .text(.id)), TableColumn("amount", [.position(1)], .amount(AmountFormat(scale: 2)))]))
    #expect(table.amounts[1] == [500, 600, 700])
    #expect(table.rows.map(\.count) == [3, 3, 3])
    #expect(table.reader.tally.cellsBeyondHeader == 1)
  }

  @Test func choosesTheSheet() throws {
    let script = "ws.append(['a'])\nwb.create_sheet('账单').append(['订单号'])\nwb.create_sheet('B').append(['x', '订单号'])\n"
    let two = #expect(throws: TableError.self) { try read(script, layout([.text("订单号")])) }
    #expect(two?.description == "bill.xlsx: file: expected one sheet with the header, found '账单' and 'B': name the sheet")
    #expect(try read(script, layout(.named("B"), [.text("订单号")])).reader.header == ["x", "订单号"])
    let none = #expect(throws: TableError.self) { try read(script, layout([.text("金额")])) }
    #expect(none?.description == "bill.xlsx: header: expected a row with the columns '金额', found none of them in 1 rows of sheet 'Sheet'")
    let unknown = #expect(throws: TableError.self) { try read(script, layout(.named("C"), [.text("订单号")])) }
    #expect(unknown?.description == "bill.xlsx: sheet 'C': expected one of 'Sheet', '账单', 'B', found no such sheet")
  }

  @Test func refusesATextCellWithNUL() throws {
    let table = try read("ws.append(['订单号'])\nws.append(['a_x0000_b'])\nws.append(['c'])", layout([.text("订单号")]))
    #expect(table.rejects.map(\.line) == [2])
    #expect(table.texts[0] == ["c"])
  }

  @Test func readsManyRowsInBatches() throws {
    let table = try read(
      "ws.append(['订单号', '金额'])\nfor i in range(9000): ws.append([f'N{i}', i / 100])", layout([.text("订单号", .id), .amount("金额")]))
    #expect(table.amounts[1] == (0..<9000).map { Int64($0) })
    #expect(table.texts[0] == (0..<9000).map { "N\($0)" })
    #expect(table.places == Array(2...9001))
  }
}

extension SheetTableTests {
  private func layout(_ columns: [TableColumn]) -> TableLayout { layout(.withHeader, columns) }
}
