import Foundation
import RuleFiles
import SettlementCore
import Testing

@testable import SettlementRun

/// Corrected terms for a closed period: what was owed differently is posted once, and nothing else changes.
@Suite struct WithRulesTests {
  /// Terms of the shop of `ClosingShop`, where alpha has 5.00 for a tea and beta 10 % of 30.00.
  private static func terms(alpha: String = "6.00", beta: String = "12", date: String = "2026-01-01", currency: String = "CNY") -> String {
    """
    bundle: TEA
    title: TEA
    currency: \(currency)
    versions:
      - effective: \(date)
        base: paid
        shares:
          - {to: alpha, entitlement: tea, fixed: "\(alpha)"}
          - {to: beta, percent: "\(beta)"}
          - {to: platform, remainder: true}

    """
  }

  static func closedMarch() throws -> Workplace {
    let workplace = try ClosingShop.open()
    try ClosingShop.runMarch(workplace)
    try ClosingShop.closeMarch(workplace)
    try workplace.write(terms(), to: "corrected.yaml")
    return workplace
  }

  private static func job(_ workplace: Workplace) throws -> SettlementJob {
    return try SettlementJob(try ClosingShop.configuration(workplace), from: .archive, runDay: "2026-03") { _ in }
  }

  private static func order(_ workplace: Workplace, _ file: String = "corrected.yaml", period: String = "2026-03") -> PeriodRerun.Order {
    PeriodRerun.Order(
      period: period, reason: "amendment 2", by: "李雷", rules: workplace.folder.appendingPathComponent(file).path)
  }

  /// Corrects March, and tells the changed lines: reference, old, new, cause and period.
  @discardableResult static func correct(_ workplace: Workplace) throws -> [String] {
    try job(workplace).rerun(order(workplace)) { _ in }.results.flatMap { result -> [String] in
      guard case .issued(let version, let changes, _) = result.what else { return ["\(result.partner): nothing"] }
      return changes.lines.map {
        let (old, new) = (Money($0.old, $0.currency).decimal, Money($0.new, $0.currency).decimal)
        return "\(version.statement) \($0.kind.name) \($0.reference): \(old) to \(new), \($0.causeWord), \($0.countedIn.period)"
      }
    }
  }

