import Testing

@testable import SettlementCore

/// SPEC §2: parts in proportion to weights, largest remainders first, ties to the earliest.
@Suite struct ApportionTests {
  @Test(
    arguments: [
      (101, [1, 1, 1], [34, 34, 33]), (15, [80, 8, 12], [12, 1, 2]), (0, [1, 2], [0, 0]), (7, [1], [7]), (5, [5, 3, 1], [3, 2, 0]),
      (4, [5, 3, 1], [2, 1, 1]), (2, [1, 1, 1], [1, 1, 0]), (10, [0, 1, 0], [0, 10, 0]), (1, [0, 0, 5, 5], [0, 0, 1, 0]),
      (.max, [.max], [.max]), (.max, [1, .max - 1], [1, .max - 1]), (.max, [1, 1], [.max / 2 + 1, .max / 2]),
    ] as [(Int64, [Int64], [Int64])])
  func divides(total: Int64, weights: [Int64], parts: [Int64]) { #expect(apportion(total, by: weights) == parts) }

  @Test(arguments: UInt64(0)..<50) func keepsItsLaws(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<100 {
      let shift = Int64.random(in: 1..<60, using: &random)
      var weights = (0..<Int.random(in: 1...9, using: &random)).map { _ in
        Int.random(in: 0..<4, using: &random) == 0 ? 0 : Int64.random(in: 0...(1 << shift) / 9, using: &random)
      }
      weights[0] += 1
      let total = Int64(random.next() >> UInt64.random(in: 1..<64, using: &random))
      let parts = apportion(total, by: weights)
      let whole = weights.reduce(Int128(0)) { $0 + Int128($1) }
      #expect(parts.reduce(0, +) == total, "seed \(seed)")
      for (place, part) in parts.enumerated() {
        let product = Int128(total) * Int128(weights[place])
        let extra = Int128(part) - product / whole
        #expect(extra == 0 || extra == 1, "seed \(seed)")
        if weights[place] == 0 { #expect(part == 0, "seed \(seed)") }
        for other in parts.indices where extra == 1 && other != place {
          let otherProduct = Int128(total) * Int128(weights[other])
          guard Int128(parts[other]) == otherProduct / whole else { continue }
          // Who got none has a smaller remainder, or the same one and a later place.
          let (mine, theirs) = (product % whole, otherProduct % whole)
          #expect(mine > theirs || (mine == theirs && place < other), "seed \(seed)")
        }
      }
    }
  }
}
