import SettlementCore
import Testing

@testable import Reconciliation

/// Matching ours against theirs and theirs against ours gives mirrored buckets and differences, for lines of any key.
@Suite struct MirrorTests {
  /// A row that either side may have.
  private struct Row {
    let key: String
    let type: LineType
    let amount: Int64
    let day: Int32
    let item: String
    let currency: Currency
  }

  private static func rows(_ random: inout SplitMix64) -> [Row] {
    func draw(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    var rows: [Row] = []
    for _ in 0..<draw(0...30) {
      let key = "R\(draw(0...15))"
      let currency = [Statement.yuan, Statement.yuan, Currency(code: "USD")!][draw(0...2)]
      let row = Row(
        key: key, type: .redeemed, amount: Int64(draw(97...103)), day: Int32(draw(95...110)), item: ["tea", "milk"][draw(0...1)],
        currency: currency)
      rows.append(row)
      if draw(0...2) == 0 {
        rows.append(Row(key: key, type: .reversed, amount: -row.amount, day: Int32(draw(95...110)), item: row.item, currency: currency))
      }
    }
    return rows
  }

  private static func statement(_ ours: [Row], _ theirs: [Row], _ side: StatementProfile.Tolerance.Side, grace: Int) -> Statement {
    var statement = Statement()
    statement.today = 110
    statement.profile = StatementProfile(
      url: "file:x", matches: .redemptions, grace: grace, tolerance: .init(absolute: "0.01", percent: Rate(0, over: 1)!, side: side))
    for row in ours {
      statement.claim(row.key, row.amount, row.type, day: row.day, item: row.item, of: row.type == .reversed ? row.key : nil)
      statement.claims.currency[statement.claims.count - 1] = row.currency
    }
    for row in theirs {
      statement.line(
        row.key, row.amount, row.type, day: row.day, item: row.item, currency: row.currency, of: row.type == .reversed ? row.key : nil)
    }
    return statement
  }

  /// "our row/their row bucket state occurrence difference".
  private static func told(_ statement: Statement, isMirror: Bool) throws -> [String] {
    try statement.judged().verdicts.map { verdict in
      var bucket = "\(verdict.bucket)"
      var (ours, theirs) = (verdict.claim, verdict.line)
      let (mine, other) = (ours < 0 ? 0 : statement.claims.amount[Int(ours)], theirs < 0 ? 0 : statement.lines.amount[Int(theirs)])
      if isMirror {
        (ours, theirs) = (theirs, ours)
        if verdict.bucket == .missingAtPartner { bucket = "missingAtStore" }
        if verdict.bucket == .missingAtStore { bucket = "missingAtPartner" }
      }
      return "\(ours)/\(theirs) \(bucket) \(verdict.state) #\(verdict.occurrence) \(isMirror ? mine - other : other - mine)"
    }.sorted()
  }

  @Test func linesAreMirrored() throws {
    let first = UInt64.random(in: 1_000_000...UInt64(UInt32.max))
    print("Mirror: seeds 0..<1500, fresh seeds \(first)..<\(first + 300)")
    for seed in Array(0..<1500) + Array(first..<first + 300) {
      var random = SplitMix64(seed: seed)
      let (ours, theirs) = (Self.rows(&random), Self.rows(&random))
      let grace = Int.random(in: 0...4, using: &random)
      let sides: [(StatementProfile.Tolerance.Side, StatementProfile.Tolerance.Side)] = [(.both, .both), (.under, .over), (.over, .under)]
      let (side, turned) = sides[Int.random(in: 0...2, using: &random)]
      let there = try Self.told(Self.statement(ours, theirs, side, grace: grace), isMirror: false)
      let back = try Self.told(Self.statement(theirs, ours, turned, grace: grace), isMirror: true)
      #expect(there == back, "seed \(seed)")
    }
  }
}
