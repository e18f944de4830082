import Foundation
import Reports
import SettlementCore
import Testing

/// A statement's later version: what it replaces, exactly the changed lines, and the balance as it was issued first.
@Suite struct RestatedStatementTests {
  private static func line(
    _ kind: GroupKind, _ reference: String, old: Int64, new: Int64, _ cause: StatementChanges.Cause, group: Int64, closed: Bool = false
  ) -> StatementChanges.Line {
    StatementChanges.Line(
      kind: kind, orderID: "O1", reference: reference, businessDay: CalendarDay("2026-03-30")!, old: old, new: new,
      currency: SampleDraft.cny, cause: cause, run: "2026-04-07-002", group: group, countedIn: .init(period: "2026-04", isClosed: closed))
  }

  /// R2 of the sample's month, with three changes of 0.20, 2.00 and 5.00 − 12.20 counted in two periods.
  private static func restated(_ language: PartnerSettings.Language = .zh) -> PartnerStatement {
    var statement = SampleDraft.make(40, language: language)
    statement.issue = StatementIssue(partner: "eleme", period: "2026-03", version: 2)
    let issued = statement.accounts[0].closing - 720
    statement.changes = StatementChanges(
      replaces: "QF-eleme-2026-03-R1", reason: "四月七日邮件异议", by: "韩梅梅",
      lines: [
        line(.adjust, "redeemed:R1", old: 500, new: 520, .reissued(file: "statements/eleme/2026-03-30.csv"), group: 11),
        line(.adjust, "redeemed:R2", old: 500, new: 700, .decided(.acceptTheirs, reason: "三月价目", by: "李雷"), group: 12, closed: true),
        line(.earn, "=R4", old: 0, new: 500, .late, group: 13),
      ],
      balances: [
        .init(
          currency: SampleDraft.cny, closing: issued, due: issued - 100, carriedForward: 100,
          stated: [.init(.init(period: "2026-04", isClosed: true), 200), .init(.init(period: "2026-05", isClosed: false), 520)])
      ])
    return statement
  }

  @Test func openpyxlSeesTheChangesAndTheBalanceAsIssued() throws {
    let workshop = Workshop()
    let statement = Self.restated()
    try StatementWorkbook.write(statement, to: workshop.path("s.xlsx"), temporaryFolder: workshop.folder)
    let seen = try workshop.openpyxl("s.xlsx")
    for fact in [
      "变更明细!B2 s '对方重新出账' General", "变更明细!C2 d datetime.datetime(2026, 3, 30, 0, 0) yyyy-mm-dd", "变更明细!D2 s '差异调整' General",
      "变更明细!E2 s 'O1' General", "变更明细!F2 s 'redeemed:R1' General", "变更明细!G2 n 5 #,##0.00", "变更明细!H2 n 5.2 #,##0.00",
      "变更明细!I2 n 0.2 #,##0.00", "变更明细!J2 s 'statements/eleme/2026-03-30.csv' General", "变更明细!K2 s '2026-04-07-002' General",
      "变更明细!M2 s '2026-04' General", "变更明细!B3 s '差异已处理' General", "变更明细!M3 s '2026-04（已关账）' General",
      "变更明细!B4 s '迟到核销' General", "变更明细!F4 s '=R4' General",
      "变更明细!I5 n 7.2 #,##0.00 from =SUM('变更明细'!I2:I4)",
    ] { has(fact, in: seen) }
    let cover = seen.filter { $0.hasPrefix("结算单!") }
    for text in ["'替换'", "'QF-eleme-2026-03-R1'", "'四月七日邮件异议（韩梅梅）'", "'减：作为调整计入 2026-04（已关账）'", "'减：作为调整计入 2026-05'", "'期末未结（首次签发）'"] {
      #expect(cover.contains { $0.contains(text) }, "\(text)")
    }
    // The label's row + its amount: restated closing − 2.00 − 5.20 = the closing as issued, which is payable but for 1.00.
    func amount(_ label: String) throws -> String {
      let cell = try #require(cover.first { $0.contains("'\(label)'") }).prefix { $0 != " " }
      let row = cell.drop { !$0.isNumber }
      return try #require(cover.first { $0.hasPrefix("结算单!B\(row) ") }).split(separator: " ")[2].description
    }
    func text(_ units: Int64) -> String {
      let text = Money(units, SampleDraft.cny).decimal
      return text.hasSuffix(".00") ? String(text.dropLast(3)) : text.hasSuffix("0") ? String(text.dropLast()) : text
    }
    let closing = statement.accounts[0].closing
    #expect(try amount("期末未结") == text(closing) && amount("期末未结（首次签发）") == text(closing - 720))
    #expect(try amount("本期应付（小写）") == text(closing - 820) && amount("结转下期") == "1")
  }

  @Test func theFileOfChangesHasTheSameLines() {
    let text = String(decoding: ChangesFile.csv(Self.restated(.en)), as: UTF8.self)
    #expect(
      text == """
        statement,replaces,kind,order_id,reference,business_date,old,new,difference,currency,cause,detail,run,group,counted_in,counted_in_state
        QF-eleme-2026-03-R2,QF-eleme-2026-03-R1,adjust,O1,redeemed:R1,2026-03-30,5.00,5.20,0.20,CNY,reissued-statement,\
        statements/eleme/2026-03-30.csv,2026-04-07-002,11,2026-04,open
        QF-eleme-2026-03-R2,QF-eleme-2026-03-R1,adjust,O1,redeemed:R2,2026-03-30,5.00,7.00,2.00,CNY,resolved-discrepancy,\
        accept-theirs by 李雷: 三月价目,2026-04-07-002,12,2026-04,closed
        QF-eleme-2026-03-R2,QF-eleme-2026-03-R1,earn,O1,'=R4,2026-03-30,0.00,5.00,5.00,CNY,late-redemption,,2026-04-07-002,13,2026-04,open

        """)
  }
}
