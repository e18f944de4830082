import SettlementCore
import Testing

@testable import Reconciliation

/// Laws of groups on random books.
@Suite struct GroupLawTests {
  private typealias Row = GroupStatement.Row
  private static let currencies = [Statement.yuan, Statement.yuan, Statement.yuan, Currency(code: "USD")!, Currency(code: "JPY")!]

  /// One random book: every row has a run in which it comes.
  private struct Book {
    var statement = GroupStatement()
    var claims: [(run: Int, row: Row)] = []
    var lines: [(run: Int, row: Row)] = []
    var coveredDays: Set<Int32>?
    static let runs = 5

    init(seed: UInt64, isAnswered: Bool = false) {
      var random = SplitMix64(seed: seed)
      func draw(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
      statement.columns = [[.item, .day], [.day, .item], [.item], [.day], [.orderID], [.item, .orderID, .day]][draw(0...5)]
      statement.grace = draw(0...4)
      if draw(0...2) == 0 && !isAnswered { coveredDays = Set((0..<4).map { _ in Int32(draw(95...105)) }) }
      func row() -> Row {
        Row(
          item: ["tea", "coffee"][draw(0...1)], order: "O\(draw(1...3))", day: Int32(draw(95...(isAnswered ? 105 : 112))),
          amount: Int64(draw(-3...12)),
          currency: GroupLawTests.currencies[draw(0...4)])
      }
      for _ in 0..<draw(0...40) { claims.append((draw(1...Self.runs), row())) }
      for _ in 0..<draw(0...20) where !isAnswered { lines.append((draw(1...Self.runs), row())) }
      if isAnswered { lines = claims }
    }

    func claims(_ run: Int) -> [Row] { claims.filter { $0.run == run }.map(\.row) }
    func lines(_ run: Int) -> [Row] { lines.filter { $0.run == run }.map(\.row) }
  }

  private func seeds(_ count: UInt64, _ body: (UInt64) throws -> Void) throws {
    for seed in 0..<count * 4 { try body(seed) }
    let first = UInt64.random(in: 1_000_000...UInt64(UInt32.max))
    print("Groups: fresh seeds \(first)..<\(first + count)")
    for seed in first..<first + count { try body(seed) }
  }

  /// Every row of either side in one bucket; counts and sums equal the inputs'.
  @Test func everyRowEndsInOneBucket() throws {
    try seeds(200) { seed in
      let book = Book(seed: seed)
      let (claims, lines) = (book.claims.map(\.row), book.lines.map(\.row))
      let counts = try book.statement.judged(claims, lines, coveredDays: book.coveredDays).1.counts
      #expect(counts.claims.values.reduce(0, +) == claims.count && counts.lines.values.reduce(0, +) == lines.count, "seed \(seed)")
      #expect(counts.claimSum.values.reduce(0, +) == claims.reduce(0) { $0 + Int128($1.amount) }, "seed \(seed)")
      #expect(counts.lineSum.values.reduce(0, +) == lines.reduce(0) { $0 + Int128($1.amount) }, "seed \(seed)")
    }
  }

