import Foundation
import SettlementCore
import Testing

@testable import SettlementRun

/// `qingfen close` and `qingfen payouts` as a person sees them.
@Suite struct CloseCommandTests {
  @Test func refusalsSayWhatHowManyAndWhatToDo() throws {
    let folder = try CaseFolder("close-refused-forced")
    for day in ["2026-03-01", "2026-03-02"] { _ = try BuiltCommand.run("run", "--date", day, in: folder) }
    let refused = try BuiltCommand.run("close", "--period", "2026-03-02", in: folder)
    #expect(refused.code == 3)
    #expect(refused.output.isEmpty)
    let force = "or close all the same with --force --reason TEXT --by NAME"
    #expect(
      refused.messages == [
        "alpha 2026-03-02: not closed: 2026-03-01 is still open, and periods close in their order; "
          + "qingfen close --period 2026-03-01 --partner alpha (--force does not help)",
        "alpha 2026-03-02: not closed: 1 expected statement has not come or cannot be used: 2026-03-02; "
          + "get what is missing and run the newest day again, \(force)",
        "alpha 2026-03-02: not closed: 1 open discrepancy up to 2026-03-02, differences of 1.00 CNY in sum; allowed: none; "
          + "decide on them (qingfen discrepancies list --partner alpha --state open), \(force)",
      ])
    let forced = try BuiltCommand.run(
      "close", "--period", "2026-03-01", "--force", "--reason", "agreed by mail", "--by", "李雷", in: folder)
    #expect(forced.code == 0)
    let line = "QF-alpha-2026-03-01-R1: closing 5.00, payable now 4.00, carried forward 1.00 CNY"
    let path = "output/statements/alpha/alpha-2026-03-01-R1.xlsx"
    #expect(forced.output == "\(line) (forced) → \(path)\n")
    #expect(
      try BuiltCommand.run("close", "--period", "2026-03-01", in: folder).output == "\(line) (closed before, nothing changed) → \(path)\n")
    #expect(
      try LedgerReading(try folder.configuration()).ledger.closedPeriods().map(\.force) == [
        .init(obstacles: "1 open discrepancy up to 2026-03-01, differences of 1.00 CNY in sum", reason: "agreed by mail", by: "李雷")
      ])
  }

  @Test func aPeriodThatIsNotOverIsRefusedEvenByForce() throws {
    let workplace = try ClosingShop.open()
    try ClosingShop.runMarch(workplace)
    let order = PeriodClosing.Order(
      period: "2026-03", partner: "alpha", force: .init(reason: "hurry", by: "李雷"), yesterday: CalendarDay("2026-03-30")!)
    let results = try PeriodClosing.close(order, try ClosingShop.configuration(workplace))
    guard case .refused(let obstacles) = results[0].what else {
      Issue.record("\(results)")
      return
    }
    #expect(
      obstacles.map(\.text) == [
        "the period ends with 2026-03-31, and the last day that is over is 2026-03-30; close it when it is over (--force does not help)"
      ])
    #expect(PeriodClosing.exit(results) == .sourceMissing)
  }

  @Test(arguments: [
    (
      ["close", "--period", "2026-13"],
      "--period: expected one of the periods of every partner, such as 2026-03-01, 2026-W10, 2026-03-H1, 2026-03 or 2026-Q1, as their files say; found '2026-13'"
    ),
    (["close", "--period", "2026-03", "--partner", "nobody"], "expected a partner with a file in rules/partners, found 'nobody'"),
    (
      ["payouts", "export", "--period", "2026-03"],
      "--period: expected a period that was closed, found '2026-03': close it first, qingfen close --period"
    ),
    (["payouts", "list"], "expected an issued statement, found none"),
  ])
  func namesThatAreNotKnownAre64(arguments: [String], message: String) throws {
    let folder = try CaseFolder("close-late-redemption")
    _ = try BuiltCommand.run("run", "--date", "2026-03-30", in: folder)
    let result = try BuiltCommand.end(try BuiltCommand.start(arguments, in: folder.path), in: folder.path)
    #expect(result.code == 64)
    #expect(result.messages == [message])
  }

  // MARK: Payouts

  private static let payee = "payee: {name: 甲公司, account: \"6222-01\", bank: 工商银行, cnaps: \"102100099996\"}\n"
  private static let head = "partner,payee,account,bank,bic,cnaps,amount,currency,reference,statement,state\n"

  @Test func fromTheStatementToThePayment() throws {
    let folder = try CaseFolder("close-late-redemption")
    try folder.settle(days: 2)
    let none = try BuiltCommand.run("payouts", "export", "--period", "2026-03", in: folder)
    #expect(none.code == 3)
    #expect(none.output == Self.head + "alpha,,,,,,10.00,CNY,QF-alpha-2026-03-R1,QF-alpha-2026-03-R1,no-payee\n")
    #expect(
      none.messages == [
        "QF-alpha-2026-03-R1: 10.00 CNY not payable: expected payee: in rules/partners/alpha.yaml, found none; add its name, account and bank"
      ])
    try folder.write(try folder.read("rules/partners/alpha.yaml") + Self.payee, to: "rules/partners/alpha.yaml")
    let list = try BuiltCommand.run("payouts", "export", "--period", "2026-03", "--output", "march.csv", in: folder)
    #expect(list.code == 0 && list.output.isEmpty)
    let row = "alpha,甲公司,6222-01,工商银行,,102100099996"
    #expect(try folder.read("march.csv") == Self.head + "\(row),10.00,CNY,QF-alpha-2026-03-R1,QF-alpha-2026-03-R1,payable\n")

    let bank = ["payouts", "export", "--period", "2026-03", "--format", "pain001", "--date", "2026-04-01"]
    let withoutPayer = try BuiltCommand.end(try BuiltCommand.start(bank, in: folder.path), in: folder.path)
    #expect(withoutPayer.code == 10)
    #expect(withoutPayer.messages[0].hasPrefix("payer: expected the account that payments are made from, found none; add payer:"))
    try folder.write(try folder.read("qingfen.yaml") + "payer: {name: 我方, account: \"0200\", bank: 工商银行}\n", to: "qingfen.yaml")
    let file = try BuiltCommand.end(try BuiltCommand.start(bank, in: folder.path), in: folder.path)
    #expect(file.code == 0)
    #expect(file.output.contains("<InstdAmt Ccy=\"CNY\">10.00</InstdAmt>") && file.output.contains("<CtrlSum>10.00</CtrlSum>"))
    #expect(try BuiltCommand.end(try BuiltCommand.start(bank, in: folder.path), in: folder.path).output == file.output)

    _ = try BuiltCommand.run("run", "--date", "2026-04-01", in: folder)
    let paid = try BuiltCommand.run("payouts", "export", "--period", "2026-03", in: folder)
    #expect(paid.output == Self.head + "\(row),0.00,CNY,QF-alpha-2026-03-R1,QF-alpha-2026-03-R1,paid\n")
    #expect(
      try BuiltCommand.run("payouts", "list", in: folder).output
        == """
        statement             payable   paid  currency  payouts  matched by
        ───────────────────  ───────  ─────  ────────  ───────  ──────────
        QF-alpha-2026-03-R1    10.00  10.00  CNY       PO1      amount

        """.replacing("statement             ", with: "statement            "))
    let nothing = try BuiltCommand.end(try BuiltCommand.start(bank, in: folder.path), in: folder.path)
    #expect(nothing.code == 64)
    #expect(nothing.messages == ["nothing is payable for 2026-03: no file for a bank is written"])
  }

  /// 3.00 of the 10.00 that are payable: it is told, it pays no statement, and it counts all the same.
  @Test func anUnmatchedPayoutIsToldAndCounts() throws {
    let folder = try CaseFolder("close-late-redemption")
    try folder.settle(days: 2)
    try folder.change("store/2026-04-01/payouts.csv", "PO1,alpha,10.00", "PO1,alpha,3.00")
    let result = try BuiltCommand.run("run", "--date", "2026-04-01", in: folder)
    #expect(result.code == 0)
    let told =
      "payout PO1: 3.00 CNY to alpha on 2026-04-01 matches no issued statement: expected an id that begins with its number, "
      + "or the amount that one says is payable"
    #expect(result.messages == [told])
    #expect(try BuiltCommand.run("payouts", "list", "--partner", "alpha", in: folder).output.hasSuffix("\(told)\n"))
    let list = try BuiltCommand.run("payouts", "export", "--period", "2026-03", in: folder)
    #expect(list.output.hasSuffix("7.00,CNY,QF-alpha-2026-03-R1,QF-alpha-2026-03-R1,no-payee\n"))
  }

  /// A balance that was carried into a later statement is paid once: by that one.
  @Test func anEarlierStatementIsSuperseded() throws {
    let folder = try CaseFolder("close-minimum-payout")
    try folder.settle()
    #expect(try BuiltCommand.run("close", "--period", "2026-03-03", in: folder).code == 0)
    for (day, row) in [
      ("2026-03-01", "0.00,CNY,QF-alpha-2026-03-01-R1,QF-alpha-2026-03-01-R1,superseded"),
      ("2026-03-02", "0.00,CNY,QF-alpha-2026-03-02-R1,QF-alpha-2026-03-02-R1,superseded"),
      ("2026-03-03", "15.00,CNY,QF-alpha-2026-03-03-R1,QF-alpha-2026-03-03-R1,no-payee"),
    ] {
      #expect(try BuiltCommand.run("payouts", "export", "--period", day, in: folder).output == Self.head + "alpha,,,,,,\(row)\n")
    }
  }
}
