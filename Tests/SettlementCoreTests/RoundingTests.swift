import Testing

@testable import SettlementCore

/// SPEC §2: products are exact in 128 bits and rounded once.
@Suite struct RoundingTests {
  @Test(
    arguments: [
      (5, 2, 3, 2, 2), (-5, 2, -3, -2, -2), (7, 2, 4, 4, 3), (-7, 2, -4, -4, -3), (1, 3, 0, 0, 0), (2, 3, 1, 1, 0), (-2, 3, -1, -1, 0),
      (1, 2, 1, 0, 0), (-1, 2, -1, 0, 0), (3, 2, 2, 2, 1), (0, 7, 0, 0, 0), (14, 7, 2, 2, 2), (-14, 7, -2, -2, -2), (4, 7, 1, 1, 0),
    ] as [(Int128, Int128, Int128, Int128, Int128)])
  func rounds(dividend: Int128, divisor: Int128, halfUp: Int128, halfEven: Int128, down: Int128) {
    #expect(divide(dividend, by: divisor, .halfUp) == halfUp)
    #expect(divide(dividend, by: divisor, .halfEven) == halfEven)
    #expect(divide(dividend, by: divisor, .down) == down)
  }

  /// The definition: of the two whole neighbours the nearer; at the same distance as the mode says.
  @Test(arguments: UInt64(0)..<20) func keepsTheDefinition(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<500 {
      let divisor = Int128(Int64.random(in: 1...(1 << Int64.random(in: 1...40, using: &random)), using: &random))
      let half = Int.random(in: 0..<4, using: &random) == 0
      let whole = Int128(Int64(truncatingIfNeeded: random.next()) >> 8)
      let dividend = half ? (2 * whole + 1) * divisor : 2 * whole
      let by = half ? 2 * divisor : divisor
      for rounding in Rounding.allCases {
        let quotient = divide(dividend, by: by, rounding)
        let distance = (dividend - quotient * by).magnitude
        switch rounding {
        case .down: #expect(distance < by.magnitude && quotient.magnitude <= dividend.magnitude / by.magnitude, "seed \(seed)")
        case .halfUp:
          #expect(distance * 2 <= by.magnitude, "seed \(seed)")
          if distance * 2 == by.magnitude { #expect((quotient * by).magnitude > dividend.magnitude, "seed \(seed)") }
        case .halfEven:
          #expect(distance * 2 <= by.magnitude, "seed \(seed)")
          if distance * 2 == by.magnitude { #expect(quotient % 2 == 0, "seed \(seed)") }
        }
        #expect(divide(-dividend, by: by, rounding) == -quotient, "seed \(seed)")
      }
    }
  }

  @Test(arguments: UInt64(0)..<20) func theFastPathEqualsTheWideOne(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<1000 {
      let amount = Int64(truncatingIfNeeded: random.next()) >> Int64.random(in: 0..<64, using: &random)
      let denominator = Int64(random.next() >> UInt64.random(in: 1..<64, using: &random)) | 1
      let numerator = Int.random(in: 0..<3, using: &random) == 0 ? denominator / 2 : Int64.random(in: 0...denominator, using: &random)
      for rounding in Rounding.allCases {
        let wide = divide(Int128(amount) * Int128(numerator), by: Int128(denominator), rounding)
        #expect(Int128(try scale(amount, by: numerator, over: denominator, rounding)) == wide, "seed \(seed)")
      }
    }
  }

  @Test func halvesByTheFastPath() throws {
    #expect(try scale(5, by: 1, over: 2, .halfUp) == 3)
    #expect(try scale(-5, by: 1, over: 2, .halfUp) == -3)
    #expect(try scale(.min, by: 1, over: 2, .halfUp) == .min / 2)
    #expect(try scale(.max, by: 1, over: .max, .halfUp) == 1)
    #expect(try scale(.max, by: 7, over: 7, .halfUp) == .max)
  }

  @Test func saysWhenAnAmountDoesNotFit() {
    for rounding in Rounding.allCases {
      #expect(throws: AmountOverflow()) { try scale(.max, by: 2, over: 1, rounding) }
      #expect(throws: AmountOverflow()) { try scale(.min, by: 3, over: 2, rounding) }
    }
    #expect(throws: AmountOverflow()) { try Int64.max.adding(1) }
    #expect(throws: AmountOverflow()) { try Int64.min.times(-1) }
    #expect((try? Int64.max.adding(-1)) == .max - 1 && (try? Int64(-3).times(4)) == -12)
  }
}
