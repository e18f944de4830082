import Foundation
import SettlementCore
import Testing

/// The ready profiles of payment channels read bills that are made by the published columns; merchants' bills have no public sample.
@Suite struct PaymentBillTests {
  static let weChat = """
    交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,\
    商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注
    `2026-03-01 10:00:00,`wx1,`1900,`0,`web,`42001,`O1,`u1,`JSAPI,`SUCCESS,`CMB_DEBIT,`CNY,`199.00,`0.00,`0,`0,`0.00,`0.00,`,`,\
    `影视,年卡 "A",`,`1.19400,`0.60%,`199.00,`0.00,`
    `2026-03-01 11:30:00,`wx1,`1900,`0,`web,`42002,`O2,`u2,`JSAPI,`SUCCESS,`OTHERS,`CNY,`15.00,`5.00,`0,`0,`0.00,`0.00,`,`,`月卡,`,`0.09000,\
    `0.60%,`20.00,`0.00,`
    `2026-03-01 23:59:59,`wx1,`1900,`0,`web,`42001,`O1,`u1,`JSAPI,`REFUND,`CMB_DEBIT,`CNY,`0.00,`0.00,`50001,`F1,`50.00,`0.00,`ORIGINAL,\
    `SUCCESS,`影视,年卡 "A",`,`-0.30000,`0.60%,`0.00,`50.00,`
    总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额
    `3,`214.00,`50.00,`0.00,`0.98400,`219.00,`50.00

    """.replacing("\n", with: "\r\n")

