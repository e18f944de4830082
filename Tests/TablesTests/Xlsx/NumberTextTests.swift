import Testing

@testable import Tables

@Suite struct NumberTextTests {
  @Test(
    arguments: [
      ("12.34", 2, 1234), ("1E-2", 2, 1), ("1234.5", 2, 123450), ("-0.05", 2, -5), ("0", 2, 0), ("-0", 2, 0), ("+7", 0, 7), (".5", 2, 50),
      ("5.", 2, 500), ("1.2345E+3", 2, 123450), ("1e3", 0, 1000), ("29.990000000000002", 2, 2999), ("0.28999999999999998", 2, 29),
      ("-0.28999999999999998", 2, -29), ("92233720368547758.07", 2, Int64.max), ("-92233720368547758.08", 2, Int64.min),
      ("1E-300", 2, 0), ("0.000000001", 2, 0), ("1000", 0, 1000),
    ] as [(String, Int, Int64)])
  func readsExactly(text: String, exponent: Int, units: Int64) {
    #expect(NumberText.minorUnits(Array(text.utf8), exponent: exponent) == units)
  }

  @Test(arguments: [
    ("12.345", 2), ("0.001", 2), ("1.5", 0), ("", 2), ("-", 2), (".", 2), ("1,000", 2), ("1.2.3", 2), ("1E", 2), ("1E+", 2), ("1E99999", 2),
    ("NaN", 2), (" 1", 2), ("1 ", 2), ("92233720368547758.08", 2), ("1E30", 2), ("0.00000001", 2), ("0.0000001", 2),
    ("1234567890123456789012345678901234567", 0),
  ])
  func refusesTheRest(text: String, exponent: Int) {
    #expect(NumberText.minorUnits(Array(text.utf8), exponent: exponent) == nil)
  }
}
