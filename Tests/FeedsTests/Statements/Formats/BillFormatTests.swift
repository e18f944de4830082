import Foundation
import SettlementCore
import Testing

@testable import Feeds

/// Bills in published layouts, made by ourselves, as statements.
@Suite struct BillFormatTests {
  /// WeChat's trade bill of 27 columns: backticks, commas in names, refunds on rows of their own, a second header with totals.
  static let weChatBill = """
    交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注\r
    `2026-03-01 10:00:00,`wx1,`1900,`0,`,`4200001,`O1,`u1,`JSAPI,`SUCCESS,`ICBC,`CNY,`199.00,`0.00,`0,`0,`0.00,`0.00,`,`,`会员,年卡,`,`1.19400,`0.60%,`199.00,`0.00,`\r
    `2026-03-01 11:30:00,`wx1,`1900,`0,`,`4200002,`O2,`u2,`JSAPI,`SUCCESS,`ICBC,`CNY,`50.00,`0.00,`0,`0,`0.00,`0.00,`,`,`月卡,`,`0.30000,`0.60%,`50.00,`0.00,`\r
    `2026-03-01 12:00:00,`wx1,`1900,`0,`,`4200001,`O1,`u1,`JSAPI,`REFUND,`ICBC,`CNY,`0.00,`0.00,`5000001,`RF1,`20.00,`0.00,`ORIGINAL,`SUCCESS,`会员,年卡,`,`-0.12000,`0.60%,`0.00,`20.00,`\r
    总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\r
    `3,`249.00,`20.00,`0.00,`1.37400,`249.00,`20.00\r

    """
  static let weChatFormat = StatementFormat("商户订单号", amount: Format.Amount("应结订单金额"), time: .init("交易时间")) { format in
    format.container = .csv(.utf8, .backtick)
    format.ends = [.header(["总交易单数", "手续费总金额"])]
    format.columns.orderID = .init("商户订单号")
    format.columns.item = .init(.cell(.name("商品名称")), values: [.init("会员,年卡", "VIP-YEAR")], otherwise: .value("OTHER"))
    format.columns.type = .cell(
      .name("交易状态"), [.init("SUCCESS", .line(.redeemed)), .init("REFUND", .line(.reversed))], otherwise: nil, isRequired: true)
    format.columns.currency = .init("货币种类")
    format.columns.fee = .init(Format.Amount("手续费"), digits: 5)
    format.reversed.reference = .init("商户退款单号")
    format.reversed.amount = Format.Amount(.sum([.name("退款金额")]), negates: true)
    format.totals = [
      DeclaredTotal(name: "总交易单数", .cell("总交易单数"), .count),
      DeclaredTotal(name: "应结订单总金额", .cell("应结订单总金额"), .sum(Format.Amount("应结订单金额"), digits: nil)),
      DeclaredTotal(name: "手续费总金额", .cell("手续费总金额"), .sum(Format.Amount("手续费"), digits: 5)),
    ]
  }