  /// Rows that come in five runs end as if all had come at once: nothing is lost, nothing is counted twice.
  @Test func runByRunEqualsAtOnce() throws {
    try seeds(200) { seed in
      let book = Book(seed: seed)
      var (apart, once) = (book.statement, book.statement)
      var last: [String] = []
      var (ours, theirs): ([Row], [Row]) = ([], [])  // what is not covered yet is offered again
      for run in 1...Book.runs {
        let (claims, lines) = (ours + book.claims(run), theirs + book.lines(run))
        last = try apart.run(claims, lines, coveredDays: book.coveredDays)
        ours = claims.filter { row in book.coveredDays.map { !$0.contains(row.day) } ?? false }
        theirs = lines.filter { $0.day > 110 }
      }
      let all = try once.run(book.claims.map(\.row), book.lines.map(\.row), coveredDays: book.coveredDays)
      // A group in two currencies numbers them as they come, and one without day is as old as its last disagreement.
      func plain(_ told: [String]) -> [String] { told.map { $0.replacing(/#\d/, with: "").replacing("inTransit", with: "open") }.sorted() }
      #expect(plain(last) == plain(all), "seed \(seed)")
    }
  }

  /// Summing a statement by hand, and matching the totals, agrees with line matching where all lines match.
  @Test func totalsOfMatchingLinesMatch() throws {
    try seeds(100) { seed in
      var book = Book(seed: seed, isAnswered: true)
      var totals: [String: Row] = [:]
      let (tables, _) = book.statement.tables(book.lines.map(\.row), [])
      for (place, row) in book.lines.map(\.row).enumerated() {
        if totals[tables.keys[place]] == nil { totals[tables.keys[place]] = row } else { totals[tables.keys[place]]!.amount += row.amount }
      }
      let byHand = totals.sorted { $0.key < $1.key }.map(\.value)
      let found = try book.statement.run(book.claims.map(\.row), byHand)
      #expect(found == [], "seed \(seed)")
    }
  }

  /// A group's difference is the sum of the differences that line matching finds in it.
  @Test func groupsAddUpWhatLinesShow() throws {
    try seeds(200) { seed in
      let book = Book(seed: seed)
      let (claims, lines) = (book.claims.map(\.row), book.lines.map(\.row).filter { $0.day <= 110 })
      let (matcher, judgement) = try book.statement.judged(claims, lines)
      var differences = [Int64](repeating: 0, count: matcher.groups.count)
      for verdict in judgement.verdicts { differences[verdict.group] = (verdict.theirs ?? 0) - (verdict.ours ?? 0) }
      var expected = [Int64](repeating: 0, count: matcher.groups.count)
      for (row, claim) in claims.enumerated() { expected[Int(matcher.groupOfClaim[row])] -= claim.amount }
      for (row, line) in lines.enumerated() { expected[Int(matcher.groupOfLine[row])] += line.amount }
      #expect(differences == expected, "seed \(seed)")
    }
  }

  /// Within tolerance what our books say, with all adjusts, is what theirs say; and no adjust is posted twice.
  @Test func adjustsBringOursToTheirs() throws {
    try seeds(200) { seed in
      var book = Book(seed: seed)
      book.statement.tolerance = .init(absolute: "0.04")
      for run in 1...Book.runs { _ = try book.statement.run(book.claims(run), book.lines(run)) }
      for (name, group) in book.statement.stored {
        let posted = book.statement.posted[name] ?? 0
        if !group.isOpen[0] { #expect(group.ours[0] + posted == group.theirs[0], "seed \(seed), \(name)") }
        #expect(abs(posted) <= 4, "seed \(seed), \(name)")
      }
      let before = book.statement.posted
      _ = try book.statement.run()
      #expect(book.statement.posted == before, "seed \(seed)")
    }
  }

  /// Ours against theirs and theirs against ours: the same groups, the differences turned.
  @Test func mirrored() throws {
    try seeds(100) { seed in
      let book = Book(seed: seed)
      let (claims, lines) = (book.claims.map(\.row).filter { $0.day <= 110 }, book.lines.map(\.row).filter { $0.day <= 110 })
      var (there, back) = (book.statement, book.statement)
      let mirror = try back.run(lines, claims).map { told in
        let parts = told.split(separator: " ")
        let sides = parts[1].split(separator: "/")
        let bucket = parts[2] == "missingAtStore" ? "missingAtPartner" : parts[2] == "missingAtPartner" ? "missingAtStore" : parts[2]
        return "\(parts[0]) \(sides[1])/\(sides[0]) \(bucket) \(parts[3])"
      }
      let found = try there.run(claims, lines)
      #expect(found == mirror.sorted(), "seed \(seed)")
    }
  }
}
