import Foundation
import SettlementCore
import Testing

@testable import Reports

@Suite struct PlatformWorkbookTests {
  private static func write(_ statement: PlatformStatement, _ workshop: Workshop, _ name: String = "p.xlsx") throws {
    try PlatformWorkbook.write(statement, to: workshop.path(name), temporaryFolder: workshop.folder)
  }

  private static func facts(_ statement: PlatformStatement) throws -> [String] {
    let workshop = Workshop()
    try write(statement, workshop)
    return try workshop.openpyxl("p.xlsx")
  }

  /// An amount as openpyxl prints it.
  private static func shown(_ units: Int64, _ currency: Currency = SampleDraft.cny) -> String {
    let text = Money(units, currency).decimal
    return text.hasSuffix(".00") ? String(text.dropLast(3)) : text.contains(".") && text.hasSuffix("0") ? String(text.dropLast()) : text
  }

  @Test func openpyxlSeesEverySheet() throws {
    let statement = PlatformSample.make()
    let (seen, book) = (try Self.facts(statement), statement.books[0])
    let footer = "footer platform-2026-03-draft"
    #expect(
      seen.filter { $0.hasPrefix("sheet ") } == [
        "sheet 平台结算单 freeze None filter None landscape paper 9 fit None rows None \(footer)",
        "sheet 各方应付 freeze None filter None landscape paper 9 fit 0 rows $5:$5 \(footer)",
        "sheet 收入日报 freeze None filter None portrait paper 9 fit 0 rows $5:$5 \(footer)",
        "sheet 资金 freeze None filter None landscape paper 9 fit None rows None \(footer)",
        "sheet 校验 freeze None filter None landscape paper 9 fit 0 rows $4:$4 \(footer)",
      ])
    let (custody, revenue) = (book[.custody], book[.revenue])
    for fact in [
      "平台结算单!A1 s '平台 2026-03 结算单（草稿）' General", "平台结算单!B4 s 'platform-2026-03-draft' General", "平台结算单!B5 s '平台' General",
      "平台结算单!I5 s '2026-03（2026-03-01 至 2026-03-31）' General", "平台结算单!I6 s 'Asia/Shanghai' General",
      "平台结算单!B6 s '2026-03-01-001 至 2026-03-12-001，共 12 批' General", "平台结算单!B8 s '\(statement.head)' General",
      "平台结算单!A10 s '科目 CNY' General", "平台结算单!B10 s '期初' General", "平台结算单!K10 s '付款' General", "平台结算单!L10 s '期末' General",
      "平台结算单!A11 s '代收款' General", "平台结算单!B11 n 10000 #,##0.00", "平台结算单!C11 n \(Self.shown(custody.moves[0])) #,##0.00",
      "平台结算单!L11 n \(Self.shown(custody.closing)) #,##0.00 from =SUM(B11:K11)", "平台结算单!A19 s '平台收入' General",
      "平台结算单!L19 n \(Self.shown(revenue.closing)) #,##0.00 from =SUM(B19:K19)", "平台结算单!B16 n 10000 #,##0.00 from =SUM(B11:B15)",
      "平台结算单!B21 n 10000 #,##0.00 from =SUM(B17:B20)", "平台结算单!L22 n 0 #,##0.00 from =ROUND(L16-L21,2)",
      "平台结算单!B24 n \(Self.shown(revenue.closing - revenue.opening)) #,##0.00 from =L19-B19",
      "平台结算单!B25 s '\(RenminbiCapitals.text(fen: revenue.closing - revenue.opening))' General",
      "各方应付!A6 s 'eleme' General", "各方应付!B6 s '饿了么' General", "各方应付!C6 n 1000 #,##0.00", "各方应付!K6 n 1 #,##0", "各方应付!L6 n 0.51 #,##0.00",
      "各方应付!M6 s 'eleme-2026-W11-draft.xlsx' General", "各方应付!N6 s 'eleme-2026-W10-R1.xlsx' General",
      "各方应付!I6 n \(Self.shown(book.parties[0].account.closing)) #,##0.00 from =C6+D6-E6+F6+G6-H6",
      "各方应付!I9 n \(Self.shown(book[.payable].closing)) #,##0.00 from =SUM(I6:I8)", "各方应付!K9 n 2 #,##0 from =SUM(K6:K8)",
      "各方应付!A13 s '–（不属于任何一方）' General", "各方应付!B13 s '无' General", "各方应付!C13 n 1 #,##0",
      "收入日报!A6 d datetime.datetime(2026, 3, 1, 0, 0) yyyy-mm-dd", "收入日报!B9 n 2 #,##0",
      "收入日报!E18 n \(Self.shown(revenue.closing - revenue.opening)) #,##0.00 from =SUM(E6:E17)",
      "收入日报!H6 n \(Self.shown(book[.heldForPlatform].opening + book.days[0].heldChange)) #,##0.00 from ='平台结算单'!B20+G6",
      "资金!B6 n 10000 #,##0.00 from ='平台结算单'!B11", "资金!A9 s '代收账户应有余额（不含未分账订单）' General", "资金!D21 n 0 #,##0.00 from =ROUND(D12-D20,2)",
      "校验!F25 s '✓' General from =IF(COUNTIF(F5:F24,\"✓\")=ROWS(F5:F24),\"✓\",\"✗\")",
    ] { has(fact, in: seen) }
    #expect(!seen.contains { $0.contains("'✗'") })
  }

  /// LibreOffice calculates every formula anew: what it stores is what we stored, in currencies of 0, 2 and 3 decimals.
  @Test(arguments: PartnerSettings.Language.allCases)
  func everyFormulaCalculatesToItsStoredValue(language: PartnerSettings.Language) throws {
    let workshop = Workshop()
    try Self.write(PlatformSample.make(language: language, currencies: ["CNY", "JPY", "KWD"]), workshop)
    let values = try workshop.recalculated("p.xlsx")
    // A cover row has one each, three more rows have eleven each; then parties, days, money and controls.
    #expect(values.count > 3 * (9 + 3 * 11 + 3 + 12 * 2 + 16 * 3 + 19 * 4))
    #expect(values.values.contains("'✓'") && !values.values.contains("'✗'"))
  }

  @Test func currenciesStandApart() throws {
    let seen = try Self.facts(PlatformSample.make(language: .en, currencies: ["CNY", "JPY"]))
    for fact in [
      "Platform statement!A10 s 'Accounts CNY' General", "Platform statement!A27 s 'Accounts JPY' General",
      "Platform statement!B28 n 1000000 #,##0", "Platform statement!A45 s 'Prepared by' General",
    ] { has(fact, in: seen) }
    #expect(seen.filter { $0.contains("'人民币") }.count == 1 && !seen.contains { $0.hasPrefix("Platform statement!") && $0.contains("科目") })
    #expect(
      seen.filter { $0.hasPrefix("sheet ") }.map { $0.dropFirst(6).components(separatedBy: " freeze")[0] } == [
        "Platform statement", "Parties", "By day", "Money", "Controls",
      ])
  }

  @Test func theSameStatementGivesTheSameBytes() throws {
    let workshop = Workshop()
    for name in ["1.xlsx", "2.xlsx"] { try Self.write(PlatformSample.make(currencies: ["CNY", "JPY"]), workshop, name) }
    #expect(try workshop.bytes("1.xlsx") == workshop.bytes("2.xlsx"))
  }

  /// Nothing moved: opening is closing, and the result is zero in words.
  @Test func aMonthWithoutMovements() throws {
    var statement = PlatformSample.make(days: 1)
    var book = PlatformStatement.Book(currency: SampleDraft.cny)
    for account in PlatformAccount.allCases {
      (book[account].opening, book[account].closing) = (statement.books[0][account].opening, statement.books[0][account].opening)
    }
    for party in statement.books[0].parties {
      let account = RollForward(currency: book.currency, opening: party.account.opening, closing: party.account.opening)
      book.parties.append(.init(party: party.party, account: account, held: 0))
    }
    book.days = [.init(day: statement.businessDay)]
    statement.books = [book]
    let seen = try Self.facts(statement)
    for fact in [
      "平台结算单!B25 s '人民币零元整' General", "平台结算单!B24 n 0 #,##0.00 from =L19-B19", "平台结算单!L11 n 10000 #,##0.00 from =SUM(B11:K11)",
      "收入日报!H7 n 2500 #,##0.00 from =H6",
    ] { has(fact, in: seen) }
    #expect(!seen.contains { $0.hasPrefix("平台结算单!C11 ") || $0.contains("'✗'") })
  }

  /// A ledger in which nothing was posted yet.
  @Test func aLedgerWithoutAccounts() throws {
    var statement = PlatformSample.make(currencies: [])
    let seen = try Self.facts(statement)
    for fact in ["平台结算单!A10 s '本期无' General", "平台结算单!B4 s 'platform-2026-03-draft' General", "资金!A3 s '本期无' General"] {
      has(fact, in: seen)
    }
    has("校验!C5 n 3 #,##0 from =SUM('各方应付'!C6:C8)", in: seen)
    statement.discrepancies = []
    has("校验!C5 n 0 #,##0", in: try Self.facts(statement))
  }

  @Test func aLossIsNegativeInWords() throws {
    var statement = PlatformSample.make()
    for kind in [GroupKind.order, .refund] {
      // The platform gives to the parties what it has, and more.
      statement.books[0][.revenue].moves[Int(kind.rawValue)] -= 50_000_000
      statement.books[0][.heldForPlatform].moves[Int(kind.rawValue)] += 50_000_000
    }
    statement.books[0][.revenue].closing -= 100_000_000
    statement.books[0][.heldForPlatform].closing += 100_000_000
    statement.books[0].days[0].revenue -= 100_000_000
    statement.books[0].days[0].heldChange += 100_000_000
    #expect(try Self.facts(statement).contains { $0.hasPrefix("平台结算单!B25 s '人民币负") })
  }

  @Test(arguments: HostileStatementTests.texts)
  func hostileTextStaysText(text: String) throws {
    let workshop = Workshop()
    try Self.write(PlatformSample.make(hostile: text), workshop)
    let found = try workshop.python(HostileStatementTests.script, "p.xlsx")
    #expect(found.last == "read" && found.dropLast().allSatisfy { $0.hasPrefix("formula ") }, "\(text.prefix(20).debugDescription)")
  }

  /// A difference that has no place in 64 bits is said to be too large, and nothing is summed over it.
  @Test func differencesMayBeTooLarge() throws {
    var statement = PlatformSample.make()
    statement.discrepancies = (1...2).map {
      SampleDraft.finding(.missingAtStore, "redeemed:R\($0)", order: "O", ours: nil, theirs: .max)
    }
    let seen = try Self.facts(statement)
    for fact in ["各方应付!L6 s '超出范围' General", "各方应付!L9 s '超出范围' General", "各方应付!K9 n 2 #,##0 from =SUM(K6:K8)"] { has(fact, in: seen) }
  }

  @Test func contradictionsLeaveNoFile() throws {
    let changes: [(String, (inout PlatformStatement.Book) -> Void)] = [
      ("custody: opening and moves = closing", { $0[.custody].closing += 1 }),
      (
        "debit = credit",
        {
          $0[.custody].opening += 1
          $0[.custody].closing += 1
        }
      ),
      ("eleme: opening and moves = closing", { $0.parties[0].account.closing += 1 }),
      (
        "parties, opening = payable",
        {
          $0.parties[0].account.opening += 1
          $0.parties[0].account.closing += 1
        }
      ),
      (
        "parties, trueUps = payable",
        {
          $0.parties[0].account.trueUps += 1
          $0.parties[0].account.adjustments -= 1
        }
      ),
      ("parties, held = the accounts", { $0.parties[2].held += 1 }), ("days, revenue = the account", { $0.days[0].revenue += 1 }),
      ("days, held = the account", { $0.days[0].heldChange -= 1 }), ("days, paid less refunded = custody", { $0.days[1].paid += 1 }),
      ("a sum: expected 64 bits of minor units", { $0.days[0].paid = .max }),
    ]
    for (law, change) in changes {
      let workshop = Workshop()
      var statement = PlatformSample.make()
      change(&statement.books[0])
      let said = message { try Self.write(statement, workshop) }
      #expect(said.hasPrefix("statement platform-2026-03-draft, CNY: \(law)"), "\(said)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: workshop.folder).isEmpty)
    }
  }
}
