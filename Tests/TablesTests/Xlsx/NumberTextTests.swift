import Testing

@testable import Tables

@Suite struct NumberTextTests {
  @Test(
    arguments: [
      ("12.34", 2, 1234), ("1E-2", 2, 1), ("1234.5", 2, 123450), ("-0.05", 2, -5), ("0", 2, 0), ("-0", 2, 0), ("+7", 0, 7), (".5", 2, 50),
      ("5.", 2, 500), ("1.2345E+3", 2, 123450), ("1e3", 0, 1000), ("29.990000000000002", 2, 2999), ("0.28999999999999998", 2, 29),
      ("-0.28999999999999998", 2, -29), ("92233720368547758.07", 2, Int64.max), ("-92233720368547758.08", 2, Int64.min),
      ("1E-300", 2, 0), ("0.000000001", 2, 0), ("1000", 0, 1000),
      // What a spreadsheet makes of sums: 0.1 + 0.2, 88.00, and amounts so large that a double's last digit is worth more.
      ("0.30000000000000004", 2, 30), ("88.000000000000014", 2, 8800), ("87.999999999999986", 2, 8800),
      ("100000000000.12001", 2, 10_000_000_000_012), ("-123456789012.11999", 2, -12_345_678_901_212), ("0.000060000000000000002", 5, 6),
    ] as [(String, Int, Int64)])
  func readsExactly(text: String, exponent: Int, units: Int64) {
    #expect(NumberText.read(Array(text.utf8), exponent: exponent) == .units(units))
    #expect(NumberText.minorUnits(Array(text.utf8), exponent: exponent) == units)
  }

  @Test(
    arguments: [
      ("12.345", 2, .tooPrecise), ("0.001", 2, .tooPrecise), ("1.5", 0, .tooPrecise), ("0.00000001", 2, .tooPrecise),
      ("0.0000001", 2, .tooPrecise), ("1234567.891", 2, .tooPrecise), ("12345678901234.567", 2, .tooPrecise), ("88.0001", 2, .tooPrecise),
      ("", 2, .notANumber), ("-", 2, .notANumber), (".", 2, .notANumber), ("1,000", 2, .notANumber), ("1.2.3", 2, .notANumber),
      ("1E", 2, .notANumber), ("1E+", 2, .notANumber), ("1E99999", 2, .notANumber), ("NaN", 2, .notANumber), (" 1", 2, .notANumber),
      ("1 ", 2, .notANumber), ("1234567890123456789012345678901234567", 0, .notANumber), ("92233720368547758.08", 2, .overflow),
      ("1E30", 2, .overflow),
    ] as [(String, Int, NumberText.Reading)])
  func refusesTheRest(text: String, exponent: Int, reading: NumberText.Reading) {
    #expect(NumberText.read(Array(text.utf8), exponent: exponent) == reading)
    #expect(NumberText.minorUnits(Array(text.utf8), exponent: exponent) == nil)
  }

  @Test(
    arguments: [
      ("46027.52083333334", 46027 * 86400 + 45000), ("46027.52083333333", 46027 * 86400 + 45000), ("1", 86400), ("0", 0), ("0.5", 43200),
      ("0.999999", 86400), ("1E-300", 0), ("2958465.99999", 2_958_465 * 86400 + 86399),
    ] as [(String, Int64)])
  func roundsDaysToSeconds(text: String, seconds: Int64) {
    #expect(NumberText.seconds(ofDays: Array(text.utf8)) == seconds)
  }

  @Test(arguments: ["-1", "12345678", "x", "", "1E9", "0.1234567890123456789012345678901"]) func refusesOtherDays(text: String) {
    #expect(NumberText.seconds(ofDays: Array(text.utf8)) == nil)
  }
}