  @Test(arguments: ["", "\u{FEFF}"]) func weChatTradeBill(mark: String) throws {
    let bill = try ReadByProfile(Array((mark + Self.weChat).utf8), "wechat-pay")
    #expect(bill.rejects == [])
    #expect(
      bill.lines == [
        "2 O1 O1 - redeemed 199.00 CNY 1.19400 2026-03-01T02:00:00Z", "3 O2 O2 - redeemed 15.00 CNY 0.09000 2026-03-01T03:30:00Z",
        "4 F1 O1 - reversed -50.00 CNY -0.30000 2026-03-01T15:59:59Z",
      ])
    #expect(
      bill.totals == [
        "6 总交易单数: 3, 3", "6 应结订单总金额: 214.00, 214.00", "6 退款总金额: 50.00, 50.00", "6 充值券退款总金额: 0.00, 0.00",
        "6 手续费总金额: 0.98, 0.98", "6 订单总金额: 219.00, 219.00", "6 申请退款总金额: 50.00, 50.00",
      ])
  }

  /// A row was lost on the way, and one has a state that the profile does not know.
  @Test func weChatTradeBillThatIsNotWhole() throws {
    let cut = Self.weChat.split(separator: "\r\n").enumerated().filter { $0.offset != 2 }.map(\.element).joined(separator: "\n")
    let bill = try ReadByProfile(Array(cut.replacing("`REFUND", with: "`CLOSED").utf8), "wechat-pay")
    #expect(bill.lines.count == 1)
    #expect(bill.rejects == ["3 交易状态: expected one of SUCCESS, REFUND, REVOKED, found CLOSED"])
    #expect(bill.totals.filter { $0.hasSuffix(" FAILS") }.count == 6)
    #expect(bill.totals[0] == "5 总交易单数: 3, 1 FAILS")
  }

  static let weChatFund = """
    记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号
    `2026-03-01 10:00:00,`42001,`10001,`交易,`交易,`收入,`199.00,`1199.00,`system,`,`O1
    `2026-03-01 10:00:00,`42001,`10002,`扣除交易手续费,`扣除交易手续费,`支出,`1.19,`1197.81,`system,`结算总金额:199.00元;支出:1.19,`O1
    `2026-03-01 23:59:59,`50001,10003,`退款,`退款,`支出,`50.00,`1147.81,1900API,`,`F1
    `2026-03-01 23:59:59,`60001,`10004,`提现,`提现,`支出,`1000.00,`147.81,`1900API,`,`
    资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额
    `4.0,`1.0,`199.00,`3.0,`1051.19

    """

  @Test func weChatFundBill() throws {
    let bill = try ReadByProfile(Array(Self.weChatFund.utf8), "wechat-pay-fund")
    #expect(bill.rejects == [])
    #expect(
      bill.lines == ["2 O1 - - redeemed 199.00 CNY - 2026-03-01T02:00:00Z", "4 F1 - - reversed -50.00 CNY - 2026-03-01T15:59:59Z"])
    #expect(bill.feed.passedOver == 2)
    #expect(
      bill.totals == [
        "7 资金流水总笔数: 4, 4", "7 收入笔数: 1, 1", "7 收入金额: 199.00, 199.00", "7 支出笔数: 3, 3", "7 支出金额: 1051.19, 1051.19",
        "5 账户结余(元): 147.81, 147.81",
      ])
    // A row was taken out: the balance breaks, whatever the totals say.
    let cut = Self.weChatFund.split(separator: "\n").enumerated().filter { $0.offset != 2 }.map(\.element).joined(separator: "\n")
    let broken = try ReadByProfile(Array(cut.utf8), "wechat-pay-fund")
    #expect(broken.totals.last == "3 账户结余(元): 1147.81, 1149.00 FAILS")
  }

  static let alipay = """
    #支付宝业务明细查询
    #账号：[20880000000000000156]
    #起始日期：[2026年03月01日 00:00:00]   终止日期：[2026年03月02日 00:00:00]
    #-----------------------------------------业务明细列表----------------------------------------
    支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,\
    支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注
    2026030122001\t,O1\t,交易,影视年卡,2026-03-01 10:00:00,2026-03-01 10:00:03,,,,,*三(138****0000),\
    199.00,199.00,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,\t,-1.19,0.00,
    2026030122001\t,O1\t,退款,影视年卡,2026-03-01 10:00:00,2026-03-01 20:00:00,,,,,*三(138****0000),\
    -50.00,-50.00,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,F1\t,0.30,0.00,\
    部分退款
    #-----------------------------------------业务明细列表结束------------------------------------
    #交易合计：1笔，商家实收共199.00元，商家优惠共0.00元
    #退款合计：1笔，商家实收退款共-50.00元，商家优惠退款共0.00元
    #导出时间：[2026年03月02日 10:00:00]

    """
  private static let alipaySummary = """
    #支付宝业务汇总查询
    #账号：[20880000000000000156]
    #-----------------------------------------业务汇总列表----------------------------------------
    门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,服务费（元）
    ,,1,1,149.00,149.00,-0.89
    #-----------------------------------------业务汇总列表结束------------------------------------

    """

  /// Both members fit the pattern of the name; the list is known by its columns.
  @Test(arguments: [false, true]) func alipayTradeBill(summaryFirst: Bool) throws {
    let members = [
      (name: "20880000_20260301_业务明细.csv", text: Self.alipay), (name: "20880000_20260301_业务明细(汇总).csv", text: Self.alipaySummary),
    ]
    let bill = try ReadByProfile(MadeFile.gbkZip(summaryFirst ? members.reversed() : members), "alipay")
    #expect(bill.rejects == [])
    #expect(
      bill.lines == [
        "6 O1 O1 - redeemed 199.00 CNY 1.19 2026-03-01T02:00:03Z", "7 F1 O1 - reversed -50.00 CNY -0.30 2026-03-01T12:00:00Z",
      ])
    #expect(
      bill.totals == [
        "9 #交易合计： 1: 1, 1", "9 #交易合计： 2: 199.00, 199.00", "10 #退款合计： 1: 1, 1", "10 #退款合计： 2: -50.00, -50.00",
      ])
  }

  /// A bill of a day without trade still has all its lines.
  @Test func alipayBillWithoutRows() throws {
    let lines = Self.alipay.split(separator: "\n", omittingEmptySubsequences: false)
    let text = lines.indices.filter { $0 != 5 && $0 != 6 }.map { lines[$0] }.joined(separator: "\n")
      .replacing("：1笔", with: "：0笔").replacing("共199.00元", with: "共0.00元").replacing("共-50.00元", with: "共0.00元")
    let bill = try ReadByProfile(MadeFile.gbkZip([(name: "20880000_20260301_业务明细.csv", text: text)]), "alipay")
    #expect(bill.lines == [] && bill.rejects == [])
    #expect(bill.totals.map { $0.hasSuffix("FAILS") } == [false, false, false, false])
  }

  @Test func alipayFundBill() throws {
    let text = """
      #支付宝账务明细查询
      #账号：[20880000000000000156]
      #-----------------------------------------账务明细列表----------------------------------------
      账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注
      1001\t,2026030122001\t,O1\t,影视年卡,2026-03-01 10:00:03,138****0000,199.00,,1199.00,支付宝,在线支付,
      1002\t,2026030122001\t,O1\t,影视年卡,2026-03-01 10:00:03,,0.00,-1.19,1197.81,支付宝,收费,服务费
      1003\t,2026030122001\t,O1\t,影视年卡,2026-03-01 20:00:00,138****0000,,-50.00,1147.81,支付宝,交易退款,
      #-----------------------------------------账务明细列表结束------------------------------------

      """
    let bill = try ReadByProfile(MadeFile.gbkZip([(name: "20880000_202603_账务明细.csv", text: text)]), "alipay-fund")
    #expect(bill.rejects == [])
    #expect(bill.lines == ["5 O1 O1 - redeemed 199.00 CNY - 2026-03-01T02:00:03Z"])
    #expect(bill.feed.passedOver == 2)
    #expect(bill.totals == ["7 账户余额（元）: 1147.81, 1147.81"])
  }

  static let adyen = """
    Company Account,Psp Reference,Merchant Reference,Payment Method,Creation Date,TimeZone,Type,Modification Reference,Gross Currency,\
    Gross Debit (GC),Gross Credit (GC),Exchange Rate,Net Currency,Net Debit (NC),Net Credit (NC),Commission (NC),Markup (NC),\
    Scheme Fees (NC),Interchange (NC),Batch Number,Modification Merchant Reference
    C,P1,O1,visa,2026-03-01 23:30:00,CET,Settled,,EUR,,199.00,1,EUR,,197.23,0.99,,0.283,0.497,7,
    C,P1,O1,visa,2026-07-01 00:30:00,CEST,Refunded,M1,EUR,50.00,,1,EUR,50.10,,0.10,,,,7,F1
    C,P2,O2,mc,2026-03-02 10:00:00,CET,Chargeback,M2,EUR,20.00,,1,EUR,27.50,,7.50,,,,7,
    C,,,,2026-03-03 02:00:00,CET,MerchantPayout,,,,,,EUR,119.63,,,,,,7,

    """

  @Test func adyenSettlement() throws {
    // The columns stand in another order than in the public sample.
    let bill = try ReadByProfile(Array(Self.adyen.utf8), "adyen")
    #expect(bill.rejects == [])
    #expect(
      bill.lines == [
        "2 O1 O1 - redeemed 199.00 EUR 1.770000 2026-03-01T22:30:00Z", "3 F1 O1 - reversed -50.00 EUR 0.100000 2026-06-30T22:30:00Z",
        "4 O2 O2 - adjustment -20.00 EUR 7.500000 2026-03-02T09:00:00Z",
      ])
    #expect(bill.feed.passedOver == 1)
    #expect(bill.totals.map { $0.hasPrefix("0 Net Debit (NC) = Net Credit (NC): 197.23") && !$0.hasSuffix("FAILS") } == [true])
  }

  static let payPal = """
    "Date","Time","TimeZone","Type","Status","Currency","Gross","Fee","Net","Transaction ID","Invoice Number","Balance"
    "01/03/2026","07:45:51","PST","Website Payment","Completed","USD","1,653.75","-73.07","1,580.68","T1","O1","1,580.68"
    "09/06/2026","07:19:50","PDT","Website Payment","Completed","EUR","20.00","-1.00","19.00","T2","O2","19.00"
    "09/06/2026","08:00:00","PDT","Payment Refund","Completed","USD","-50.00","0.00","-50.00","T3","O1","1,530.68"
    "10/06/2026","08:00:00","PDT","General Withdrawal","Pending","USD","-1,530.68","0.00","-1,530.68","T4","","0.00"

    """

  @Test func payPalActivity() throws {
    let bill = try ReadByProfile(Array(Self.payPal.utf8), "paypal")
    #expect(bill.rejects == [])
    #expect(
      bill.lines == [
        "2 O1 O1 - redeemed 1653.75 USD 73.0700 2026-03-01T15:45:51Z", "3 O2 O2 - redeemed 20.00 EUR 1.0000 2026-06-09T14:19:50Z",
        "4 T3 O1 - reversed -50.00 USD 0.0000 2026-06-09T15:00:00Z",
      ])
    #expect(bill.feed.passedOver == 1 && bill.totals.allSatisfy { !$0.hasSuffix("FAILS") } && bill.totals.count == 2)
  }

  /// Each balance that fails is named by its currency: two findings, not one.
  @Test func payPalBalancesAreToldApart() throws {
    let more =
      "\"11/06/2026\",\"08:00:00\",\"PDT\",\"Website Payment\",\"Completed\",\"EUR\",\"1.00\",\"0.00\",\"1.00\",\"T5\",\"O3\",\"21.00\"\n"
    let text = Self.payPal.replacing("\"T4\",\"\",\"0.00\"", with: "\"T4\",\"\",\"0.01\"") + more
    let bill = try ReadByProfile(Array(text.utf8), "paypal")
    #expect(bill.feed.totals.filter { !$0.holds }.map(\.name) == ["Balance USD", "Balance EUR"])
  }
}

