import Testing

@testable import SettlementCore

/// The radix sort against the standard library's stable sort.
@Suite struct RadixSortTests {
  @Test(arguments: UInt64(0)..<60) func sortsStably(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let shift = UInt64.random(in: 0..<64, using: &random)
    let count = Int.random(in: 0...3000, using: &random)
    let isSigned = Bool.random(using: &random)
    let keys = (0..<count).map { _ in Int64(bitPattern: random.next() >> shift) &* (isSigned ? -1 : 1) }
    let plain = (0..<Int32(count)).sorted { (keys[Int($0)], $0) < (keys[Int($1)], $1) }
    #expect(RadixSort.order(of: keys) == plain, "seed \(seed)")
    // A second key keeps the order of the first among equals.
    let second = keys.map { $0 & 3 }
    let twice = plain.enumerated().sorted { (second[Int($0.element)], $0.offset) < (second[Int($1.element)], $1.offset) }
    #expect(RadixSort.order(of: second, startingFrom: plain) == twice.map(\.element), "seed \(seed)")
  }

  @Test func extremes() {
    #expect(RadixSort.order(of: [.max, 0, .min, -1, 1]) == [2, 3, 1, 4, 0])
    #expect(RadixSort.order(of: []) == [])
    #expect(RadixSort.order(of: [7, 7, 7]) == [0, 1, 2])
  }
}
