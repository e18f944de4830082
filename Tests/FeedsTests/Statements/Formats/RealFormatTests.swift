import Foundation
import SettlementCore
import Testing

@testable import Feeds

/// Public sample files of real partners, in the folder that `QINGFEN_REAL_STATEMENTS` names, as statements.
@Suite(
  .enabled(if: RealStatements.folder != nil, "set QINGFEN_REAL_STATEMENTS to the folder with the real statements: NOT ONE OF THEM WAS READ")
)
struct RealFormatTests {

  private func read(_ name: String, _ format: StatementFormat, needs: Set<StatementProfile.KeyColumn> = []) throws -> ReadFormat {
    try ReadFormat([UInt8](Data(contentsOf: URL(fileURLWithPath: RealStatements.folder! + "/" + name))), format, file: name, needs: needs)
  }

  /// What was carried over from batch 237 came in, fees and what goes to batch 239 went out.
  @Test func adyenBatch() throws {
    let net = Format.Amount(.inAndOut(.name("Net Credit (NC)"), .name("Net Debit (NC)"), outIsNegative: false))
    let (credit, debit) = (Format.Amount("Net Credit (NC)"), Format.Amount("Net Debit (NC)"))
    let isFee = Format.Condition(.name("Type"), ["Fee"])
    let format = StatementFormat("Psp Reference", amount: net, time: .init("Creation Date")) { format in
      format.zone = .named("Europe/Amsterdam")
      format.amounts.emptyIsZero = true
      format.columns.type = .cell(.name("Type"), [.init("Settled", .line(.redeemed))], otherwise: .passedOver, isRequired: true)
      format.columns.currency = .init("Net Currency")
      format.totals = [
        DeclaredTotal(name: "debit = credit", .sum(debit), .sum(credit, digits: nil)),
        DeclaredTotal(name: "in", .cell("in"), .sum(credit, digits: nil)),
        DeclaredTotal(name: "fees", .cell("fees"), .sum(debit, digits: nil), where: isFee),
        DeclaredTotal(name: "out", .cell("out"), .sum(debit, digits: nil), where: .init(isFee.cell, isFee.texts, isNot: true)),
      ]
    }
    let bill = try read("adyen-settlement-details-batch238.csv", format)
    #expect(bill.problems == [] && bill.lines == [] && bill.feed.passedOver == 3 && bill.feed.rows == 3)
    #expect(
      bill.totals == [
        "0 debit = credit: 454331.99, 454331.99", "0 in: absent, 454331.99 FAILS", "0 fees: absent, 0.09 FAILS",
        "0 out: absent, 454331.90 FAILS",
      ])
  }

  private static func payPal(_ pattern: String, _ zone: Format.Zone) -> StatementFormat {
    let time = Format.Time([.name("Date"), .name("Time")], formats: [.pattern(pattern)])
    return StatementFormat("Transaction ID", amount: Format.Amount("Gross"), time: time) { format in
      format.zone = zone
      format.amounts.grouping = .comma
      format.columns.type = .bySign
      format.columns.currency = .init("Currency")
      format.columns.fee = .init(Format.Amount(.sum([.name("Fee")]), negates: true))
      format.columns.balance = .init(.name("Balance"), amount: Format.Amount("Net"))
      let parts = Format.Amount(.sum([.name("Gross"), .name("Fee")]))
      format.totals = [DeclaredTotal(name: "Gross + Fee = Net", .sum(parts), .sum(Format.Amount("Net"), digits: nil))]
    }
  }

  @Test func payPalActivity() throws {
    let names = ["PST", "PDT"].map { Format.Meaning($0, "America/Los_Angeles") }
    let bill = try read("paypal-activity-en.csv", Self.payPal("dd/MM/yyyy HH:mm:ss", .cell(.name("TimeZone"), values: names)))
    #expect(bill.problems == [])
    #expect(bill.feed.count == 76 && bill.feed.rows == 76 && bill.feed.passedOver == 0)
    #expect(bill.lines.first == "TID1 - - redeemed 84.00 USD 2015-12-29:2")
    // Rows have several currencies: fees are read at the decimals that any may have.
    #expect(bill.feed.fee.first == 42_500 && bill.feed.feeDigits == 4)
    #expect(
      bill.totals == [
        "0 Gross + Fee = Net: 45.2400, 45.2400", "8 Balance AUD: 0.00, 0.00", "77 Balance EUR: 43.34, 43.34",
        "76 Balance USD: 1.90, 1.90",
      ])
  }

  @Test func payPalStatement() throws {
    let names = [Format.Meaning("America/Los_Angeles", "America/Los_Angeles"), Format.Meaning("CET", "Europe/Paris")]
    let bill = try read("paypal-statement-en.csv", Self.payPal("M/d/yyyy HH:mm:ss", .cell(.name("Time Zone"), values: names)))
    #expect(bill.problems == [])
    #expect(bill.feed.count == 19)
    #expect(bill.lines.first == "TID1 - - reversed -1058.09 EUR 2018-09-04:2")
    #expect(bill.totals.allSatisfy { !$0.hasSuffix("FAILS") } && bill.totals.count == 3)
  }

  private static func weChat(_ change: (inout StatementFormat) -> Void) -> StatementFormat {
    StatementFormat("交易单号", amount: Format.Amount("金额(元)"), time: .init([.name("交易时间")], formats: [.iso, .serial])) { format in
      format.preamble = .untilHeader
      format.strip = [.spaces, .tab]
      format.amounts.signs = ["¥"]
      format.columns.type = .cell(
        .name("收/支"), [.init("收入", .line(.redeemed)), .init("支出", .line(.reversed)), .init("/", .passedOver)], otherwise: nil,
        isRequired: true)
      format.reversed.amount = Format.Amount(.sum([.name("金额(元)")]), negates: true)
      func total(_ start: String, _ number: Int, _ text: String) -> DeclaredTotal {
        let measure: DeclaredTotal.Measure = number == 1 ? .count : .sum(Format.Amount("金额(元)"), digits: nil)
        return DeclaredTotal(name: "\(start) \(number)", .line(start, number: number), measure, where: .init(.name("收/支"), [text]))
      }
      format.totals =
        [DeclaredTotal(name: "共", .line("共", number: 1), .count)]
        + [("收入", "收入"), ("支出", "支出"), ("中性交易", "/")].flatMap { [total($0.0, 1, $0.1), total($0.0, 2, $0.1)] }
      change(&format)
    }
  }

  /// Cut and edited by hand: its totals fail, and its damaged rows are rejected.
  @Test func weChatExport() throws {
    let bill = try read("wechat-personal.csv", Self.weChat { _ in })
    #expect(bill.feed.rejects.listed.map(\.line) == [18, 37, 38])
    #expect(bill.problems[0] == "18 交易单号: expected a comma or a line end after the closing quote, found \"3985734\"\\t")
    #expect(bill.feed.rows == 27)
    #expect(
      bill.totals == [
        "7 共: 43, 24 FAILS", "8 收入 1: 1, 3 FAILS", "8 收入 2: 0.35, 28.35 FAILS", "9 支出 1: 1, 10 FAILS", "9 支出 2: 28.16, 2876.37 FAILS",
        "10 中性交易 1: 0, 11 FAILS", "10 中性交易 2: 0.00, 26100.89 FAILS",
      ])
  }

  @Test(arguments: ["example-wechat-records", "Sheet1"]) func weChatWorkbook(sheet: String) throws {
    let bill = try read("wechat-personal.xlsx", Self.weChat { $0.container = .xlsx(sheet: sheet) })
    #expect(bill.problems == [])
    #expect(bill.feed.rows == 27 && bill.feed.count == 16 && bill.feed.passedOver == 11)
    #expect(bill.lines[0].hasPrefix("3985734 - - reversed -28.16 CNY 2019-09-26:"))
    #expect(bill.totals.filter { $0.hasSuffix("FAILS") }.count == 7)
  }

  @Test func alipayExport() throws {
    let format = Self.weChat { format in
      format.container = .csv(.gb18030)
      format.columns.reference = .init("交易订单号")
      format.columns.amount = Format.Amount("金额")
      format.reversed.amount = Format.Amount(.sum([.name("金额")]), negates: true)
      format.columns.time = .init("交易时间")
      format.columns.type = .cell(
        .name("收/支"), [.init("收入", .line(.redeemed)), .init("支出", .line(.reversed)), .init("不计收支", .passedOver)], otherwise: nil,
        isRequired: true)
      format.totals = ["收入", "支出", "不计收支"].flatMap { text in
        [
          DeclaredTotal(name: "\(text) 1", .line("\(text)：", number: 1), .count, where: .init(.name("收/支"), [text])),
          DeclaredTotal(
            name: "\(text) 2", .line("\(text)：", number: 2), .sum(Format.Amount("金额"), digits: nil), where: .init(.name("收/支"), [text])),
        ]
      }
    }
    let bill = try read("alipay-personal-gbk.csv", format)
    #expect(bill.problems == [])
    #expect(bill.feed.rows == 10 && bill.feed.count == 6 && bill.feed.passedOver == 4)
    #expect(bill.lines[0] == "202302xxxxxx0011000103xxxxxx - - reversed -49.74 CNY 2023-02-12:26")
    #expect(
      bill.totals == [
        "9 收入 1: 1, 1", "9 收入 2: 28.50, 222228.50 FAILS", "10 支出 1: 63, 5 FAILS", "10 支出 2: 16.54, 211.64 FAILS",
        "11 不计收支 1: 2, 4 FAILS", "11 不计收支 2: 16.37, 247.37 FAILS",
      ])
  }
}

enum RealStatements {
  static let folder = ProcessInfo.processInfo.environment["QINGFEN_REAL_STATEMENTS"]
}
