import Testing

@testable import SettlementCore

/// SPEC §2: exact decimal parsing, and amounts with exactly the exponent's decimals.
@Suite struct MoneyTextTests {
  @Test(
    arguments: [
      ("199.00", 2, 19900), ("199", 2, 19900), ("199.5", 2, 19950), ("0.01", 2, 1), ("-0.05", 2, -5), ("-0", 2, 0), ("007", 2, 700),
      ("1.230", 2, 123), ("1.2300000000000000000000000", 2, 123), ("5", 0, 5), ("5.0", 0, 5), ("1.234", 3, 1234), ("1.2", 3, 1200),
      ("1.2345", 4, 12345), ("92233720368547758.07", 2, .max), ("-92233720368547758.08", 2, .min), ("9223372036854775807", 0, .max),
      ("-9223372036854775808", 0, .min), ("922337203685477.5807", 4, .max), ("0000000000000000000000000001", 0, 1), ("0.000", 2, 0),
    ] as [(String, Int, Int64)])
  func reads(text: String, exponent: Int, minorUnits: Int64) throws {
    #expect(try MoneyText.parse(text, exponent: exponent) == minorUnits)
  }

  @Test(
    arguments: [
      ("", 2, .notANumber), ("-", 2, .notANumber), (".5", 2, .notANumber), ("5.", 2, .notANumber), ("-.5", 2, .notANumber),
      ("1.2.3", 2, .notANumber), ("+5", 2, .notANumber), (" 5", 2, .notANumber), ("5 ", 2, .notANumber), ("1,000.00", 2, .notANumber),
      ("1e3", 2, .notANumber), ("NaN", 2, .notANumber), ("inf", 2, .notANumber), ("--5", 2, .notANumber), ("5-", 2, .notANumber),
      ("¥5", 2, .notANumber), ("５", 2, .notANumber), ("0x10", 2, .notANumber), ("1_000", 2, .notANumber), ("1'000", 2, .notANumber),
      ("88.005", 2, .tooPrecise), ("0.5", 0, .tooPrecise), ("1.00001", 4, .tooPrecise), ("-0.001", 2, .tooPrecise),
      ("92233720368547758.08", 2, .overflow), ("-92233720368547758.09", 2, .overflow), ("9223372036854775808", 0, .overflow),
      ("92233720368547758070", 0, .overflow), ("922337203685477581", 2, .overflow), ("-9223372036854775809", 0, .overflow),
      ("99999999999999999999999999999999999999999", 0, .overflow), ("99999999999999999999.001", 2, .overflow),
      ("99999999999999999999x", 2, .notANumber), ("1.005x", 2, .notANumber),
    ] as [(String, Int, MoneyText.Problem)])
  func refuses(text: String, exponent: Int, problem: MoneyText.Problem) {
    #expect(throws: problem) { try MoneyText.parse(text, exponent: exponent) }
  }

  @Test(
    arguments: [
      (19900, 2, "199.00"), (5, 2, "0.05"), (-5, 2, "-0.05"), (0, 2, "0.00"), (0, 0, "0"), (-100, 2, "-1.00"), (5, 0, "5"),
      (5, 4, "0.0005"),
      (12345, 3, "12.345"), (.min, 0, "-9223372036854775808"), (.min, 2, "-92233720368547758.08"), (.max, 4, "922337203685477.5807"),
    ] as [(Int64, Int, String)])
  func prints(minorUnits: Int64, exponent: Int, text: String) {
    #expect(MoneyText.print(minorUnits, exponent: exponent) == text)
  }

  @Test(arguments: UInt64(0)..<20) func whatIsPrintedReadsBack(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<500 {
      let amount = Int64(truncatingIfNeeded: random.next()) >> Int64.random(in: 0..<64, using: &random)
      for exponent in 0...4 {
        let text = MoneyText.print(amount, exponent: exponent)
        #expect(try MoneyText.parse(text, exponent: exponent) == amount, "seed \(seed)")
        #expect(text.split(separator: ".").dropFirst().first?.utf8.count ?? 0 == exponent, "seed \(seed)")
      }
    }
  }

  @Test func readsAPartOfARow() throws {
    let bytes = Array("a,-12.50,b".utf8)
    #expect(try MoneyText.parse(bytes.span, 2, 8, exponent: 2) == -1250)
    #expect(throws: MoneyText.Problem.notANumber) { try MoneyText.parse(bytes.span, 2, 2, exponent: 2) }
  }

  @Test func saysWhatWasExpected() {
    #expect(MoneyText.Problem.notANumber.expected(exponent: 2) == "a plain decimal number such as 199.00")
    #expect(MoneyText.Problem.tooPrecise.expected(exponent: 2) == "at most 2 decimals")
    #expect(MoneyText.Problem.tooPrecise.expected(exponent: 0) == "a whole number")
    #expect(MoneyText.Problem.overflow.expected(exponent: 2) == "an amount that fits 64 bits of minor units")
  }

  @Test func moneyPrintsItsCurrency() throws {
    #expect(Money(-5, try #require(Currency(code: "CNY"))).description == "-0.05 CNY")
    #expect(Money(1990, try #require(Currency(code: "JPY"))).decimal == "1990")
    #expect(Money(19900, .unknown).description == "1.9900")
  }
}
