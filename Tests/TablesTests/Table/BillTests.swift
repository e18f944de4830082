import Testing

@testable import Tables

/// Bills in the published layouts of the big payment channels, with the quirks that are known of them.
@Suite struct BillTests {
  /// WeChat's trade bill: backticks, commas in product names, a second header with totals.
  private static let weChat = """
    交易时间,微信订单号,商户订单号,交易状态,应结订单金额,商品名称,手续费,费率\r
    `2026-03-01 10:00:00,`4200001,`M001,`SUCCESS,`199.00,`会员,年卡 "A",`1.19400,`0.60%\r
    `2026-03-01 11:00:00,`4200002,`M002,`REFUND,`0.00,`月卡,`-0.00600,`0.60%\r
    总交易单数,应结订单总金额,退款总金额,手续费总金额\r
    `2,`199.00,`1.00,`1.19\r

    """
  private static func weChatLayout(_ quotes: QuoteRule = .backtick) -> TableLayout {
    TableLayout(
      container: .delimited(DelimitedRules(quotes: quotes)), trailers: [.secondHeader(["总交易单数", "手续费总金额"])],
      columns: [
        .time("交易时间", "yyyy-MM-dd HH:mm:ss"), .text("商户订单号", .id), .amount("应结订单金额"), .text("商品名称"),
        .amount("手续费", AmountFormat(scale: 5)),
      ])
  }

  @Test(arguments: [false, true]) func weChatTradeBill(hasMark: Bool) throws {
    let table = try ReadTable((hasMark ? "\u{FEFF}" : "") + Self.weChat, Self.weChatLayout())
    #expect(table.problems == [])
    #expect(table.texts[1] == ["M001", "M002"])
    #expect(table.texts[3] == ["会员,年卡 \"A\"", "月卡"])
    #expect(table.amounts[4] == [119_400, -600])
    #expect(table.times[0].map(\.words) == ["2026-03-01 10:00:00", "2026-03-01 11:00:00"])
    #expect(table.reader.trailers.count == 2)
    #expect(table.reader.trailers[1]["手续费总金额"] == "1.19")
    #expect(table.reader.trailers[1]["总交易单数"] == "2")
    #expect(table.reader.trailers[1].place == 5)
  }

