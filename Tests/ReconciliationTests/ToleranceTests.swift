import SettlementCore
import Testing

@testable import Reconciliation

/// Which difference may stand (SPEC §7, step 4). Amounts in minor units.
@Suite struct ToleranceTests {
  private static let yuan = Currency(code: "CNY")!

  private func tolerance(_ absolute: String = "0", _ percent: String = "0", _ side: StatementProfile.Tolerance.Side = .both)
    -> StatementProfile.Tolerance
  {
    StatementProfile.Tolerance(absolute: absolute, percent: Rate(text: percent)!, side: side)
  }

  @Test(
    arguments: [
      ("0", "0", .both, 100, 100, true), ("0", "0", .both, 100, 101, false), ("0.01", "0", .both, 100, 101, true),
      ("0.01", "0", .both, 100, 99, true), ("0.01", "0", .both, 100, 102, false), ("0.05", "0", .under, 100, 95, true),
      ("0.05", "0", .under, 100, 105, false), ("0.05", "0", .over, 100, 105, true), ("0.05", "0", .over, 100, 95, false),
      // 1 % of 1000 is 10, of |−1000| too; of 0 nothing.
      ("0", "1", .both, 1000, 1010, true), ("0", "1", .both, 1000, 1011, false), ("0", "1", .both, -1000, -1010, true),
      ("0", "1", .both, 0, 1, false), ("0", "1", .under, -1000, -1010, true), ("0", "1", .over, -1000, -1010, false),
      // Whichever of both is wider.
      ("0.02", "1", .both, 100, 102, true), ("0.02", "1", .both, 1000, 1010, true), ("0.02", "1", .both, 1000, 1011, false),
      // 0.5 % of 199 is 0.995: not a whole fen.
      ("0", "0.5", .both, 199, 200, false), ("0", "0.5", .both, 200, 201, true),
    ] as [(String, String, StatementProfile.Tolerance.Side, Int64, Int64, Bool)])
  func allows(absolute: String, percent: String, side: StatementProfile.Tolerance.Side, ours: Int64, theirs: Int64, isAllowed: Bool) {
    #expect(tolerance(absolute, percent, side).allows(ours: ours, theirs: theirs, Self.yuan) == isAllowed)
  }

  /// Digits of `absolute` beyond the currency are cut: 1.019 is 1.01 yuan, 1 yen, 1.019 dinars.
  @Test(
    arguments: [("CNY", 101, true), ("CNY", 102, false), ("JPY", 1, true), ("JPY", 2, false), ("KWD", 1019, true), ("KWD", 1020, false)]
      as [(String, Int64, Bool)])
  func cutsDigitsBeyondTheCurrency(code: String, difference: Int64, isAllowed: Bool) {
    #expect(tolerance("1.019").allows(ours: 5000, theirs: 5000 + difference, Currency(code: code)!) == isAllowed)
  }

  @Test func extremesDoNotWrap() {
    #expect(!tolerance("0.01", "100").allows(ours: .max, theirs: .min, Self.yuan))
    #expect(tolerance("0", "100").allows(ours: .max, theirs: 0, Self.yuan))
  }
}
