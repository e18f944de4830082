import Foundation
import Reports
import SettlementCore
import Testing

@Suite struct StatementWorkbookTests {
  private static func write(_ draft: PartnerStatement, _ workshop: Workshop, _ name: String, rowLimit: Int = 1_048_576) throws {
    try StatementWorkbook.write(draft, to: workshop.path(name), temporaryFolder: workshop.folder, rowLimit: rowLimit)
  }

  /// Value of a cell as `openpyxl` prints it.
  private func value(_ cell: String, _ facts: [String]) throws -> String {
    let fact = try #require(facts.first { $0.hasPrefix("\(cell) ") }, "\(cell)")
    return String(fact.dropFirst(cell.count + 1).split(separator: " ", maxSplits: 1)[1])
  }

  @Test func openpyxlSeesTheStatement() throws {
    let workshop = Workshop()
    let draft = SampleDraft.make(40)
    try Self.write(draft, workshop, "s.xlsx", rowLimit: 25)
    let seen = try workshop.openpyxl("s.xlsx")
    let account = draft.accounts[0]
    func amount(_ units: Int64) -> String {
      let text = Money(units, account.currency).decimal
      return text.hasSuffix(".00") ? String(text.dropLast(3)) : text.hasSuffix("0") ? String(text.dropLast()) : text
    }
    let movement = account.closing - account.opening
    let paper = "landscape paper 9 fit 0 rows $1:$1 footer eleme-2026-03-draft"
    let plain = "freeze None filter None landscape paper 9 fit 0 rows None footer eleme-2026-03-draft"
    let upright = "freeze None filter None portrait paper 9"
    let refunds = (0..<40).filter { RollForward.Movement(draft.lines.kind[$0], isLate: false) == .refunded }.count
    let kinds = seen.filter { $0.hasPrefix("汇总!A") && $0.contains(" n ") && $0.contains("General") }.count - Self.products(draft)
    let daily = seen.filter { $0.hasPrefix("日汇总!A") }.count
    #expect(
      seen.filter { $0.hasPrefix("sheet ") } == [
        "sheet 结算单 \(upright) fit None rows None footer eleme-2026-03-draft",
        "sheet 汇总 freeze A2 filter A1:I\(kinds + 1) landscape paper 9 fit 0 rows None footer eleme-2026-03-draft",
        "sheet 图表 freeze None filter None portrait paper 9 fit None rows None footer eleme-2026-03-draft",
        "sheet 日汇总 freeze A2 filter A1:K\(daily) \(paper)",
        "sheet 明细 freeze A2 filter A1:M25 \(paper)", "sheet 明细-2 freeze A2 filter A1:M17 \(paper)",
        "sheet 退款冲销 freeze A2 filter A1:P\(refunds + 1) \(paper)", "sheet 阶梯 \(plain)",
        "sheet 结转与调整 freeze A2 filter A1:J4 \(paper)", "sheet 差异 freeze A2 filter A1:O6 \(paper)",
        "sheet 规则说明 \(upright) fit 0 rows None footer eleme-2026-03-draft", "sheet 校验 \(plain)",
      ])
    for fact in [
      "结算单!B4 s 'eleme-2026-03-draft' General", "结算单!E4 s '草稿 DRAFT' General", "结算单!B5 s '平台' General",
      "结算单!E6 s 'Asia/Shanghai，日切 24:00' General", "结算单!B9 s '权益方：按权益结算' General",
      "结算单!B12 n \(amount(account.opening)) #,##0.00", "结算单!B14 n \(amount(account.refunded)) #,##0.00",
      "结算单!B18 n \(amount(account.closing)) #,##0.00 from =B12+B13-B14+B15+B16-B17",
      "明细!A2 n 1 #,##0", "明细!K2 s '1000' General", "结算单!E12 n 3 #,##0", "结算单!E13 n 3 #,##0",
      "结算单!E16 n 4.49 #,##0.00", "结算单!E17 s '按较低金额' General",
      "结算单!E18 n 100 #,##0.00", "明细-2!A2 n 25 #,##0", "明细!E2 s 'O202603000' General", "明细!H2 s 'VIP-YEAR-JOINT' General",
      "明细!B2 d datetime.datetime(2026, 3, 1, 0, 0) yyyy-mm-dd", "明细!L2 n \(amount(draft.lines.amount[0])) #,##0.00",
      "明细!C5 d datetime.datetime(2026, 3, 3, 6, 35, 57) yyyy-mm-dd hh:mm:ss", "明细!J2 s '2026-03-01-001' General",
      "汇总!H\(kinds + 2) n 40 #,##0 from =SUM(H2:H\(kinds + 1))",
      "汇总!I\(kinds + 2) n \(amount(movement)) #,##0.00 from =SUM(I2:I\(kinds + 1))",
      "校验!C5 n \(amount(movement)) #,##0.00 from =SUM('明细'!L2:L25,'明细-2'!L2:L17)",
      "校验!D5 n \(amount(movement)) #,##0.00 from ='结算单'!B18-'结算单'!B12",
      "校验!C8 n \(amount(-account.refunded)) #,##0.00 from =SUM('退款冲销'!L2:L\(refunds + 1))",
      "校验!D9 n \(amount(account.closing)) #,##0.00", "校验!C11 n 40 #,##0 from =COUNT('明细'!A2:A25,'明细-2'!A2:A17)",
      "校验!F5 s '✓' General from =IF(E5=0,\"✓\",\"✗\")", "校验!C12 n 5 #,##0 from =COUNTA('差异'!A2:A6)",
      "差异!A2 s '金额不符' General", "差异!N1 s '核对状态' General", "差异!O1 s '处理意见及备注' General",
    ] { has(fact, in: seen) }
    for row in 5...13 { #expect(try value("校验!F\(row)", seen).hasPrefix("'✓'")) }
  }

