import Testing

@testable import Tables

/// The layouts and traps of published bills that no other suite has; which suite covers which trap:
///
/// - WeChat trade bill (backticks, commas in names, fees of five decimals, BOM, CR LF, two lines of totals): `BillTests`; its SUCCESS and
///   REFUND variants and older columns: here, as is its fund bill. Split bills, some cells of which lack the backtick: `BillTests`.
/// - Alipay (GBK zip, GBK member names, detail and summary, TABs, comments around the rows, no rows): `BillTests`, `PackagingTests`; whole: here.
/// - Adyen, PayPal, WeChat, Alipay and JD exports as they are: `RealStatementTests`; Adyen's two orders of columns and Stripe: here.
/// - Antom's `<END>`, CR and DR, in and out: `BillTests`; rdf-file with head and tail, Amazon's total in the first row: here.
/// - Identifiers that a spreadsheet damaged, day numbers, hidden rows, merged headers: `SheetTableTests`, `TimeTests`.
@Suite struct TrapTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private static let weChatColumns: [TableColumn] = [
    .time("交易时间", "yyyy-MM-dd HH:mm:ss"), .text("微信订单号", .id), .text("商户订单号", .idOrEmpty),
    TableColumn("amount", [.named(["应结订单金额", "总金额"])], .amount(AmountFormat(scale: 2))),
    .amount("退款金额", isRequired: false), .amount("手续费", AmountFormat(scale: 5)), .text("退款成功时间", isRequired: false),
  ]

  /// ALL, SUCCESS, REFUND and the older columns are one layout: columns are known by name, and those of refunds may be absent.
  @Test(arguments: [
    ("交易时间,公众账号ID,微信订单号,商户订单号,应结订单金额,退款金额,手续费,费率备注", "`2026-03-01 10:00:00,`wx1,`4200001,`M1,`0.00,`5.00,`-0.03000,`", [500], ""),
    ("交易时间,公众账号ID,微信订单号,商户订单号,应结订单金额,手续费", "`2026-03-01 10:00:00,`wx1,`4200001,`M1,`9.00,`0.05400", [0], ""),
    (
      "交易时间,公众账号ID,微信订单号,商户订单号,应结订单金额,退款申请时间,退款成功时间,退款金额,手续费",
      "`2026-03-01 10:00:00,`wx1,`4200001,`M1,`0.00,`2026-03-01 10:00:00,`2026-03-01 10:05:00,`5.00,`-0.03000", [500], "2026-03-01 10:05:00"
    ),
    ("交易时间,公众账号ID,微信订单号,商户订单号,总金额,代金券或立减优惠金额,退款金额,手续费", "`2026-03-01 10:00:00,`wx1,`4200001,`M1,`9.00,`0.00,`0.00,`0.05000", [0], ""),
  ])
  func weChatTradeBillVariants(header: String, row: String, refund: [Int64], refunded: String) throws {
    let layout = TableLayout(
      container: .delimited(DelimitedRules(quotes: .backtick)), trailers: [.secondHeader(["总交易单数"])], columns: Self.weChatColumns)
    let table = try ReadTable("\(header)\r\n\(row)\r\n总交易单数,手续费总金额\r\n`1,`0.05\r\n", layout)
    #expect(table.problems == [])
    #expect(table.amounts[4] == refund && table.texts[6] == [refunded])
    #expect(table.reader.trailers.last?["总交易单数"] == "1")
  }

  /// A trade bill whose refund rows say `0` where there is no number, and repeat the payment's order number.
  @Test func weChatRefundRepeatsTheOrder() throws {
    let text =
      "交易时间,微信订单号,商户订单号,应结订单金额,微信退款单号,退款金额,手续费\n`2026-03-01 10:00:00,`42,`M1,`9.00,`0,`0.00,`0.05400\n"
      + "`2026-03-01 11:00:00,`42,`M1,`0.00,`5001,`9.00,`-0.05400\n"
    let table = try ReadTable(
      text,
      TableLayout(container: .delimited(DelimitedRules(quotes: .backtick)), columns: Self.weChatColumns + [.text("微信退款单号", .idOrEmpty)]))
    #expect(table.texts[1] == ["42", "42"] && table.texts[7] == ["0", "5001"])
    #expect(table.amounts[5] == [5400, -5400])
  }

  /// The fund bill: 收入 and 支出 in a column of their own, a running balance, line ends escaped, counts such as `20.0`.
  @Test func weChatFundBill() throws {
    let text = """
      记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号
      `2026-03-01 10:00:00,`4200001,`5001,`交易,`交易,`收入,`9.00,`109.00,`system,`第一行\\r\\n第二行,结算,`REF1
      `2026-03-01 11:00:00,`4200001,`5002,`退款,`退款,`支出,`5.00,`104.00,`1900@1900,`退款总金额5.00元;含手续费0.03元,`REF2
      资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额
      `2.0,`1.0,`9.00,`1.0,`5.00
      """
    let table = try ReadTable(
      text,
      TableLayout(
        container: .delimited(DelimitedRules(quotes: .backtick)), trailers: [.secondHeader(["资金流水总笔数"])],
        columns: [
          TableColumn(
            "amount", [.named(["收支金额(元)"]), .named(["收支类型"])], .amount(AmountFormat(scale: 2), .marked(plus: ["收入"], minus: ["支出"]))),
          .amount("账户结余(元)"), .text("备注"), .text("资金流水单号", .id),
        ]))
    #expect(table.problems == [])
    #expect(table.amounts[0] == [900, -500])
    #expect(table.amounts[1][1] == table.amounts[1][0] + table.amounts[0][1])
    #expect(table.texts[2][0] == "第一行\\r\\n第二行,结算")
    #expect(table.reader.trailers[1]["资金流水总笔数"] == "2.0")
  }

  /// Alipay's fund bill as it is downloaded: a zip with GBK names, two CSVs with similar titles, TABs behind ids, comments around the rows.
  @Test func alipayFundBillInItsArchive() throws {
    _ = try Python.run(
      """
      import sys, zipfile
      head = '#支付宝账务明细查询\\r\\n#账号：[20880000]\\r\\n#起始日期：[2026年03月01日 00:00:00]   终止日期：[2026年03月02日 00:00:00]\\r\\n#----账务明细列表----\\r\\n'
      detail = head + '账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注\\r\\n' \\
          + '1001\\t,2026030122001\\t,M001\\t,会员年卡\\t,2026-03-01 10:00:00,a***@x,9.00,,109.00,支付宝,在线支付,\\r\\n' \\
          + '1002\\t,2026030122001\\t,M001\\t,会员年卡\\t,2026-03-01 11:00:00,a***@x,,-5.00,104.00,支付宝,退费,退款\\r\\n' \\
          + '#----账务明细列表结束----\\r\\n#支出合计：1笔，共-5.00元\\r\\n#收入合计：1笔，共9.00元\\r\\n#导出时间：[2026年03月02日 10:00:00]\\r\\n'
      summary = head + '类型,收入笔数,收入金额（+元）,支出笔数,支出金额（-元）,总金额（元）\\r\\n合计,1,9.00,1,-5.00,4.00\\r\\n'
      names = ['20880000_20260301_DETAIL.csv', '20880000_20260301_SUMMRY.csv']
      with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as z:
          for name, text in zip(names, [detail, summary]): z.writestr(name, text.encode('gb18030'))
      d = open(sys.argv[1], 'rb').read()
      for old, new in zip([b'DETAIL', b'SUMMRY'], ['账务明', '账务汇']): d = d.replace(old, new.encode('gbk'))
      open(sys.argv[1], 'wb').write(d)
      """, [folder.file("bill.zip")])
    let table = try ReadTable(
      TableReader(
        path: folder.file("bill.zip"),
        layout: TableLayout(
          packaging: .zip(member: "*账务*.csv"), container: .delimited(DelimitedRules(encoding: .gb18030)), preamble: .comments("#"),
          trailers: [.prefix("#")], wrapping: [.spaces, .trailingTab],
          columns: [
            .text("商户订单号", .id), .time("发生时间", "yyyy-MM-dd HH:mm:ss"),
            TableColumn(
              "amount", [.named(["收入金额（+元）"]), .named(["支出金额（-元）"])],
              .amount(AmountFormat(scale: 2, emptyIsZero: true), .inAndOut(.negative))),
            .amount("账户余额（元）"),
          ])))
    #expect(table.problems == [])
    #expect(table.reader.member == "20880000_20260301_账务明.csv")
    #expect(table.texts[0] == ["M001", "M001"] && table.amounts[2] == [900, -500] && table.amounts[3] == [10900, 10400])
    #expect(table.reader.trailers.map(\.text)[1...2] == ["#支出合计：1笔，共-5.00元", "#收入合计：1笔，共9.00元"])
  }

  /// The same columns in two orders, as two accounts have them: net debit and credit balance.
  @Test(arguments: [
    "Type,Psp Reference,Net Debit (NC),Net Credit (NC),Reserved4\nSettled,8800001,,10.00,\nFee,,0.09,,\nMerchantPayout,,9.91,,\n",
    "Net Credit (NC),Reserved4,Net Debit (NC),Type,Psp Reference\n10.00,,,Settled,8800001\n,,0.09,Fee,\n,,9.91,MerchantPayout,\n",
  ])
  func adyenByName(text: String) throws {
    let amount = AmountFormat(scale: 2, emptyIsZero: true)
    let table = try ReadTable(
      text,
      TableLayout(columns: [
        .text("Type"), .text("Psp Reference", .idOrEmpty),
        TableColumn("net", [.named(["Net Credit (NC)"]), .named(["Net Debit (NC)"])], .amount(amount, .inAndOut(.unsigned))),
      ]))
    #expect(table.rejects.isEmpty && table.amounts[2] == [1000, -9, -991])
    #expect(table.texts[1] == ["8800001", "", ""])
  }

  /// Stripe's itemized report: a mark, CR LF, commas in quotes, negative refunds.
  @Test func stripe() throws {
    let table = try ReadTable(
      "\u{FEFF}balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,description\r\n"
        + "txn_1,2026-03-01 10:00:00,cny,10.00,0.59,9.41,charge,\"Card, \"\"gold\"\"\"\r\ntxn_2,2026-03-01 11:00:00,cny,-10.00,0.00,-10.00,refund,\r\n",
      TableLayout(columns: [.text("balance_transaction_id", .id), .amount("gross"), .amount("fee"), .amount("net"), .text("description")]))
    #expect(table.problems == [])
    #expect(zip(table.amounts[1], table.amounts[2]).map { $0 - $1 } == table.amounts[3])
    #expect(table.texts[4] == ["Card, \"gold\"", ""])
  }

  /// An rdf-file: its head says count and amount, its tail ends it, fields stand between bars and have no names.
  @Test func rdfFile() throws {
    let table = try ReadTable(
      "2|14.00\nM1|9.00|20260301\nM2|5.00|20260301\nEND\n",
      TableLayout(
        container: .delimited(DelimitedRules(delimiter: "|", quotes: .none)), preamble: .lines(1), header: .none, trailers: [.end("END")],
        columns: [
          TableColumn("id", [.position(0)], .text(.id)), TableColumn("amount", [.position(1)], .amount(AmountFormat(scale: 2))),
          TableColumn("day", [.position(2)], .time([.pattern(TimePattern("yyyyMMdd")!)])),
        ]))
    #expect(table.problems == [])
    #expect(table.reader.preamble.map(\.text) == ["2|14.00"] && table.amounts[1] == [900, 500])
    #expect(table.reader.trailers.map(\.text) == ["END"])
  }

  /// Amazon's flat file: the first row carries the total, the others a component each.
  @Test func totalInTheFirstRow() throws {
    let empty = AmountFormat(scale: 2, emptyIsZero: true)
    let table = try ReadTable(
      "settlement-id\ttotal-amount\torder-id\tamount\n77\t14.00\t\t\n77\t\tM1\t9.00\n77\t\tM2\t5.00\n",
      TableLayout(
        container: .delimited(DelimitedRules(delimiter: "\t", quotes: .none)),
        columns: [.amount("total-amount", empty), .text("order-id", .idOrEmpty), .amount("amount", empty)]))
    #expect(table.rejects.isEmpty)
    #expect(table.amounts[0].reduce(0, +) == table.amounts[2].reduce(0, +))
  }

  /// What a server sends in the place of a file is refused, or has no header; it is never a table without rows.
  @Test(arguments: [
    "<html><body>login", "{\"code\":\"NO_BILL_EXIST\",\"message\":\"账单不存在\"}", "<xml><return_code>FAIL</return_code></xml>",
    "No Bill Exist",
    "HTTP/1.1 200 OK\r\n\r\n", "\u{0}\u{0}\u{0}\u{0}", "%PDF-1.7", "error: token expired\n",
  ])
  func answersThatAreNoBill(text: String) {
    for layout in [
      TableLayout(columns: [.text("商户订单号", .id)]), TableLayout(preamble: .untilHeader, columns: [.text("商户订单号", .id)]),
      TableLayout(container: .xlsx(.withHeader), columns: [.text("商户订单号", .id)]),
      TableLayout(container: .json(rows: JSONPointer("/data")!), columns: [.text("商户订单号", .id)]),
    ] { #expect(throws: TableError.self) { try ReadTable(text, layout) } }
  }
}
