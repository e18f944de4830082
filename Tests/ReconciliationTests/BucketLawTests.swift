import SettlementCore
import Testing

@testable import Reconciliation

/// The law of buckets (SPEC §7): every line of either side ends in exactly one bucket; counts and sums equal the inputs'.
@Suite struct BucketLawTests {
  private func random(_ seed: UInt64) -> Statement {
    var random = SplitMix64(seed: seed)
    func draw(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    var statement = Statement()
    statement.today = Int32(draw(95...110))
    if draw(0...2) == 0 { statement.coveredDays = Set((0..<4).map { _ in Int32(draw(95...105)) }) }
    let sides: [StatementProfile.Tolerance.Side] = [.both, .under, .over]
    statement.profile = StatementProfile(
      url: "file:x", matches: draw(0...1) == 0 ? .redemptions : .orders, grace: draw(0...3),
      tolerance: .init(
        absolute: ["0", "0.01", "0.1"][draw(0...2)], percent: Rate(Int64(draw(0...20)), over: 100)!, side: sides[draw(0...2)]))
    let keys = draw(1...30)
    func reference() -> String { "R\(draw(0...keys))" }
    for _ in 0..<draw(0...40) {
      let (key, isReversed) = (reference(), draw(0...3) == 0)
      statement.claim(
        key, Int64(draw(98...102)) * (isReversed ? -1 : 1), isReversed ? .reversed : .redeemed, day: Int32(draw(95...105)),
        item: ["video", "music"][draw(0...1)], hasRefund: draw(0...1) == 0, of: isReversed ? key : nil)
    }
    let currencies = [Currency.unknown, .unknown, Statement.yuan, Currency(code: "USD")!]
    for _ in 0..<draw(0...40) {
      let (key, isReversed) = (reference(), draw(0...3) == 0)
      statement.line(
        key, Int64(draw(98...102)) * (isReversed ? -1 : 1), isReversed ? .reversed : draw(0...9) == 0 ? .adjustment : .redeemed,
        day: Int32(draw(95...105)), item: ["", "video", "music"][draw(0...2)], currency: currencies[draw(0...3)], of: isReversed ? key : nil
      )
    }
    for line in Matcher(statement.claims, statement.lines).leftoverLines where draw(0...4) == 0 {
      if draw(0...1) == 0 { statement.settled.same.insert(line) } else { statement.settled.counterpart.insert(line) }
    }
    return statement
  }

  @Test(arguments: 0..<10) func everyLineEndsInOneBucket(block: Int) throws {
    for seed in UInt64(block) * 200..<UInt64(block + 1) * 200 { try check(random(seed), seed) }
  }

  @Test func freshSeeds() throws {
    let first = UInt64.random(in: 1_000_000...UInt64(UInt32.max))
    print("Buckets: fresh seeds \(first)..<\(first + 300)")
    for seed in first..<first + 300 { try check(random(seed), seed) }
  }

  private func check(_ statement: Statement, _ seed: UInt64) throws {
    let (verdicts, counts, match) = try statement.judged()
    let (claims, lines) = (statement.claims, statement.lines)
    #expect(counts.claims.values.reduce(0, +) == claims.count && counts.lines.values.reduce(0, +) == lines.count, "seed \(seed)")
    #expect(counts.claimSum.values.reduce(0, +) == claims.amount.reduce(Int128(0)) { $0 + Int128($1) }, "seed \(seed)")
    #expect(counts.lineSum.values.reduce(0, +) == lines.amount.reduce(Int128(0)) { $0 + Int128($1) }, "seed \(seed)")
    // No row is judged twice, and what is judged nowhere is matched.
    let (judgedClaims, judgedLines) = (verdicts.map(\.claim).filter { $0 >= 0 }, verdicts.map(\.line).filter { $0 >= 0 })
    #expect(Set(judgedClaims).count == judgedClaims.count && Set(judgedLines).count == judgedLines.count, "seed \(seed)")
    #expect(claims.count - judgedClaims.count == counts.claims[.matched] ?? 0, "seed \(seed)")
    #expect(lines.count - judgedLines.count == counts.lines[.matched] ?? 0, "seed \(seed)")
    // A pair is a pair from both sides, and of one key.
    for claim in 0..<claims.count {
      let line = match.lineOfClaim[claim]
      if line >= 0 { #expect(match.claimOfLine[Int(line)] == Int32(claim) && claims.keys[claim] == lines.keys[Int(line)], "seed \(seed)") }
    }
    checkDuplicates(statement, counts, match, seed)
  }

  /// Of one key at most one claim and one line are no repeat, and a pair is made wherever both sides have the key.
  private func checkDuplicates(_ statement: Statement, _ counts: BucketCounts, _ match: Matcher, _ seed: UInt64) {
    let claims = Dictionary(grouping: 0..<statement.claims.count) { statement.claims.keys[$0] }
    let lines = Dictionary(grouping: 0..<statement.lines.count) { statement.lines.keys[$0] }
    for (key, rows) in claims {
      #expect(rows.count { match.firstClaim[$0] < 0 } == 1, "seed \(seed)")
      #expect((match.lineOfClaim[rows[0]] >= 0) == (lines[key] != nil), "seed \(seed)")
    }
    for (_, rows) in lines { #expect(rows.count { match.firstLine[$0] < 0 } == 1, "seed \(seed)") }
  }
}
