import Testing

@testable import SettlementCore

/// Columns of texts against arrays of strings, and their index against a dictionary.
@Suite struct TextColumnTests {
  private func texts(_ random: inout SplitMix64, _ count: Int) -> [String] {
    let letters = Array("abAB01-_中é😀\u{0}")
    return (0..<count).map { _ in
      String((0..<Int.random(in: 0...4, using: &random)).map { _ in letters.randomElement(using: &random)! })
    }
  }

  @Test(arguments: UInt64(0)..<40) func holdsWhatItIsGiven(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let (left, right) = (texts(&random, 60), texts(&random, 60))
    let (a, b) = (TextColumn(left), TextColumn(right))
    var copied = TextColumn()
    for row in left.indices.reversed() { copied.append(row, of: a) }
    #expect(copied.count == 60 && (0..<60).allSatisfy { copied[$0] == left[59 - $0] }, "seed \(seed)")
    for row in left.indices {
      #expect(a[row] == left[row])
      #expect(a.equals(row, b, row) == (Array(left[row].utf8) == Array(right[row].utf8)), "seed \(seed)")
      let order = a.compare(row, b, row)
      #expect((order < 0) == left[row].utf8.lexicographicallyPrecedes(right[row].utf8), "seed \(seed)")
      #expect((order > 0) == right[row].utf8.lexicographicallyPrecedes(left[row].utf8), "seed \(seed)")
    }
  }

  @Test(arguments: UInt64(0)..<40) func theIndexIsADictionary(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let given = texts(&random, Int.random(in: 1...700, using: &random))
    let column = TextColumn(given)
    var index = TextIndex(expecting: Int.random(in: 0...100, using: &random))
    var first: [[UInt8]: Int] = [:]
    for row in given.indices {
      let bytes = Array(given[row].utf8)
      let found = index.insert(row, of: column)
      #expect(found == first[bytes], "seed \(seed), row \(row)")
      if first[bytes] == nil { first[bytes] = row }
    }
    let asked = texts(&random, 200)
    let other = TextColumn(asked)
    for row in asked.indices {
      #expect(index.row(in: column, equalTo: row, of: other) == first[Array(asked[row].utf8)], "seed \(seed), asked \(row)")
    }
  }

  /// The hash is part of no file, but equal runs must not depend on the process: a fixed value.
  @Test func theHashIsFixed() {
    let column = TextColumn(["O1", "O1", "O2"])
    #expect(column.hash(0) == column.hash(1) && column.hash(0) != column.hash(2))
  }
}
