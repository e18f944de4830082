import Foundation
import Testing

@testable import Tables

/// Public sample files of real partners, in the folder that `QINGFEN_REAL_STATEMENTS` names.
@Suite(
  .enabled(if: RealStatements.folder != nil, "set QINGFEN_REAL_STATEMENTS to the folder with the real statements: NOT ONE OF THEM WAS READ")
)
struct RealStatementTests {
  private func read(_ name: String, _ layout: TableLayout) throws -> ReadTable {
    try ReadTable(TableReader(path: RealStatements.folder! + "/" + name, name: name, layout: layout))
  }

  @Test func adyenBatch() throws {
    let amount = AmountFormat(scale: 2, emptyIsZero: true)
    let table = try read(
      "adyen-settlement-details-batch238.csv",
      TableLayout(columns: [
        TableColumn("net", [.named(["Net Credit (NC)"]), .named(["Net Debit (NC)"])], .amount(amount, .inAndOut(.unsigned))),
        .amount("Net Debit (NC)", amount), .amount("Net Credit (NC)", amount), .text("Type"), .text("Psp Reference", .idOrEmpty),
        .time("Creation Date", "yyyy-MM-dd HH:mm:ss"), .text("Batch Number"),
      ]))
    #expect(table.rejects.isEmpty)
    let fees = zip(table.texts[3], table.amounts[1]).filter { $0.0 == "Fee" }.map(\.1)
    #expect(table.texts[3] == ["Balancetransfer", "Fee", "Balancetransfer"])
    #expect(table.amounts[2].reduce(0, +) == 45_433_199)
    #expect(fees.reduce(0, +) == 9)
    #expect(table.amounts[1].reduce(0, +) - fees.reduce(0, +) == 45_433_190)
    #expect(table.amounts[0].reduce(0, +) == 0)
    #expect(table.times[5].map(\.words) == ["2022-02-22 00:24:23", "2022-03-02 02:21:49", "2022-03-02 02:21:49"])
    #expect(table.places == [2, 3, 4])
  }

  @Test(arguments: [
    ("paypal-activity-en.csv", "dd/MM/yyyy HH:mm:ss", 76, "TimeZone"), ("paypal-statement-en.csv", "M/d/yyyy HH:mm:ss", 19, "Time Zone"),
  ])
  func payPal(name: String, pattern: String, rows: Int, zone: String) throws {
    let amount = AmountFormat(scale: 2, grouping: .comma)
    let table = try read(
      name,
      TableLayout(columns: [
        TableColumn("time", [.named(["Date"]), .named(["Time"])], .time([.pattern(TimePattern(pattern)!)])), .text(zone),
        .text("Currency"), .amount("Gross", amount), .amount("Fee", amount), .amount("Net", amount), .text("Transaction ID", .id),
        .amount("Balance", amount),
      ]))
    #expect(table.problems == [])
    #expect(table.rows.count == rows)
    #expect(zip(table.amounts[3], table.amounts[4]).map { $0 + $1 } == table.amounts[5])
    #expect(Set(table.texts[6]).count == rows)
  }

  private static let weChatColumns: [TableColumn] = [
    .time("交易时间", "yyyy-MM-dd HH:mm:ss"), .text("收/支"),
    .amount("金额(元)", AmountFormat(scale: 2, currencySigns: ["¥"])), .text("交易单号", .id), .text("商户单号"),
  ]

  @Test func weChatExport() throws {
    let table = try read(
      "wechat-personal.csv",
      TableLayout(preamble: .untilHeader, wrapping: [.spaces, .trailingTab], columns: Self.weChatColumns))
    // The declared totals stand before the header.
    #expect(table.reader.preamble.map(\.text).contains("共43笔记录"))
    #expect(table.reader.preamble.map(\.text).contains("收入：1笔 0.35元"))
    #expect(table.rows.count + table.rejects.count == 27)
    // A TAB behind a closing quote, and quotes within a text: cut and edited by hand.
    #expect(table.rejects.map(\.line) == [18, 37, 38])
    #expect(
      table.problems[0] == "18 交易单号: expected a comma or a line end after the closing quote, found \"3985734\"\\t")
    #expect(table.problems[1] == "37 交易对方: expected a quote only around a whole field, found 打开拼多多，点击底部\"多多视频\"")
    #expect(table.amounts[2].first == 35)
    #expect(table.texts[3].first == "3985734")
  }

  @Test func weChatWorkbook() throws {
    func layout(_ sheet: SheetChoice) -> TableLayout {
      TableLayout(container: .xlsx(sheet), preamble: .untilHeader, wrapping: [.spaces, .trailingTab], columns: Self.weChatColumns)
    }
    let error = #expect(throws: TableError.self) { try read("wechat-personal.xlsx", layout(.withHeader)) }
    #expect(error?.found == "'example-wechat-records' and 'Sheet1': name the sheet")
    let texts = try read("wechat-personal.xlsx", layout(.named("example-wechat-records")))
    let numbers = try read("wechat-personal.xlsx", layout(.named("Sheet1")))
    for table in [texts, numbers] {
      #expect(table.problems == [])
      #expect(table.rows.count == 27)
      #expect(table.amounts[2].prefix(4) == [2816, 35, 1200, 50000])
      #expect(table.times[0].first?.words == "2019-09-26 12:45:27")
    }
    #expect(texts.amounts == numbers.amounts)
    #expect(numbers.reader.preamble.map(\.text).contains("共10笔记录"))
  }

  @Test func alipayExport() throws {
    let table = try read(
      "alipay-personal-gbk.csv",
      TableLayout(
        container: .delimited(DelimitedRules(encoding: .gb18030)), preamble: .untilHeader, wrapping: [.spaces, .trailingTab],
        columns: [
          .time("交易时间", "yyyy-MM-dd HH:mm:ss"), .text("收/支"), .amount("金额"), .text("交易订单号", .id), .text("商家订单号", .idOrEmpty),
          .text("交易状态"),
        ]))
    #expect(table.reader.header.count == 13 && table.reader.header.last == "")
    #expect(table.reader.preamble.map(\.text).contains("共66笔记录"))
    #expect(table.reader.preamble.map(\.text).contains("支出：63笔 16.54元"))
    #expect(table.problems == [])
    #expect(table.amounts[2] == [4974, 2000, 1603, 9934, 22_222_850, 8200, 5000, 5000, 990, 8200])
    #expect(table.texts[3][0] == "202302xxxxxx0011000103xxxxxx")
    #expect(table.texts[4][3] == "")
  }

  @Test func jdExport() throws {
    let table = try read(
      "jd-personal.csv",
      TableLayout(
        container: .delimited(DelimitedRules(allowsBlankExtraCells: true)), preamble: .untilHeader, wrapping: [.spaces, .trailingTab],
        columns: [
          .time("交易时间", "yyyy-MM-dd HH:mm:ss"), .amount("金额"), .text("交易订单号", .id),
        ]))
    #expect(table.rows.count + table.rejects.count == 26)
    // Amounts such as 131.77(已退款89.84) are no amounts.
    #expect(table.rejects.allSatisfy { $0.field == "金额" && $0.found.contains("退款") })
    #expect(table.rejects.count == 5)
    #expect(table.reader.preamble.map(\.text).contains("共：26笔记录"))
  }
}

enum RealStatements {
  static let folder = ProcessInfo.processInfo.environment["QINGFEN_REAL_STATEMENTS"]
}