/// The same profiles on public samples of real files.
@Suite(
  .enabled(if: RealStatements.folder != nil, "set QINGFEN_REAL_STATEMENTS to the folder with the real statements: NOT ONE OF THEM WAS READ")
)
struct RealStatementProfileTests {
  private func read(_ name: String, _ profile: String) throws -> ReadByProfile {
    try ReadByProfile([UInt8](Data(contentsOf: URL(fileURLWithPath: RealStatements.folder! + "/" + name))), profile, file: name)
  }

  @Test func adyenBatch() throws {
    let bill = try read("adyen-settlement-details-batch238.csv", "adyen")
    #expect(bill.rejects == [] && bill.lines == [] && bill.feed.passedOver == 3)
    #expect(bill.totals == ["0 Net Debit (NC) = Net Credit (NC): 454331.99, 454331.99"])
  }

  @Test func payPalActivity() throws {
    let bill = try read("paypal-activity-en.csv", "paypal")
    #expect(bill.rejects == [])
    #expect(bill.feed.rows == 76 && bill.feed.count == 27 && bill.feed.passedOver == 49)
    #expect(bill.lines.first == "5 31 31 - redeemed 1653.75 USD 73.0700 2016-06-09T14:19:50Z")
    #expect(bill.feed.type.count { $0 == .reversed } == 2)
    #expect(bill.totals.count == 3 && bill.totals.allSatisfy { !$0.hasSuffix("FAILS") })
  }
}

private enum RealStatements {
  static let folder = ProcessInfo.processInfo.environment["QINGFEN_REAL_STATEMENTS"]
}