  private static func products(_ draft: PartnerStatement) -> Int {
    Set((0..<draft.lines.count).map { [draft.lines.rule[$0], draft.lines.entitlement[$0]] }).count
  }

  /// LibreOffice calculates every formula anew: what it stores is what we stored.
  @Test func everyFormulaCalculatesToItsStoredValue() throws {
    let workshop = Workshop()
    var draft = SampleDraft.make(30, language: .en, currencies: ["USD", "CNY", "JPY"], tax: "6")
    draft.issuer = "Qingfen Ltd"
    try Self.write(draft, workshop, "s.xlsx", rowLimit: 14)
    let written = try workshop.recalculated("s.xlsx")
    #expect(written.count > 3 * (1 + 3 + 8 * 3) && written.values.contains("'✓'") && !written.values.contains("'✗'"))
  }

  @Test func severalCurrenciesStandApart() throws {
    let workshop = Workshop()
    try Self.write(SampleDraft.make(20, language: .en, currencies: ["USD", "CNY"]), workshop, "s.xlsx")
    let seen = try workshop.openpyxl("s.xlsx")
    #expect(
      seen.filter { $0.hasPrefix("sheet ") }.map { $0.dropFirst(6).components(separatedBy: " freeze")[0] } == [
        "Statement", "Summary", "Charts", "By day", "Details CNY", "Details USD", "Refunds CNY", "Refunds USD", "Ladders",
        "Carried and adjusted", "Discrepancies", "Rules", "Controls",
      ])
    has("Details USD!L1 s 'Amount (USD)' General", in: seen)
    #expect(seen.filter { $0.contains("人民币") }.count == 1)
  }

  /// The cells that are said to hold a line's amount, on sheets of 24 rows each, as openpyxl reads them.
  @Test(arguments: [["CNY"], ["CNY", "USD"]])
  func everyLineStandsWhereItIsSaidTo(currencies: [String]) throws {
    let workshop = Workshop()
    var statement = SampleDraft.make(60, currencies: currencies)
    SampleDraft.begin(&statement, on: CalendarDay("2026-03-03")!)
    try Self.write(statement, workshop, "s.xlsx", rowLimit: 25)
    let seen = try workshop.openpyxl("s.xlsx")
    for line in 0..<statement.lines.count {
      let places = try StatementWorkbook.places(ofLine: line, in: statement, rowLimit: 25)
      let isLate = statement.lines.businessDay[line] < statement.days.lowerBound.number
      let kind = RollForward.Movement(statement.lines.kind[line], isLate: isLate)
      #expect(places.count == 1 + (kind == .refunded ? 1 : 0) + (isLate ? 1 : 0))
      let amount = Double(Money(statement.lines.amount[line], statement.lines.currency[line]).decimal)
      for place in places {
        let row = place.cell.dropFirst()
        #expect(try Double(value("\(place)", seen).split(separator: " ")[0]) == amount, "\(place)")
        #expect(try value("\(place.sheet)!K\(row)", seen) == "'\(statement.lines.group[line])' General")
        #expect(try value("\(place.sheet)!A\(row)", seen) == "\(place.number) #,##0")
      }
      #expect(try StatementWorkbook.lines(numbered: places[0].number, in: statement).contains(line))
    }
    #expect(try StatementWorkbook.lines(numbered: 0, in: statement).isEmpty)
    #expect(try StatementWorkbook.lines(numbered: 61, in: statement).isEmpty)
    for discrepancy in statement.discrepancies {
      let place = try #require(StatementWorkbook.place(of: discrepancy.finding.identity, in: statement))
      #expect(try value("\(place)", seen) == "'\(discrepancy.finding.key)' General")
    }
  }

  @Test func emptyStatementIsWhole() throws {
    let workshop = Workshop()
    var draft = SampleDraft.make(3)
    draft.lines = StatementLines()
    draft.accounts = [RollForward(currency: SampleDraft.cny, opening: 0, closing: 0)]
    draft.discrepancies = []
    draft.ladders = []
    draft.origins = [:]
    try Self.write(draft, workshop, "s.xlsx")
    let seen = try workshop.openpyxl("s.xlsx")
    #expect(try value("结算单!B20", seen).contains("人民币零元整"))
    for sheet in ["日汇总", "明细", "退款冲销", "差异", "图表"] { has("\(sheet)!A2 s '本期无' General", in: seen) }
  }

  /// A channel's bill and a control total are open, shown and counted, but change nothing of what is payable; nor do resolved ones count.
  @Test func coverCountsAllOpenItems() throws {
    let workshop = Workshop()
    var draft = SampleDraft.make(5)
    draft.discrepancies = [
      SampleDraft.finding(.missingAtStore, "redeemed:R1", order: "O1", ours: nil, theirs: 199, leg: .channel),
      SampleDraft.finding(.controlTotal, "total", order: "", ours: 1, theirs: 2),
      SampleDraft.finding(.amount, "redeemed:R2", order: "O2", ours: 199, theirs: 250),
      SampleDraft.finding(.amount, "redeemed:R3", order: "O3", ours: 199, theirs: 250, state: .resolved),
    ]
    try Self.write(draft, workshop, "s.xlsx")
    let seen = try workshop.openpyxl("s.xlsx")
    for fact in ["结算单!E12 n 3 #,##0", "结算单!E13 n 1 #,##0", "结算单!E16 n 0.51 #,##0.00"] { has(fact, in: seen) }
  }

  @Test func aBrokenDraftLeavesNoFile() throws {
    let workshop = Workshop()
    var draft = SampleDraft.make()
    draft.accounts[0].opening += 1
    #expect(message { try Self.write(draft, workshop, "s.xlsx") }.contains("expected"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: workshop.folder).isEmpty)
  }

  /// The bytes of a statement change only on purpose: `RECORD_GOLDEN=1 swift test --filter golden` writes them anew, and fails.
  @Test(arguments: PartnerSettings.Language.allCases)
  func goldenBytes(language: PartnerSettings.Language) throws {
    let workshop = Workshop()
    let draft = SampleDraft.make(60, language: language, currencies: language == .zh ? ["CNY"] : ["CNY", "USD"])
    try Self.write(draft, workshop, "1.xlsx")
    try Self.write(draft, workshop, "2.xlsx")
    let bytes = try workshop.bytes("1.xlsx")
    #expect(try bytes == workshop.bytes("2.xlsx"))
    let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden/statement-\(language).xlsx")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try bytes.write(to: golden)
      Issue.record("recorded \(golden.path): look at it, then run again without RECORD_GOLDEN")
    } else {
      #expect(try bytes == Data(contentsOf: golden), "the statement changed; record it with RECORD_GOLDEN=1 if that was meant")
    }
  }
}

