import Foundation
import SettlementCore
import Testing

@testable import Reports

/// The sheets beyond cover, summary and details, as openpyxl sees them.
@Suite struct StatementSheetTests {
  private func seen(_ statement: PartnerStatement, _ workshop: Workshop, rowLimit: Int = 1_048_576) throws -> [String] {
    try StatementWorkbook.write(statement, to: workshop.path("s.xlsx"), temporaryFolder: workshop.folder, rowLimit: rowLimit)
    return try workshop.openpyxl("s.xlsx")
  }

  /// A partner of whose agreements none has a currency yet: nothing to sum, nothing to draw.
  @Test func withoutAnyCurrency() throws {
    var statement = SampleDraft.make(10)
    (statement.lines, statement.accounts, statement.origins, statement.ladders) = (StatementLines(), [], [:], [])
    let seen = try seen(statement, Workshop())
    #expect(seen.contains { $0.hasPrefix("sheet 结算单 ") } && seen.contains { $0.hasPrefix("sheet 校验 ") })
    has("结算单!E8 s '0' General", in: seen)
  }

  /// 12,345 units stand in the second of three tiers, 37,655 before its end; 10,000.01 yuan in the second of two.
  @Test func laddersSayWhereTheyStand() throws {
    let seen = try seen(SampleDraft.make(10), Workshop())
    for fact in [
      "阶梯!G5 n 12345 #,##0", "阶梯!H5 s '2/3' General", "阶梯!I5 s '9%' General", "阶梯!J5 n 23456.78 #,##0.00", "阶梯!K5 n -123.45 #,##0.00",
      "阶梯!L5 n 37655 #,##0", "阶梯!E6 s '2026-Q1' General", "阶梯!F6 s '金额 CNY' General", "阶梯!G6 n 10000.01 #,##0.00",
      "阶梯!I6 s '30%' General", "阶梯!L6 s '末档' General",
      "阶梯!F9 s '分段累进' General", "阶梯!I9 n 10000 #,##0", "阶梯!G10 n 10000 #,##0", "阶梯!K10 n 100 #,##0.00", "阶梯!L10 s '◀' General",
      "阶梯!I11 s '不限' General", "阶梯!J12 s '1/3' General", "阶梯!I12 n 10000 #,##0.00", "阶梯!L13 s '◀' General",
    ] { has(fact, in: seen) }
    #expect(seen.filter { $0.contains("'◀'") }.count == 2)
  }

  /// Of a statement that begins on the 3rd, what is dated on the 1st and 2nd came late; one adjust was decided.
  @Test func carriedAndAdjustedSayWhy() throws {
    var statement = SampleDraft.make(40)
    SampleDraft.begin(&statement, on: CalendarDay("2026-03-03")!)
    let seen = try seen(statement, Workshop())
    let late = (0..<40).filter { statement.lines.businessDay[$0] < statement.days.lowerBound.number }
    let rows = seen.filter { $0.hasPrefix("结转与调整!A") && $0.contains("以前期间补记") }
    let counts = try rows.map { row in
      let number = row.drop { $0 != "A" }.dropFirst().prefix { $0 != " " }
      let fact = try #require(seen.first { $0.hasPrefix("结转与调整!D\(number) ") })
      return try #require(Int(fact.split(separator: " ")[2]))
    }
    #expect(counts.reduce(0, +) == late.count && !late.isEmpty)
    has("结转与调整!A2 s '期初未结转入' General", in: seen)
    has("结转与调整!J2 n 12843.5 #,##0.00", in: seen)
    #expect(seen.contains { $0.hasPrefix("结转与调整!H") && $0.contains("'认可对方：三月价目表'") })
    #expect(seen.contains { $0.hasPrefix("结转与调整!I") && $0.contains("'李雷'") })
    var alone = SampleDraft.make(40)
    alone.decisions = []
    #expect(try self.seen(alone, Workshop()).contains { $0.contains("对账时自动入账") })
  }

