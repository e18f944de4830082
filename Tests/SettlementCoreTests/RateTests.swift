import Testing

@testable import SettlementCore

/// SPEC §2: a percentage with at most nine decimals, or a fraction of the whole.
@Suite struct RateTests {
  @Test(
    arguments: [
      ("12.5", 1, 8), ("12.500000000", 1, 8), ("0", 0, 1), ("100", 1, 1), ("100.000000000", 1, 1), ("1/3", 1, 3), ("2/6", 1, 3),
      ("0/5", 0, 1),
      ("5/5", 1, 1), ("0.000000001", 1, 100_000_000_000), ("99.999999999", 99_999_999_999, 100_000_000_000), ("007", 7, 100),
      ("33.3", 333, 1000),
      ("1/100000000000", 1, 100_000_000_000),
    ] as [(String, Int64, Int64)])
  func reads(text: String, numerator: Int64, denominator: Int64) throws {
    let rate = try #require(Rate(text: text))
    #expect(rate.numerator == numerator && rate.denominator == denominator)
  }

  @Test(arguments: [
    "", "-1", "+1", "101", "100.000000001", "0.0000000001", "12.", ".5", "12,5", "12.5%", " 12", "1/0", "0/0", "4/3", "1/-3", "1/3/4", "/3",
    "1/", "1.5/3",
    "1/100000000001", "1e1", "99999999999999999999", "１２", "1.2.3",
  ])
  func refuses(text: String) { #expect(Rate(text: text) == nil) }

  @Test(arguments: [
    ("12.50", "12.5%"), ("100", "100%"), ("0", "0%"), ("1/3", "1/3"), ("1/8", "12.5%"), ("0.000000001", "0.000000001%"), ("10", "10%"),
  ])
  func prints(text: String, printed: String) { #expect(Rate(text: text)?.description == printed) }

  @Test(arguments: UInt64(0)..<20) func whatIsPrintedReadsBack(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let denominator = Int64.random(in: 1...(Bool.random(using: &random) ? 999 : Rate.largestDenominator), using: &random)
      let rate = try #require(Rate(Int64.random(in: 0...denominator, using: &random), over: denominator))
      var text = rate.description
      if text.hasSuffix("%") { text.removeLast() }
      #expect(Rate(text: text) == rate, "seed \(seed): \(text)")
    }
  }

  @Test func takesItsPart() throws {
    #expect(try Rate(text: "12")!.part(of: 19900, .halfUp) == 2388)
    #expect(try Rate(text: "5")!.part(of: 8712, .halfUp) == 436)
    #expect(try Rate(text: "5")!.part(of: 10, .halfUp) == 1)
    #expect(try Rate(text: "5")!.part(of: 10, .halfEven) == 0)
    #expect(try Rate(text: "5")!.part(of: 19, .down) == 0)
    #expect(try Rate(text: "1/3")!.part(of: 100, .halfUp) == 33)
    #expect(try Rate(text: "100")!.part(of: .max, .down) == .max)
  }

  @Test func sumsExactly() throws {
    let thirds = try #require(Rate.sum([Rate(1, over: 3)!, Rate(1, over: 3)!, Rate(1, over: 3)!]))
    #expect(thirds == (1, 1))
    let mixed = try #require(Rate.sum([Rate(text: "80")!, Rate(text: "8")!, Rate(text: "12.5")!]))
    #expect(mixed == (201, 200))
    #expect(try #require(Rate.sum([])) == (0, 1))
    let primes: [Int64] = [99_999_999_977, 99_999_999_947, 99_999_999_943, 99_999_999_907]
    #expect(Rate.sum(primes.map { Rate(1, over: $0)! }) == nil, "beyond 128 bits")
  }
}
