import Reports
import SettlementCore
import Testing

@testable import SettlementRun

@Suite struct ArithmeticTests {
  private func arithmetic(_ rounding: Rounding) throws -> Arithmetic {
    var (parties, entitlements) = (Terminology([Share.platform]), Terminology())
    let version = AgreementVersion(effective: CalendarDay("2026-01-01")!, rounding: rounding, shares: [], digest: "")
    let agreement = Agreement(bundle: "TEA", title: "TEA", currency: Currency(code: "CNY")!, versions: [version])
    return Arithmetic(try Terms(number: 0, agreement: agreement, version: version, parties: &parties, entitlements: &entitlements), Wording(.en))
  }

  @Test func exactQuotients() throws {
    let sums = try arithmetic(.halfUp)
    #expect(sums.quotient(100, 3) == "0.33333333…")
    #expect(sums.quotient(-8712 * 5, 100) == "-4.356")
    #expect(sums.quotient(19900, 1) == "199.00")
    #expect(sums.quotient(1, 8) == "0.00125")
    #expect(sums.quotient(0, 7) == "0.00")
  }

  @Test func theOneRoundingIsShown() throws {
    #expect(try arithmetic(.halfUp).rounded("x", 5, over: 2, is: 3) == "x = 0.025 → 0.03 (half-up)")
    #expect(try arithmetic(.halfEven).rounded("x", 5, over: 2, is: 2) == "x = 0.025 → 0.02 (half-even)")
    #expect(try arithmetic(.down).rounded("x", -5, over: 2, is: -2) == "x = -0.025 → -0.02 (down)")
    #expect(try arithmetic(.down).rounded("x", 6, over: 2, is: 3) == "x = 0.03")
  }

  @Test func anExplanationThatDiffersIsRefused() throws {
    let sums = try arithmetic(.halfUp)
    #expect(throws: BrokenLaw.self) { try sums.rounded("x", 5, over: 2, is: 2) }
    #expect(throws: BrokenLaw.self) { try sums.rounded("x", 5, over: 0, is: 2) }
    #expect(throws: BrokenLaw.self) { try sums.exact("x", 5, is: 4) }
    #expect(throws: BrokenLaw.self) { try sums.check(false, "no") }
  }

  @Test func wideCharactersCountTwoCells() {
    #expect(AlignedTable.cells("影视年卡") == 8)
    #expect(AlignedTable.cells("eleme 饿了么（A）") == 6 + 6 + 5)
    #expect(AlignedTable.cells("e\u{301} → Σ − …") == 9)
    #expect(AlignedTable.printable("a\u{1B}[31m\nb") == "a\u{FFFD}[31m\u{FFFD}b")
    var table = AlignedTable([("party", .left), ("gets", .right)])
    table.append(["饿了么", "1.00"])
    table.append(["x", "-20.00"])
    #expect(table.lines(indent: " ") == [" party     gets", " ──────  ──────", " 饿了么    1.00", " x       -20.00"])
  }
}