  /// Each line that takes back stands beside what its order's split gave the partner.
  @Test func refundsStandBesideTheirOrigin() throws {
    let statement = SampleDraft.make(40)
    let seen = try seen(statement, Workshop())
    let refunds = (0..<40).filter { RollForward.Movement(statement.lines.kind[$0], isLate: false) == .refunded }
    for (place, line) in refunds.enumerated() {
      has("退款冲销!M\(place + 2) d datetime.datetime(2026, 3, 2, 0, 0) yyyy-mm-dd", in: seen)
      has("退款冲销!N\(place + 2) n 199 #,##0.00", in: seen)
      has("退款冲销!O\(place + 2) n 23.88 #,##0.00", in: seen)
      let group = seen.first { $0.hasPrefix("退款冲销!P\(place + 2) ") }
      #expect(group == (statement.lines.kind[line] == .refund ? nil : "退款冲销!P\(place + 2) s '1000' General"))
    }
  }

  @Test func rulesAndInputsAreTold() throws {
    let seen = try seen(SampleDraft.make(10), Workshop())
    for fact in [
      "规则说明!A4 s '影视联合年卡（VIP-YEAR-JOINT），版本 2026-01-01' General", "规则说明!C6 s '每套 12 份；基数的 12%。' General",
      "规则说明!C8 s 'SHA-256 9f2c4a7be01d55c3a8e6f4b20917d3c6aa41e0b7c95d28f3164e8a7d0b3c92f1' General",
    ] { has(fact, in: seen) }
    #expect(seen.contains { $0.hasPrefix("校验!E") && $0.contains("'\(String(repeating: "b2", count: 32))'") })
    #expect(seen.filter { $0.hasPrefix("校验!D") && $0.contains(" n 58 ") }.count == 2)
    // Of the shop's own files the number of rows is not told.
    #expect(!seen.contains { $0.hasPrefix("校验!A") && $0.contains("orders.csv") && $0.contains("58") })
  }

  /// A deadline stands on what is issued only.
  @Test func replyDeadline() throws {
    var statement = SampleDraft.make(10)
    #expect(statement.replyDeadline == nil)
    #expect(try !seen(statement, Workshop()).contains { $0.contains("对账回执期限") })
    statement.issue = StatementIssue(partner: "eleme", period: "2026-03")
    #expect(statement.replyDeadline == SampleDraft.day("2026-04-05"))
    has("结算单!E9 s '请于 2026-04-05 前确认或提出差异' General", in: try seen(statement, Workshop()))
  }

  /// A channel is paid commission.
  @Test func aChannelHasCommission() throws {
    var statement = SampleDraft.make(120)
    statement.isChannel = true
    let seen = try seen(statement, Workshop())
    has("结算单!B9 s '渠道：按所售订单计佣金' General", in: seen)
    for (kind, word) in [(GroupKind.order, "订单佣金"), (.refund, "佣金冲回")] {
      let count = (0..<120).filter { statement.lines.kind[$0] == kind }.count
      #expect(count > 0 && seen.filter { $0.hasPrefix("明细!D") && $0.contains("'\(word)'") }.count == count)
      #expect(seen.contains { $0.hasPrefix("汇总!G") && $0.contains("'\(word)'") })
    }
  }