  /// March: R1 and R2 earn 6.00 and not 5.00; of O1, O2 and O3 beta has 3.60 and not 3.00.
  @Test func theDifferenceOfEveryOrderIsPostedOnce() throws {
    let workplace = try Self.closedMarch()
    let rule = "rule:TEA@2026-01-01"
    let rest = "corrected-rule, 2026-04"
    #expect(
      try Self.correct(workplace) == [
        "QF-alpha-2026-03-R2 adjust \(rule):O1: 5.00 to 6.00, \(rest)", "QF-alpha-2026-03-R2 adjust \(rule):O2: 5.00 to 6.00, \(rest)",
        "QF-beta-2026-03-R2 adjust \(rule):O1: 3.00 to 3.60, \(rest)", "QF-beta-2026-03-R2 adjust \(rule):O2: 3.00 to 3.60, \(rest)",
        "QF-beta-2026-03-R2 adjust \(rule):O3: 3.00 to 3.60, \(rest)",
      ])
    let postings = try #require(workplace.text("output/2026-03-31/postings.csv"))
    #expect(
      postings.split(separator: "\n").dropFirst().prefix(2) == [
        "2026-03-31-002,2026-03-31,6,adjust,O1,\(rule):O1,alpha,payable:alpha,CNY,-1.00,,,",
        "2026-03-31-002,2026-03-31,6,adjust,O1,\(rule):O1,platform,revenue,CNY,1.00,,,",
      ])
    #expect(postings.split(separator: "\n").count == 11)
    let facts = try StatementFacts.csv(try ClosingShop.configuration(workplace))
    #expect(facts.contains("alpha-2026-04-draft,2026-04-01/2026-04-30,CNY,10.00,0.00,0.00,0.00,2.00,0.00,12.00,12.00,0.00,2,2\n"))
    #expect(facts.contains("beta-2026-04-draft,2026-04-01/2026-04-30,CNY,9.00,0.00,0.00,0.00,1.80,0.00,10.80,10.80,0.00,3,3\n"))
    #expect(facts.contains("QF-beta-2026-03-R2,2026-03-01/2026-03-31,CNY,0.00,9.00,0.00,0.00,1.80,0.00,10.80,9.00,0.00,6,0\n"))

    let (files, rows) = (try workplace.published(), try workplace.ledgerRows())
    #expect(try Self.correct(workplace) == ["alpha: nothing", "beta: nothing"])
    #expect(try workplace.published() == files && workplace.ledgerRows() == rows)
  }

  /// Orders keep their version: R3 of O3, redeemed in March, earns 5.00 on 1 April, R1 is reversed by 5.00; then both are corrected, too.
  @Test func laterLinesAreCorrectedToo() throws {
    let workplace = try Self.closedMarch()
    _ = try Self.correct(workplace)
    try workplace.run("2026-04-01")
    let rule = "rule:TEA@2026-01-01"
    #expect(
      try Self.correct(workplace) == [
        "QF-alpha-2026-03-R3 earn R3: 0.00 to 5.00, late-redemption, 2026-04",
        "QF-alpha-2026-03-R3 unearn R1: 5.00 to 0.00, late-reversal, 2026-04",
        "QF-alpha-2026-03-R3 adjust \(rule):O1: 1.00 to 0.00, corrected-rule, 2026-04",
        "QF-alpha-2026-03-R3 adjust \(rule):O3: 5.00 to 6.00, corrected-rule, 2026-04", "beta: nothing",
      ])
    try workplace.unpublish()
    try workplace.run("2026-04-01")  // makes every lost file again, or fails
  }

  @Test func whatIfPostsNothing() throws {
    let workplace = try Self.closedMarch()
    let (files, rows) = (try workplace.published(), try workplace.ledgerRows())
    let result = try Self.job(workplace).whatIf(Self.order(workplace))
    #expect(result.path == workplace.output.path + "/what-if/2026-03-TEA.xlsx")
    #expect(result.differences.partners.map { "\($0.id) \($0.rows.count) \($0.sum ?? 0)" } == ["alpha 2 200", "beta 3 180"])
    #expect(try workplace.published().filter { !$0.key.hasPrefix("what-if/") } == files && workplace.ledgerRows() == rows)
    let bytes = try workplace.published()["what-if/2026-03-TEA.xlsx"]
    _ = try Self.job(workplace).whatIf(Self.order(workplace))
    #expect(try bytes != nil && workplace.published()["what-if/2026-03-TEA.xlsx"] == bytes)
  }

  // MARK: Ladders

  private static func ladder(_ mode: String, _ first: String, upTo: Int, _ second: String) -> String {
    """
    bundle: TEA
    currency: CNY
    versions:
      - effective: 2026-01-01
        shares:
          - to: alpha
            entitlement: tea
            tiered: {by: units, mode: \(mode), per: month, tiers: [{up-to: \(upTo), fixed: "\(first)"}, {fixed: "\(second)"}]}
          - {to: platform, remainder: true}

    """
  }

  /// Three teas of three orders in March. Graduated, 5.00 up to 2, then 4.00: 5 + 5 + 4 = 14; corrected, 5.00 up to 1, then 3.00: 5 + 3 + 3.
  /// Volume, 5.00 up to 2, then 4.00: 5 + 5 + 4, and −2 makes it 3 · 4 = 12; corrected, 6.00, then 3.00: 6 + 6 + 3, and −6 makes it 9.
  @Test(arguments: [
    ("graduated", ("5.00", 1, "3.00"), ["O2 -200", "O3 -100"]),
    ("volume", ("6.00", 2, "3.00"), ["O1 100", "O2 100", "O3 -100", "tea@2026-03 -400"]),
  ])
  func aLadderIsPricedAnew(mode: String, corrected: (String, Int, String), expected: [String]) throws {
    let workplace = try Workplace(copying: Scenario.root.appendingPathComponent(ClosingShop.scenario))
    try workplace.write(Self.ladder(mode, "5.00", upTo: 2, "4.00"), to: "rules/agreements/tea.yaml")
    try workplace.write(Self.ladder(mode, corrected.0, upTo: corrected.1, corrected.2), to: "corrected.yaml")
    let orders = try #require(workplace.text("store/2026-03-30/orders.csv"))
    let redemptions = try #require(workplace.text("store/2026-03-30/redemptions.csv"))
    for number in 2...3 {
      for (name, text) in [("orders", orders), ("redemptions", redemptions)] {
        let row = text.split(separator: "\n")[1].replacing("O1", with: "O\(number)").replacing("R1", with: "R\(number)")
        try workplace.write(try #require(workplace.text("store/2026-03-30/\(name).csv")) + row + "\n", to: "store/2026-03-30/\(name).csv")
      }
    }
    for name in ["orders", "redemptions"] {
      let head = try #require(workplace.text("store/2026-03-31/\(name).csv")?.split(separator: "\n").first)
      try workplace.write(head + "\n", to: "store/2026-03-31/\(name).csv")
    }
    try ClosingShop.runMarch(workplace)
    try ClosingShop.closeMarch(workplace)
    let results = try Self.job(workplace).rerun(Self.order(workplace)) { _ in }.results
    guard case .issued(_, let changes, _) = results[0].what else {
      Issue.record("\(results)")
      return
    }
    #expect(changes.lines.map { "\($0.reference.dropFirst("rule:TEA@2026-01-01:".count)) \($0.difference)" } == expected)
  }

  // MARK: What cannot be done

  @Test func everyProblemOfTheFileAtOnce() throws {
    let workplace = try Self.closedMarch()
    let wrong = Self.terms(date: "2026-02-01", currency: "USD").replacing("to: beta", with: "to: gamma")
    try workplace.write(wrong, to: "wrong.yaml")
    let path = workplace.folder.appendingPathComponent("wrong.yaml").path
    let error = #expect(throws: RuleProblems.self) { try Self.job(workplace).rerun(Self.order(workplace, "wrong.yaml")) { _ in } }
    #expect(
      error?.problems.map(\.description) == [
        "\(path):1:9: expected the currency CNY, as rules/agreements has it, found USD: a correction keeps the currency",
        "\(path):1:9: expected versions of the dates 2026-01-01, found '2026-02-01': correct a version under its own date; "
          + "what is new goes into rules/agreements",
        "\(path):9:14: expected a party with a file in partners, found 'gamma': add partners/gamma.yaml or mend the id",
      ])
    try workplace.write(Self.terms(alpha: "5.00", beta: "10"), to: "same.yaml")
    let same = #expect(throws: RuleProblems.self) { try Self.job(workplace).whatIf(Self.order(workplace, "same.yaml")) }
    let told = ":1:9: expected a version with other terms than in rules/agreements, found the same: write the corrected terms"
    #expect("\(same!)".hasSuffix(told))
  }

  @Test func sharesAboveTheBaseNameTheirOrders() throws {
    let workplace = try Self.closedMarch()
    try workplace.write(Self.terms(alpha: "29.00"), to: "large.yaml")
    let rows = try workplace.ledgerRows()
    let error = #expect(throws: SettlementRefusal.self) { try Self.job(workplace).rerun(Self.order(workplace, "large.yaml")) { _ in } }
    #expect(
      "\(error!)".hasSuffix(
        "large.yaml: expected terms that split every order of the version, found shares above the base, or amounts beyond 64 bits, for "
          + "O1, O2, O3: lower them, or write allow-loss: true"))
    #expect(try workplace.ledgerRows() == rows)
  }

  @Test func anOpenPeriodIsOnlyLookedAt() throws {
    let workplace = try ClosingShop.open()
    try ClosingShop.runMarch(workplace)
    try workplace.write(Self.terms(), to: "corrected.yaml")
    let error = #expect(throws: ClosingProblem.self) { try Self.job(workplace).rerun(Self.order(workplace)) { _ in } }
    #expect("\(error!)".hasPrefix("--with-rules: expected a period that is closed, found 2026-03, which is open: "))
    #expect(try Self.job(workplace).whatIf(Self.order(workplace)).differences.partners.map(\.sum) == [200, 180])
  }

  @Test func theCommandShowsTheDifferences() throws {
    let folder = try CaseFolder(ClosingShop.scenario)
    try folder.settle(days: 2)
    try folder.write(Self.terms().replacingOccurrences(of: "      - {to: beta, percent: \"12\"}\n", with: ""), to: "corrected.yaml")
    let words = ["--with-rules", "corrected.yaml", "--reason", "amendment 2", "--by", "李雷"]
    func command(_ more: String...) throws -> BuiltCommand.Result {
      try BuiltCommand.end(try BuiltCommand.start(["rerun", "--period", "2026-03"] + more + words, in: folder.path), in: folder.path)
    }
    let trial = try command("--what-if")
    #expect(trial.output == "alpha 2026-03: 2 orders differ, 2.00 CNY\nnothing was posted → output/what-if/2026-03-TEA.xlsx\n")
    #expect(trial.code == 0, "\(trial.errors)")
    let result = try command()
    #expect(
      result.output == """
        2026-03-31-002: 0 orders, 0 redemptions, 0 refunds, 2 posting groups → output/2026-03-31
        QF-alpha-2026-03-R2 replaces QF-alpha-2026-03-R1: 2 changed lines, +2.00 CNY counted in 2026-04 → \
        output/statements/alpha/alpha-2026-03-R2.xlsx, output/statements/alpha/alpha-2026-03-R2-changes.csv

        """)
    #expect(result.code == 0)
    let explained = try BuiltCommand.run("explain", "O1", in: folder)
    #expect(explained.code == 0 && explained.output.contains("rule:TEA@2026-01-01:O1"))
  }
}
