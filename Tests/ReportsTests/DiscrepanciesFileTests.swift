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
      "sheet 总览 freeze A5 filter A4:N12 landscape paper 9 fit 0 rows None footer 差异清单 2026-03-31-001",
      "总览!A1 s '差异清单 2026-03-31-001' General",
      "总览!A13 s '合计' General", "总览!C13 n 6 #,##0 from =SUM(C5:C12)", "总览!A7 s '金额不符' General", "总览!J7 n 6.99 #,##0.00",
      "总览!M7 n 1.01 #,##0.00",
      "总览!L8 n 7 #,##0", "sheet 按合作方 freeze A2 filter A1:L10 landscape paper 9 fit 0 rows $1:$1 footer 差异清单 2026-03-31-001",
      "按合作方!G11 n 10 #,##0 from =SUM(G2:G10)", "按合作方!B4 s '饿了么' General", "按合作方!E4 s '0–1 天' General", "按合作方!C4 s '金额不符' General",
      "sheet 金额不符 freeze A2 filter A1:T5 landscape paper 9 fit 0 rows $1:$1 footer 差异清单 2026-03-31-001", "金额不符!U1 s '← 总览' General",
      "金额不符!R1 s '处理决定' General", "金额不符!S1 s '处理原因' General", "金额不符!T1 s '处理人' General", "金额不符!C3 s 'redeemed:R10' General",
      "金额不符!E3 s '无此笔' General", "金额不符!G3 s '已核销' General", "金额不符!M3 s '在途' General", "金额不符!H5 n 2.5 #,##0.00", "金额不符!I5 n 0.51 #,##0.00",
      "金额不符!K3 d datetime.datetime(2026, 3, 28, 0, 0) yyyy-mm-dd", "金额不符!Q2 s '=HYPERLINK(\"x\")' General", "无单!D2 s '=1' General",
      "金额不符!O5 s '单价或比例与协议版本不同，或阶梯档位不同' General", "金额不符!P3 s '先等待：宽限期后仍无对应再处理' General",
    ] { has(fact, in: seen) }
    #expect(!seen.contains { $0.hasPrefix("无单!F2 ") })
    let english = try workshop.openpyxl("en.xlsx")
    for fact in [
      "Amount differs!B3 s 'Amount differs' General", "Amount differs!M3 s 'In transit' General", "Amount differs!R1 s 'Decision' General",
      "Amount differs!T1 s 'Decided by' General", "Amount differs!G4 s 'redeemed' General",
    ] { has(fact, in: english) }
  }

  /// Overview, partners, sheets and CSV count and sum the same, whatever the discrepancies.
  @Test(arguments: UInt64(1)..<4) func sumsAgree(seed: UInt64) throws {
    let (workshop, list) = (Workshop(), Self.random(seed))
    let day = SampleDraft.day("2026-03-31")
    try DiscrepancyWorkbook.write(
      list, day: day, run: "2026-03-31-001", language: .zh, to: workshop.path("1.xlsx"), temporaryFolder: workshop.folder)
    try Data(DiscrepanciesFile.csv(list, day: day)).write(to: URL(fileURLWithPath: workshop.path("1.csv")))
    #expect(try workshop.python(Self.sums, "1.xlsx", "1.csv") == ["same"], "seed \(seed)")
  }

  /// Of one currency, with ages of a season.
  static func random(_ seed: UInt64) -> [Discrepancy] {
    var random = SplitMix64(seed: seed)
    return (0..<300).map { number in
      func amount() -> Int64? { Int.random(in: 0..<4, using: &random) == 0 ? nil : Int64.random(in: -9_999...99_999, using: &random) }
      let first = SampleDraft.day("2026-03-31").adding(days: -Int.random(in: 0..<60, using: &random))
      return SampleDraft.finding(
        DiscrepancyKind.allCases.randomElement(using: &random)!, "redeemed:R\(number)", order: "O\(number)", ours: amount(),
        theirs: amount(),
        state: Finding.State.allCases.randomElement(using: &random)!, leg: Finding.Leg.allCases.randomElement(using: &random)!,
        seen: first.description, partner: ["eleme", "luckin", "-"].randomElement(using: &random)!)
    }
  }

  private static let sums = #"""
    import sys, csv, openpyxl
    from decimal import Decimal
    book = openpyxl.load_workbook(sys.argv[1], data_only=True)
    exact = lambda value: Decimal(str(value)).quantize(Decimal("0.01")) if value not in (None, "") else Decimal(0)
    def column(sheet, head, header=1):
        place = [cell.value for cell in sheet[header]].index(head) + 1
        return [sheet.cell(row, place).value for row in range(header + 1, sheet.max_row + 1)]
    rows = list(csv.DictReader(open(sys.argv[2], encoding="utf-8")))
    wanted = [len(rows)] + [sum(exact(row[name]) for row in rows) for name in ("ours", "theirs", "difference")]
    wanted.append(sum(abs(exact(row["difference"])) for row in rows))
    overview = book["总览"]
    heads = ["我方金额", "对方金额", "差额", "差额绝对值"]
    total = [sum(exact(value) for value in column(overview, head, 4)[:-1]) for head in heads]
    counts = sum(sum(column(overview, head, 4)[:-1]) for head in ("待处理", "在途", "本批解决"))
    assert [counts] + total == wanted, ("overview", counts, total, wanted)
    last = [exact(column(overview, head, 4)[-1]) for head in heads]
    assert last == total, ("total row", last, total)
    partners = book["按合作方"]
    found = [sum(column(partners, "笔数")[:-1])]
    found += [sum(exact(value) for value in column(partners, head)[:-1]) for head in ("我方金额", "对方金额", "差额（对方−我方）", "差额绝对值")]
    assert found == wanted, ("partners", found, wanted)
    kinds = book.worksheets[2:]
    found = [sum(len([key for key in column(sheet, "标识") if key]) for sheet in kinds)]
    for head in ("我方金额", "对方金额", "差额\n（对方−我方）"): found.append(sum(exact(value) for sheet in kinds for value in column(sheet, head)))
    found.append(sum(abs(exact(value)) for sheet in kinds for value in column(sheet, "差额\n（对方−我方）")))
    assert found == wanted, ("kinds", found, wanted)
    listed = sorted(str(key) for sheet in kinds for key in column(sheet, "标识") if key)
    assert listed == sorted(row["key"] for row in rows)
    print("same")
    """#

  /// A specific word for every circumstance: no kind, leg or state is left without a cause or a step.
  @Test func everyCircumstanceHasWords() throws {
    let workshop = Workshop()
    var list: [Discrepancy] = []
    for kind in DiscrepancyKind.allCases {
      for leg in Finding.Leg.allCases {
        for state in Finding.State.allCases {
          for prefix in ["redeemed", "reversed", "group", "fee", "redemption", "refund", "order", "total"] {
            list.append(
              SampleDraft.finding(
                kind, "\(prefix):\(leg)-\(state)", order: "O", ours: 1, theirs: nil, state: state, leg: leg, partner: "eleme"))
          }
        }
      }
    }
    for language in PartnerSettings.Language.allCases {
      try DiscrepancyWorkbook.write(
        list, day: SampleDraft.day("2026-03-31"), run: "2026-03-31-001", language: language, to: workshop.path("1.xlsx"),
        temporaryFolder: workshop.folder)
      let words = try workshop.openpyxl("1.xlsx").filter { $0.contains("!P") && !$0.contains("!P1 ") }
      #expect(Set(words.map { $0.drop { $0 != " " } }).count >= 24, "\(language): next steps tell cases apart")
      #expect(words.count >= list.count)
    }
  }

  @Test func hostileTextStaysText() throws {
    let workshop = Workshop()
    let list = [
      SampleDraft.finding(
        .amount, "redeemed:" + RunPageTests.hostile, order: "=1+1", ours: 1, theirs: 2, partner: "@x",
        detail: String(repeating: "😀", count: 40_000))
    ]
    try DiscrepancyWorkbook.write(
      list, day: SampleDraft.day("2026-03-31"), run: "2026-03-31-001", titles: ["@x": "=cmd|' /C calc'!A0"], language: .zh,
      to: workshop.path("1.xlsx"), temporaryFolder: workshop.folder)
    let seen = try workshop.openpyxl("1.xlsx")
    for fact in ["金额不符!A2 s '@x' General", "金额不符!D2 s '=1+1' General", "按合作方!B2 s \"=cmd|' /C calc'!A0\" General"] { has(fact, in: seen) }
    #expect(seen.filter { $0.contains(" from =") }.allSatisfy { $0.contains(" from =SUM(") })
    #expect(seen.contains { $0.hasPrefix("金额不符!Q2 s ") && $0.contains("…'") })
  }

  @Test func anEmptyListIsReadBackAsNothing() throws {
    let workshop = Workshop()
    try DiscrepancyWorkbook.write(
      [], day: SampleDraft.day("2026-03-31"), run: "2026-03-31-001", language: .zh, to: workshop.path("1.xlsx"),
      temporaryFolder: workshop.folder)
    #expect(FilledDecisions.read(path: workshop.path("1.xlsx")) == [])
  }
}