  @Test func weChatTradeBill() throws {
    let bill = try ReadFormat(Self.weChatBill, Self.weChatFormat)
    #expect(bill.problems == [])
    #expect(
      bill.lines == [
        "O1 O1 VIP-YEAR redeemed 199.00 CNY 2026-03-01:2", "O2 O2 OTHER redeemed 50.00 CNY 2026-03-01:3",
        "RF1 O1 VIP-YEAR reversed -20.00 CNY 2026-03-01:4",
      ])
    #expect(bill.feed.feeDigits == 5 && bill.feed.fee == [119_400, 30_000, -12_000])
    #expect(bill.totals == ["6 总交易单数: 3, 3", "6 应结订单总金额: 249.00, 249.00", "6 手续费总金额: 1.37, 1.37"])
  }

  /// What is damaged is rejected, does not count, and so the totals fail.
  @Test func damagedRowsMakeTotalsFail() throws {
    let damaged = Self.weChatBill.replacingOccurrences(of: "`SUCCESS,`ICBC,`CNY,`50.00", with: "`PAID,`ICBC,`CNY,`50.00")
    let bill = try ReadFormat(damaged, Self.weChatFormat)
    #expect(bill.problems == ["3 交易状态: expected one of SUCCESS, REFUND, found PAID"])
    #expect(bill.feed.rows == 3 && bill.feed.count == 2)
    #expect(
      bill.totals == ["6 总交易单数: 3, 2 FAILS", "6 应结订单总金额: 249.00, 199.00 FAILS", "6 手续费总金额: 1.37, 1.07 FAILS"])
  }

  /// A bill that was cut has none of the totals that it should have.
  @Test func aCutBillLacksItsTotals() throws {
    let cut = Self.weChatBill.components(separatedBy: "总交易单数")[0]
    let bill = try ReadFormat(cut, Self.weChatFormat)
    #expect(bill.feed.count == 3)
    #expect(
      bill.totals == [
        "0 总交易单数: absent, 3 FAILS", "0 应结订单总金额: absent, 249.00 FAILS", "0 手续费总金额: absent, 1.37 FAILS",
      ])
  }

  /// Alipay: a zip archive with two similar members, of which the header tells which is the right one; GBK; TABs behind ids.
  @Test func alipayArchive() throws {
    let files = try Python.files(
      """
      import zipfile
      detail, summary = text.split('=====\\n')
      with zipfile.ZipFile('bill.zip', 'w', zipfile.ZIP_DEFLATED) as archive:
        archive.writestr('20880000_20260301_业务明细.csv', detail.encode('gb18030'))
        archive.writestr('20880000_20260301_业务明细(汇总).csv', summary.encode('gb18030'))
      """, Self.alipayBill)
    let format = StatementFormat("商户订单号", amount: Format.Amount("商家实收（元）"), time: .init("完成时间")) { format in
      format.packaging = .zip(member: "*业务明细*.csv")
      format.container = .csv(.gb18030)
      format.preamble = .comments("#")
      format.ends = [.prefix("#")]
      format.strip = [.spaces, .tab]
      format.columns.orderID = .init("商户订单号")
      format.columns.type = .cell(
        .name("业务类型"), [.init("交易", .line(.redeemed)), .init("退款", .line(.reversed))], otherwise: .passedOver, isRequired: true)
      format.columns.fee = .init(Format.Amount(.sum([.name("服务费（元）")]), negates: true))
      format.reversed.reference = .init("退款批次号/请求号")
      func total(_ line: String, _ number: Int, _ type: String) -> DeclaredTotal {
        let measure: DeclaredTotal.Measure = number == 1 ? .count : .sum(Format.Amount("商家实收（元）"), digits: nil)
        return DeclaredTotal(name: "\(line) \(number)", .line(line, number: number), measure, where: .init(.name("业务类型"), [type]))
      }
      format.totals = [
        total("#交易合计", 1, "交易"), total("#交易合计", 2, "交易"), total("#退款合计", 1, "退款"), total("#退款合计", 2, "退款"),
      ]
    }
    let bill = try ReadFormat(files["bill.zip"]!, format)
    #expect(bill.problems == [])
    #expect(bill.facts.member == "20880000_20260301_业务明细.csv")
    #expect(
      bill.lines == ["M1 M1 - redeemed 199.00 CNY 2026-03-01:6", "RQ1 M1 - reversed -50.00 CNY 2026-03-01:7"])
    #expect(bill.feed.fee == [119, -30] && bill.feed.feeDigits == 2 && bill.feed.passedOver == 1)
    #expect(
      bill.totals == ["10 #交易合计 1: 1, 1", "10 #交易合计 2: 199.00, 199.00", "11 #退款合计 1: 1, 1", "11 #退款合计 2: -50.00, -50.00"])
  }

  private static let alipayBill = """
    #支付宝业务明细查询
    #账号：[20880000]
    #起始日期：[2026年03月01日 00:00:00]   终止日期：[2026年03月02日 00:00:00]
    #-----------------------------------------业务明细列表----------------------------------------
    支付宝交易号,商户订单号,业务类型,完成时间,商家实收（元）,退款批次号/请求号,服务费（元）
    2026030122001\t,M1\t,交易,2026-03-01 10:00:00,199.00,,-1.19
    2026030122001\t,M1\t,退款,2026-03-01 12:00:00,-50.00,RQ1\t,0.30
    2026030122002\t,\t,转账,2026-03-01 13:00:00,7.00,,0.00
    #-----------------------------------------业务明细列表结束------------------------------------
    #交易合计：1笔，商家实收共199.00元，商家优惠共0.00元
    #退款合计：1笔，商家实收退款共-50.00元，商家优惠退款共0.00元
    =====
    #支付宝业务汇总查询
    门店编号,交易订单总笔数,商家实收（元）
    合计,1,199.00

    """

  /// WeChat's fund bill: the balance after each row is that of the row before and what the row moved.
  @Test func aBreakInTheBalanceNamesItsLine() throws {
    let format = StatementFormat("资金流水单号", amount: Format.Amount("收支金额(元)"), time: .init("记账时间")) { format in
      format.columns.amount = Format.Amount(.marked(.name("收支金额(元)"), mark: .name("收支类型"), plus: ["收入"], minus: ["支出"]))
      format.columns.type = .bySign
      format.columns.balance = .init(.name("账户结余(元)"))
    }
    func bill(_ rows: String...) throws -> ReadFormat {
      try ReadFormat("记账时间,资金流水单号,收支类型,收支金额(元),账户结余(元)\n" + rows.joined(separator: "\n") + "\n", format)
    }
    let time = "2026-03-01 10:00:00"
    let whole = try bill("\(time),A,收入,10.00,110.00", "\(time),B,支出,0.50,109.50", "\(time),C,收入,1.00,110.50")
    #expect(whole.totals == ["4 账户结余(元): 110.50, 110.50"])
    let broken = try bill("\(time),A,收入,10.00,110.00", "\(time),C,收入,1.00,110.50", "\(time),D,收入,1.00,111.50")
    #expect(broken.totals == ["3 账户结余(元): 110.50, 111.00 FAILS"])
    let rejected = try bill("\(time),A,收入,10.00,110.00", "\(time),B,借,0.50,109.50", "\(time),C,收入,1.00,110.50")
    #expect(rejected.problems == ["3 收支类型: expected one of 收入, 支出, found 借"])
    #expect(rejected.totals == ["4 账户结余(元): 110.50, 111.00 FAILS"])
    var newest = format
    newest.columns.balance!.isNewestFirst = true
    let text = "记账时间,资金流水单号,收支类型,收支金额(元),账户结余(元)\n\(time),C,收入,1.00,110.50\n\(time),B,支出,0.50,109.50\n"
    #expect(try ReadFormat(text, newest).totals == ["3 账户结余(元): 110.50, 110.50"])
    #expect(try ReadFormat(text.replacingOccurrences(of: "109.50", with: "109.40"), newest).totals == ["2 账户结余(元): 110.50, 110.40 FAILS"])
  }

  @Test func jsonWithTotalsBesideTheRows() throws {
    let format = StatementFormat(nil, amount: Format.Amount(.sum([.pointer("/amount/value")])), time: .init([.name("paid")], formats: [.milliseconds])) {
      $0.container = .json(rows: "/data/items")
      $0.amounts.decimal = .minorUnits
      $0.columns.reference = .init(.cell(.pointer("/ids/0")))
      $0.columns.currency = .init(.cell(.pointer("/amount/currency")))
      $0.totals = [
        DeclaredTotal(name: "/data/total/count", .pointer("/data/total/count"), .count),
        DeclaredTotal(name: "/data/total/sum", .pointer("/data/total/sum"), .sum(Format.Amount(.sum([.pointer("/amount/value")])), digits: nil)),
        DeclaredTotal(name: "/none", .pointer("/none"), .count),
      ]
    }
    let text = """
      {"data": {"total": {"count": 2, "sum": 20900}, "items": [
        {"ids": ["R1"], "amount": {"value": 19900, "currency": "CNY"}, "paid": 1772330400000},
        {"ids": ["R2"], "amount": {"value": 1000, "currency": "CNY"}, "paid": "1772330400000"}]}}
      """
    let bill = try ReadFormat(text, format)
    #expect(bill.problems == [])
    #expect(bill.lines == ["R1 - - redeemed 199.00 CNY 2026-03-01:1", "R2 - - redeemed 10.00 CNY 2026-03-01:2"])
    #expect(bill.totals == ["0 /data/total/count: 2, 2", "0 /data/total/sum: 209.00, 209.00", "0 /none: absent, 2 FAILS"])
    let yen = try ReadFormat(text.replacingOccurrences(of: "CNY", with: "JPY"), format)
    #expect(yen.lines[0] == "R1 - - redeemed 19900 JPY 2026-03-01:1")
    #expect(yen.totals[1] == "0 /data/total/sum: 20900, 20900")
  }

  @Test func jsonLines() throws {
    let format = StatementFormat("id", amount: Format.Amount("amount"), time: .init("at")) { $0.container = .jsonLines }
    let bill = try ReadFormat(
      """
      {"id": "R1", "amount": "1.50", "at": "2026-03-01T10:00:00+08:00"}
      {"id": "R2", "amount": 2, "at": "2026-02-28T16:30:00Z"}
      {"id": "R3", "amount": 2
      {"id": "R4", "amount": null, "at": "2026-03-01"}

      """, format)
    #expect(bill.lines == ["R1 - - redeemed 1.50 CNY 2026-03-01:1", "R2 - - redeemed 2.00 CNY 2026-03-01:2"])
    #expect(
      bill.problems.map { $0.prefix(4) } == ["3 ro", "4 /a"] && bill.problems[1] == "4 /amount: expected an amount, found an empty field")
  }

  /// Day numbers that count from 1904, dates that a workbook shows as such, amounts as binary fractions, a total in the last row.
  @Test func workbookThatCountsFrom1904() throws {
    let files = try Python.files(
      """
      import openpyxl, datetime
      book = openpyxl.Workbook()
      book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
      sheet = book.active
      sheet.append(['对账单'])
      sheet.append(['流水号', '日期', '金额'])
      sheet.append(['A1', datetime.datetime(2026, 3, 1, 10, 30), 0.1 + 0.2])
      sheet.append(['A2', datetime.date(2026, 3, 2), 199])
      sheet.append(['A3', 44620.5, '¥1,000.00'])
      sheet.append(['合计', None, 1199.3])
      book.save('book.xlsx')
      """)
    let format = StatementFormat("流水号", amount: Format.Amount("金额"), time: .init([.name("日期")], formats: [.serial])) { format in
      format.container = .xlsx(sheet: nil)
      format.preamble = .untilHeader
      format.ends = [.prefix("合计")]
      format.amounts.signs = ["¥"]
      format.amounts.grouping = .comma
    }
    let bill = try ReadFormat(files["book.xlsx"]!, format)
    #expect(bill.problems == [])
    #expect(
      bill.lines == [
        "A1 - - redeemed 0.30 CNY 2026-03-01:3", "A2 - - redeemed 199.00 CNY 2026-03-02:4", "A3 - - redeemed 1000.00 CNY 2026-03-01:5",
      ])
    #expect(shanghai.text(of: bill.feed.time[2]).hasPrefix("2026-03-01T12:00:00"))
    #expect(bill.facts.sheet == "Sheet")
  }

  @Test func aLineThatMustEndTheFile() throws {
    let format = StatementFormat("id", amount: Format.Amount("amount"), time: .init("time")) { $0.ends = [.line("<END>")] }
    let text = "id,amount,time\nR1,1.00,2026-03-01 10:00:00\n"
    #expect(try ReadFormat(text + "<END>\n", format).lines == ["R1 - - redeemed 1.00 CNY 2026-03-01:2"])
    let failure = #expect(throws: SourceFailure.self) { try ReadFormat(text, format) }
    #expect(failure?.kind == .incomplete)
    #expect(
      failure?.description
        == "bill: end: expected <END> as the last line, found none; the file is not whole: fetch it again, or correct ends in the partner's file")
  }
}
