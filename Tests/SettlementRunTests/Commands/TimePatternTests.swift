import Testing

@testable import RuleFiles
@testable import Tables

/// Rules are checked by one module and files are read by another: both know the same patterns of times.
@Suite struct TimePatternTests {
  @Test(arguments: [
    ("yyyy-MM-dd HH:mm:ss", true), ("yyyy/M/d H:mm", true), ("dd.MM.yyyy", true), ("MM/dd/yyyy hh:mm a", true), ("yyyyMMdd", true),
    ("yyyy'年'M'月'd'日'", true), ("yyyy-MM-dd HH:mm:ss.SSS", true), ("yyyy年MM月dd日", true), ("yyyy-MM-dd'T'HH", true), ("", false),
    ("yy-MM-dd", false), ("yyyy-MM", false), ("yyyy-MMM-dd", false), ("yyyy-MM-dd hh:mm", false), ("yyyy-MM-dd HH:mm a", false),
    ("yyyy-MM-dd HH h a", false), ("yyyy-MM-dd mm", false), ("yyyy-MM-dd HH:ss", false), ("yyyy-MM-dd HH:mm S", false),
    ("yyyy-MM-dd'T", false), ("yyyy-MM-dd Z", false), ("yyyy-MM-dd yyyy", false), ("YYYY-MM-dd", false), ("yyyy-MM-dd HH:mm aa", false),
    ("yyyy-MM-dd ''", true),
  ]) func areKnownToBoth(pattern: String, isKnown: Bool) {
    #expect(TimeLetters.isPattern(pattern) == isKnown)
    #expect((TimePattern(pattern) != nil) == isKnown)
  }

  @Test(arguments: 1...20) func agreeOnRandomOnes(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    let pieces = [
      "yyyy", "yy", "MM", "M", "dd", "d", "HH", "H", "hh", "h", "mm", "m", "ss", "s", "S", "SSS", "a", "-", ":", "'T'", "年", "'",
    ]
    for _ in 0..<500 {
      var pattern = "yyyyMMdd"
      for _ in 0..<Int.random(in: 0...6, using: &random) { pattern += pieces.randomElement(using: &random)! }
      #expect(TimeLetters.isPattern(pattern) == (TimePattern(pattern) != nil), "seed \(seed): \(pattern)")
    }
  }
}
