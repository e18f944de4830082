import SettlementCore
import Testing

@testable import Reconciliation

/// Fees of a bill's lines against those of our orders. Ours in fen, theirs at five decimals.
@Suite struct FeeTests {
  private func statement(_ tolerance: StatementProfile.Tolerance = .init()) -> Statement {
    var statement = Statement()
    statement.profile = StatementProfile(url: "file:x", matches: .orders, tolerance: tolerance)
    return statement
  }

  private func told(_ statement: Statement) throws -> [String] {
    try statement.judged().verdicts.map { verdict in
      let fees = verdict.fees.map { "fee \($0.ours)/\($0.theirs) \($0.state)" } ?? "fees agree"
      return "\(verdict.bucket) \(verdict.state), \(fees)"
    }
  }

  /// The exact fee is rounded once, as the order's agreement says.
  @Test(
    arguments: [
      (61, 60_500, .halfUp, true), (60, 60_500, .halfUp, false), (60, 60_500, .halfEven, true), (60, 60_999, .down, true),
      (61, 60_999, .halfUp, true), (-61, -60_500, .halfUp, true), (60, 60_499, .halfUp, true), (0, 499, .halfUp, true),
      (0, 500, .halfUp, false),
    ] as [(Int64, Int64, Rounding, Bool)])
  func isRoundedOnce(ours: Int64, exact: Int64, rounding: Rounding, agree: Bool) throws {
    var statement = statement()
    statement.claim("O1", 10_000)
    statement.line("O1", 10_000, currency: Statement.yuan)
    (statement.claims.fee, statement.claims.feeRounding) = ([ours], [rounding])
    (statement.lines.fee, statement.lines.feeDigits) = ([exact], [5])
    #expect(try told(statement).isEmpty == agree)
  }

  /// Fewer digits than the currency has are filled up; what leaves 64 bits is an error.
  @Test func digitsAreFilledUp() throws {
    var statement = statement()
    statement.claim("O1", 10_000)
    statement.line("O1", 10_000, currency: Statement.yuan)
    (statement.claims.fee, statement.claims.feeRounding) = ([700], [.halfUp])
    (statement.lines.fee, statement.lines.feeDigits) = ([7], [0])
    #expect(try told(statement) == [])
    statement.lines.fee = [.max]
    #expect(throws: AmountOverflow.self) { try statement.judged() }
  }

  /// A fee is a finding beside what the amounts are; only it alone is a bucket of its own.
  @Test func standsBesideTheAmount() throws {
    var statement = statement(.init(absolute: "0.02"))
    for (order, ours, theirs, fee) in [
      ("O1", 100, 100, 60_000), ("O2", 100, 100, 62_000), ("O3", 100, 100, 63_000), ("O4", 100, 109, 63_000), ("O5", 100, 101, 63_000),
      ("O6", 100, 109, 60_000), ("O7", 100, 101, 61_000),
    ] as [(String, Int64, Int64, Int64)] {
      statement.claim(order, ours)
      statement.line(order, theirs, currency: Statement.yuan)
      statement.claims.fee.append(60)
      statement.claims.feeRounding.append(.halfUp)
      statement.lines.fee.append(fee)
      statement.lines.feeDigits.append(5)
    }
    #expect(
      try told(statement) == [
        "matched open, fee 60/62 resolved", "fee open, fee 60/63 open", "amount open, fee 60/63 open", "tolerated resolved, fee 60/63 open",
        "amount open, fees agree", "tolerated resolved, fee 60/61 resolved",
      ])
    #expect(try statement.judged().counts.lines == [.matched: 2, .fee: 1, .amount: 2, .tolerated: 2])
  }

  /// Not compared: a refund of ours, a line that says nothing, a line in another currency.
  @Test func nothingToCompare() throws {
    var statement = statement()
    statement.claim("F1", -100, .reversed)
    statement.claim("O2", 100)
    statement.claim("O3", 100)
    statement.line("F1", -100, .reversed, currency: Statement.yuan)
    statement.line("O2", 100, currency: Statement.yuan)
    statement.line("O3", 100, currency: Currency(code: "USD")!)
    (statement.claims.fee, statement.claims.feeRounding) = ([ClaimTable.noFee, 60, 60], [.halfUp, .halfUp, .halfUp])
    (statement.lines.fee, statement.lines.feeDigits) = ([-60_000, ClaimTable.noFee, 1], [5, 0, 5])
    #expect(try told(statement) == ["currency open, fees agree"])
  }
}
