import Testing

@testable import SettlementCore

@Suite struct CurrencyTests {
  @Test func areCountedAndFitOneByte() {
    #expect(Currency.count == 167)
    #expect(Currency.count <= 256)
  }

  @Test func everyCodeReadsBack() {
    var before = ""
    for index in 1..<Currency.count {
      let currency = Currency(index: UInt8(index))
      #expect(Currency(code: currency.code) == currency)
      #expect(currency.code.utf8.count == 3 && currency.code.utf8.allSatisfy { (0x41...0x5A).contains($0) })
      #expect(before < currency.code, "sorted, no code twice")
      #expect((0...4).contains(currency.exponent))
      before = currency.code
    }
  }

  @Test(arguments: [
    ("CNY", 2), ("HKD", 2), ("USD", 2), ("EUR", 2), ("TWD", 2), ("IDR", 2), ("HUF", 2), ("MRU", 2), ("MGA", 2), ("JPY", 0), ("KRW", 0),
    ("VND", 0),
    ("CLP", 0), ("ISK", 0), ("UGX", 0), ("XAF", 0), ("XOF", 0), ("XPF", 0), ("UYI", 0), ("KWD", 3), ("BHD", 3), ("OMR", 3), ("JOD", 3),
    ("TND", 3),
    ("IQD", 3), ("LYD", 3), ("CLF", 4), ("UYW", 4),
  ])
  func hasTheDecimalsOfISO4217(code: String, exponent: Int) throws {
    #expect(try #require(Currency(code: code)).exponent == exponent)
  }

  @Test(arguments: ["", "cny", "RMB", "XAU", "XTS", "XXX", "CN", "CNYY", " CNY", "ＣＮＹ"])
  func refuses(code: String) { #expect(Currency(code: code) == nil) }

  @Test func theUnknownOneKeepsFourDecimals() {
    #expect(Currency.unknown.code == "" && Currency.unknown.exponent == 4)
  }
}
