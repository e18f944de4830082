import Testing

@testable import Tables

@Suite struct NamePatternTests {
  @Test(arguments: [
    ("a.csv", "*.csv", true), ("x/y/a.CSV", "a.*", true), ("a.csv", "a.cs", false), ("账务明细_20260301.csv", "账务*??.csv", true),
    ("账务明细(汇总).csv", "*明细.csv", false), ("dir/", "*", false), ("__MACOSX/a.csv", "*", false), ("ab", "a*b*", true), ("", "*", false),
    ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "*a*a*a*a*a*a*a*c", false), ("a?b", "a?b", true), ("abc", "abcd", false), ("x", "**", true),
  ])
  func fits(name: String, pattern: String, fits: Bool) {
    #expect(NamePattern.fits(name, pattern) == fits)
  }
}
