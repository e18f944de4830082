import Foundation
import Reports
import SettlementCore
import Testing

@Suite struct DiscrepanciesFileTests {
  static let list: [Discrepancy] = [
    SampleDraft.finding(.unknownOrder, "refund:F1", order: "=1", ours: 5, theirs: nil, leg: .store, partner: "-", currency: .unknown),
    SampleDraft.finding(.amount, "redeemed:R2", order: "O1", ours: 500, theirs: 450, detail: "a, \"b\""),
    SampleDraft.finding(.amount, "redeemed:R10", order: "", ours: nil, theirs: 7, state: .inTransit, currency: Currency(code: "JPY")!),
    SampleDraft.finding(.recordChanged, "order:O9", order: "O9", ours: nil, theirs: nil, state: .resolved, leg: .channel),
    SampleDraft.finding(.amount, "-x:R1", order: "+O", ours: 0, theirs: 0, partner: "Zed", detail: "=HYPERLINK(\"x\")"),
  ]

  @Test func exactBytes() {
    let text = String(decoding: DiscrepanciesFile.csv(Self.list, day: SampleDraft.day("2026-03-31")), as: UTF8.self)
    #expect(
      text == #"""
        partner,kind,key,order_id,ours,theirs,difference,currency,business_date,first_seen,age_days,state,leg,detail
        -,unknown-order,refund:F1,'=1,,,,,2026-03-28,2026-03-30,1,open,store,
        Zed,amount,'-x:R1,'+O,0.00,0.00,0.00,CNY,2026-03-28,2026-03-30,1,open,partner,"'=HYPERLINK(""x"")"
        eleme,amount,redeemed:R10,,,7,7,JPY,2026-03-28,2026-03-30,1,in-transit,partner,
        eleme,amount,redeemed:R2,O1,5.00,4.50,-0.50,CNY,2026-03-28,2026-03-30,1,open,partner,"a, ""b"""
        eleme,record-changed,order:O9,O9,,,,CNY,2026-03-28,2026-03-30,1,resolved,channel,

        """#)
  }

  @Test func headerAloneWhenEmpty() throws {
    #expect(try rows(of: DiscrepanciesFile.csv([], day: SampleDraft.day("2026-03-31"))).isEmpty)
    #expect(RejectsFile.csv([]) == Array("source,file,line,field,expected,found\n".utf8))
  }

  @Test func rejects() {
    let row = RejectedRow(
      source: "orders", file: "store/2026-03-01/orders.csv", line: 12, field: "paid", expected: "at most 2 decimals", found: "-1.005")
    #expect(
      String(decoding: RejectsFile.csv([row]), as: UTF8.self)
        == "source,file,line,field,expected,found\norders,store/2026-03-01/orders.csv,12,paid,at most 2 decimals,'-1.005\n")
  }

  @Test func workbookInBothLanguages() throws {
    let workshop = Workshop()
    for language in PartnerSettings.Language.allCases {
      try DiscrepancyWorkbook.write(
        Self.list + SampleDraft.discrepancies, day: SampleDraft.day("2026-03-31"), run: "2026-03-31-001", titles: ["eleme": "饿了么"],
        language: language, to: workshop.path("\(language).xlsx"), temporaryFolder: workshop.folder)
    }
    let seen = try workshop.openpyxl("zh.xlsx")
    for fact in [
      "sheet 差异汇总 freeze A2 filter A1:J10 landscape paper 9 fit 0 rows $1:$1 footer 差异清单 2026-03-31-001",
      "差异汇总!A11 s '合计' General", "差异汇总!F11 n 10 #,##0 from =SUM(F2:F10)", "差异汇总!C4 s '金额不符 amount' General",
      "差异汇总!B4 s '饿了么' General", "差异汇总!H4 n 7 #,##0", "差异汇总!G5 n 6.99 #,##0.00", "差异汇总!I5 n 0.01 #,##0.00",
      "sheet 差异明细 freeze A2 filter A1:P11 landscape paper 9 fit 0 rows $1:$1 footer 差异清单 2026-03-31-001", "差异明细!N1 s '处理决定' General",
      "差异明细!O1 s '处理原因' General", "差异明细!P1 s '处理人' General",
      "差异明细!F2 s '=1' General", "差异明细!M3 s '=HYPERLINK(\"x\")' General", "差异明细!E4 s 'redeemed:R10' General",
      "差异明细!K4 d datetime.datetime(2026, 3, 28, 0, 0) yyyy-mm-dd", "差异明细!C4 s '在途' General",
    ] { has(fact, in: seen) }
    #expect(!seen.contains { $0.hasPrefix("差异明细!H2 ") })
    let english = try workshop.openpyxl("en.xlsx")
    for fact in ["List!B4 s 'Amount differs' General", "List!C4 s 'In transit' General", "List!N1 s 'Decision' General", "List!P1 s 'Decided by' General"] {
      has(fact, in: english)
    }
  }
}