/// A statement that is issued, with lines of an earlier period.
@Suite struct IssuedStatementTests {
  @Test func openpyxlSeesItsNumberAndTheLateLines() throws {
    let workshop = Workshop()
    var statement = SampleDraft.make(40)
    statement.issue = StatementIssue(partner: "eleme", period: "2026-03")
    SampleDraft.begin(&statement, on: CalendarDay("2026-03-03")!)
    let late = (0..<40).filter { statement.lines.businessDay[$0] < statement.days.lowerBound.number }
    #expect(statement.fileName == "eleme-2026-03-R1.xlsx" && statement.lateCount == late.count && !late.isEmpty)
    try StatementWorkbook.write(statement, to: workshop.path("s.xlsx"), temporaryFolder: workshop.folder)
    let seen = try workshop.openpyxl("s.xlsx")
    for fact in [
      "结算单!A1 s '饿了么 2026-03 结算单' General", "结算单!B4 s 'QF-eleme-2026-03-R1' General", "结算单!E4 s 'R1' General",
      "结算单!A2 s '本期已关账，本件为正式结算单，签发后不再更改；其后到达的核销、退款和调整计入下一期，并注明其业务日期。' General",
      "以前期间补记!B2 d datetime.datetime(2026, 3, 1, 0, 0) yyyy-mm-dd",
      "以前期间补记!E2 s '\(statement.lines.orderID[late[0]])' General",
    ] { has(fact, in: seen) }
    #expect(seen.filter { $0.hasPrefix("以前期间补记!A") && !$0.hasPrefix("以前期间补记!A1 ") }.count == late.count)
    #expect(!seen.contains { $0.contains("草稿") || $0.contains("draft") })
    #expect(seen.contains { $0.contains("以前期间关账后补记的业务计入差异调整") })
    #expect(seen.contains { $0.hasPrefix("sheet 以前期间补记 ") && $0.hasSuffix("footer QF-eleme-2026-03-R1") })
  }

  /// What is recorded of a statement is what its cover says.
  @Test func paymentsAreThoseOfTheCover() throws {
    let statement = SampleDraft.make(40)
    let payments = try statement.payments()
    #expect(payments.map(\.account) == statement.accounts)
    #expect(payments.allSatisfy { $0.due + $0.carriedForward == $0.account.closing && $0.due >= 0 })
  }
}