  @Test func backticksThatLack() throws {
    let text = "a,b,c\n`1,`x,y,`3\n`1,2,`3\n1,2,3\n`1,x,y,`3\n`1,`2\n"
    let columns = [TableColumn.text("a", .id), .text("b"), .text("c")]
    func layout(_ quotes: QuoteRule) -> TableLayout { TableLayout(container: .delimited(DelimitedRules(quotes: quotes)), columns: columns) }
    let strict = try ReadTable(text, layout(.backtick))
    #expect(strict.rows == [["1", "x,y", "3"]])
    #expect(
      strict.problems == [
        "3 row: expected 3 fields, found 2 fields", "4 row: expected a backtick before every field, found 1,2,3",
        "5 row: expected 3 fields, found 2 fields", "6 row: expected 3 fields, found 2 fields",
      ])
    let lenient = try ReadTable(text, layout(.someBackticks))
    #expect(lenient.rows == [["1", "x,y", "3"], ["1", "2", "3"], ["1", "2", "3"]])
    #expect(lenient.rejects.map(\.line) == [5, 6])
  }

  /// Alipay's trade bill: GBK, comment lines around the rows, TABs behind ids, totals in comments.
  @Test func alipayTradeBill() throws {
    let text = """
      #支付宝业务明细查询\r
      #账号：[20880000]\r
      #起始日期：[2026年03月01日 00:00:00]   终止日期：[2026年03月02日 00:00:00]\r
      #-----------------------------------------业务明细列表----------------------------------------\r
      支付宝交易号,商户订单号,业务类型,创建时间,商家实收（元）,服务费（元）,备注\r
      2026030122001\t,M001\t,交易,2026-03-01 10:00:00,199.00,-1.19,\r
      2026030122001\t,M001\t,退款,2026-03-01 10:00:00,-50.00,0.30,部分退款\r
      #-----------------------------------------业务明细列表结束------------------------------------\r
      #交易合计：1笔，商家实收共199.00元，商家优惠共0.00元\r
      #退款合计：1笔，商家实收退款共-50.00元，商家优惠退款共0.00元\r
      #导出时间：[2026年03月02日 10:00:00]\r

      """
    let layout = TableLayout(
      container: .delimited(DelimitedRules(encoding: .gb18030)), preamble: .comments("#"), trailers: [.prefix("#")],
      wrapping: [.spaces, .trailingTab],
      columns: [
        .text("支付宝交易号", .id), .text("商户订单号", .id), .amount("商家实收（元）"), .amount("服务费（元）"), .time("创建时间", "yyyy-MM-dd HH:mm:ss"),
      ])
    let table = try ReadTable(Encoded.bytes(text, "GB18030"), layout)
    #expect(table.problems == [])
    #expect(table.texts[0] == ["2026030122001", "2026030122001"])
    #expect(table.amounts[2] == [19900, -5000])
    #expect(table.amounts[3] == [-119, 30])
    #expect(table.reader.preamble.count == 4)
    #expect(table.reader.preamble[1].text == "#账号：[20880000]")
    #expect(table.reader.trailers.map(\.place) == [8, 9, 10, 11])
    #expect(table.reader.trailers[1].text == "#交易合计：1笔，商家实收共199.00元，商家优惠共0.00元")
  }

  /// A bill without a row still has all its lines.
  @Test func alipayBillOfADayWithoutTrade() throws {
    let layout = TableLayout(
      preamble: .comments("#"), trailers: [.prefix("#")], columns: [.text("交易号", .id), .amount("金额")])
    let table = try ReadTable("#a\n#b\n交易号,金额\n#结束\n#交易合计：0笔\n", layout)
    #expect(table.rows.isEmpty && table.rejects.isEmpty)
    #expect(table.reader.trailers.map(\.text) == ["#结束", "#交易合计：0笔"])
  }

  /// Alipay's fund bill: what came in and what went out stand in two columns.
  @Test func alipayFundBill() throws {
    let amount = AmountFormat(scale: 2, emptyIsZero: true)
    func table(_ sign: AmountCells.OutSign, _ rows: String) throws -> ReadTable {
      try ReadTable(
        "收入金额（+元）,支出金额（-元）\n" + rows,
        TableLayout(columns: [
          TableColumn("amount", [.named(["收入金额（+元）"]), .named(["支出金额（-元）"])], .amount(amount, .inAndOut(sign)))
        ]))
    }
    let negative = try table(.negative, "5.00,\n,-2.00\n0.00,0.00\n1.00,-1.00\n,2.00\n")
    #expect(negative.amounts[0] == [500, -200, 0])
    #expect(
      negative.problems == [
        "5 收入金额（+元）: expected an amount that came in or one that went out, not both, found 1.00 and -1.00",
        "6 收入金额（+元）: expected a negative amount or 0 where money went out, found an empty cell and 2.00",
      ])
    let unsigned = try table(.unsigned, "5.00,\n,2.00\n,-2.00\n")
    #expect(unsigned.amounts[0] == [500, -200])
    #expect(unsigned.rejects.map(\.line) == [4])
  }

  /// PayPal's settlement report and the like: unsigned minor units and a column CR or DR.
  @Test func marksOfCreditAndDebit() throws {
    let table = try ReadTable(
      "amount\tside\n12345\tCR\n500\tDR\n-5\tCR\n7\tXX\n1.5\tCR\n",
      TableLayout(
        container: .delimited(DelimitedRules(delimiter: "\t", quotes: .none)),
        columns: [
          TableColumn(
            "amount", [.named(["amount"]), .named(["side"])],
            .amount(AmountFormat(scale: 2, decimalSign: .minorUnits), .marked(plus: ["CR"], minus: ["DR"])))
        ]))
    #expect(table.amounts[0] == [12345, -500])
    #expect(
      table.problems == [
        "4 amount: expected an amount without sign, found -5 and CR", "5 side: expected one of CR, DR, found XX",
        "6 amount: expected a whole number, found 1.5 and CR",
      ])
  }

  /// Antom's settlement: `<END>` on the last line proves that the file is whole.
  @Test func literalEnd() throws {
    let layout = TableLayout(trailers: [.end("<END>")], columns: [.text("id", .id), .amount("amount")])
    let whole = try ReadTable("id,amount\n1,2.00\n<END>\n\n", layout)
    #expect(whole.rows == [["1", "2.00"]] && whole.rejects.isEmpty)
    #expect(whole.reader.trailers == [SideRow(place: 3, cells: ["<END>"])])
    #expect(try ReadTable("id,amount\n1,2.00\n", layout).reader.trailers.isEmpty)
    let more = try ReadTable("id,amount\n<END>\n1,2.00\n", layout)
    #expect(more.problems == ["3 row: expected nothing behind the last line, found 1,2.00"])
  }

  /// Columns come in another order and among others; their names stand between blanks.
  @Test func findsColumnsByName() throws {
    let layout = TableLayout(
      wrapping: .spaces,
      columns: [
        TableColumn("amount", [.named(["商家实收", "交易金额"])], .amount(AmountFormat(scale: 2))), .text("id", .id),
        .text("remark", isRequired: false),
      ])
    let table = try ReadTable(" 交易金额 ,x, id\t,y\n 1.00 ,?, A1\u{A0},!\n", layout)
    #expect(table.amounts[0] == [100])
    #expect(table.texts[1] == ["A1"])
    #expect(table.texts[2] == [""])
    #expect(!table.reader.hasColumn(2) && table.reader.hasColumn(1))
    #expect(table.reader.places(ofColumn: 1) == [2])
    #expect(table.rows == [[" 1.00 ", "?", " A1\u{A0}", "!"]])
    #expect(table.reader.header == ["交易金额", "x", "id", "y"])
  }
}