  private static let links = #"""
    import sys, openpyxl
    for sheet in openpyxl.load_workbook(sys.argv[1]).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink: print(f"{sheet.title}!{cell.coordinate}", cell.value, cell.hyperlink.location)
        for found in sheet.data_validations.dataValidation: print(sheet.title, found.sqref, found.formula1)
    """#

  /// The line of a discrepancy and the discrepancy lead to each other, over split sheets.
  @Test func discrepanciesAndLinesLeadToEachOther() throws {
    let workshop = Workshop()
    var statement = SampleDraft.make(40)
    func reference(_ line: Int) -> String { statement.lines.reference[line] }
    let earns = (0..<40).filter { statement.lines.kind[$0] == .earn }
    let (first, last) = (earns[0], earns[earns.count - 1])
    statement.discrepancies = [
      SampleDraft.finding(.missingAtStore, "redeemed:R1", order: "O1", ours: nil, theirs: 199),
      SampleDraft.finding(.amount, "redeemed:\(reference(last))", order: "", ours: 199, theirs: 250),
      SampleDraft.finding(.missingAtPartner, "redeemed:\(reference(first))#2", order: "", ours: 199, theirs: nil),
      SampleDraft.finding(.amount, "redeemed:R2026032700932", order: "", ours: 199, theirs: 250),
    ]
    try StatementWorkbook.write(statement, to: workshop.path("s.xlsx"), temporaryFolder: workshop.folder, rowLimit: 25)
    let found = try workshop.python(Self.links, "s.xlsx")
    // By kind and key: amount of the earning, amount of the decided adjust, missing at partner, missing at store.
    let ofKinds = statement.discrepancies.map(\.finding.key).enumerated().filter { [1, 3].contains($0.offset) }.map(\.element).sorted()
    let (decided, earned) = (
      ofKinds.firstIndex(of: "redeemed:R2026032700932")! + 2, ofKinds.firstIndex { $0.hasSuffix(reference(last)) }! + 2
    )
    func cell(_ line: Int) -> (sheet: String, row: Int) { line < 24 ? ("明细", line + 2) : ("明细-2", line - 22) }
    let adjust = (0..<40).first { statement.lines.kind[$0] == .adjust }!
    for (discrepancy, line) in [(decided, adjust), (earned, last), (4, first)] {
      let (sheet, row) = cell(line)
      #expect(found.contains("差异!M\(discrepancy) → \(sheet) \(line + 1) '\(sheet)'!L\(row)"))
      #expect(found.contains("\(sheet)!M\(row) → 差异 \(discrepancy - 1) '差异'!D\(discrepancy)"))
    }
    #expect(found.filter { $0.hasPrefix("差异!M") }.count == 3)
    #expect(found.contains("差异 N2:N5 \"待核实,认可我方,认可对方,部分认可,需补充资料\""))
  }
}

/// Amounts that hold a tax, and their parts.
@Suite struct TaxTests {
  /// 106 = 100 + 6; 1.99 at 6 %: 1.877… → 1.88 and 0.11; a negative one is parted as its opposite.
  @Test func linesAreParted() throws {
    var statement = SampleDraft.make(40, tax: "6")
    var lines = StatementLines()
    let amounts: [Int64] = [10_600, 199, -199, 1, 0, -50_000]
    for (place, amount) in amounts.enumerated() {
      lines.append(
        businessDay: SampleDraft.day("2026-03-01"), group: Int64(place + 1), run: 0, kind: amount == -50_000 ? .payout : .earn,
        orderID: .none,
        reference: .none, amount: amount, currency: SampleDraft.cny)
    }
    statement.lines = lines
    statement.origins = [:]
    statement.accounts = [RollForward(currency: SampleDraft.cny, opening: 50_000, earned: 10_601, paid: 50_000, closing: 10_601)]
    let workshop = Workshop()
    try StatementWorkbook.write(statement, to: workshop.path("s.xlsx"), temporaryFolder: workshop.folder)
    let seen = try workshop.openpyxl("s.xlsx")
    for (row, parts) in [("100", "6"), ("1.88", "0.11"), ("-1.88", "-0.11"), ("0.01", "0"), ("0", "0")].enumerated() {
      has("明细!M\(row + 2) n \(parts.0) #,##0.00", in: seen)
      has("明细!N\(row + 2) n \(parts.1) #,##0.00", in: seen)
    }
    // A payment has none.
    #expect(!seen.contains { $0.hasPrefix("明细!M7 ") || $0.hasPrefix("明细!N7 ") })
    #expect(seen.contains { $0.hasPrefix("结算单!B") && $0.contains("n 106.01 ") && $0.contains(" from =B") })
    #expect(seen.contains { $0.hasPrefix("结算单!B") && $0.contains("n 100.01 ") && $0.hasSuffix("from =SUM('明细'!M2:M7)") })
    #expect(seen.contains { $0.hasPrefix("结算单!B") && $0.contains("n 6 ") && $0.hasSuffix("from =SUM('明细'!N2:N7)") })
  }

  /// Law: the parts of every amount sum to it, the tax is what the rate says to half a unit, and opposites are parted as opposites.
  @Test(arguments: [UInt64(1), 2, 3])
  func partsSumToTheWhole(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<300 {
      let rate = Rate(Int64.random(in: 0...30, using: &random), over: 100)!
      let split = TaxSplit(rate: rate)
      let amount = Int64.random(in: -(1 << 55)...(1 << 55), using: &random)
      let net = split.withoutTax(amount)
      #expect(split.withoutTax(-amount) == -net, "seed \(seed)")
      // |net · (100 + rate) − amount · 100| ≤ (100 + rate) / 2
      let whole = Int128(rate.denominator) + Int128(rate.numerator)
      let miss = Int128(net) * whole - Int128(amount) * Int128(rate.denominator)
      #expect(2 * miss.magnitude <= whole.magnitude, "seed \(seed): \(amount) at \(rate)")
    }
  }
}
