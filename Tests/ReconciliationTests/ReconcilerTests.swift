import SettlementCore
import Testing

@testable import Reconciliation

/// Steps 2, 4 and 5 of SPEC §7 by hand.
@Suite struct ReconcilerTests {
  @Test func equalLinesAreNoFinding() throws {
    var statement = Statement()
    statement.claim("R1", 880)
    statement.claim("R1", -880, .reversed)
    statement.line("R1", -880, .reversed)
    statement.line("R1", 880, item: "video", currency: Statement.yuan)
    #expect(try statement.told() == [])
    #expect(try statement.judged().counts.lines == [.matched: 2])
  }

  /// The kind is the first of amount, item, currency that differs; an empty item or currency is not compared.
  @Test func theFirstDifferenceNamesTheKind() throws {
    let dollar = Currency(code: "USD")!
    var statement = Statement()
    for reference in ["R1", "R2", "R3", "R4"] { statement.claim(reference, 880) }
    statement.line("R1", 881, item: "music", currency: dollar)
    statement.line("R2", 880, item: "music", currency: dollar)
    statement.line("R3", 880, item: "video", currency: dollar)
    statement.line("R4", 880)
    #expect(try statement.told() == ["0/0 amount open", "1/1 item open", "2/2 currency open"])
  }

  @Test func aToleratedDifferenceIsListedAsResolved() throws {
    var statement = Statement()
    statement.profile = StatementProfile(
      url: "file:x", matches: .redemptions, tolerance: .init(absolute: "0.01", percent: Rate(0, over: 1)!, side: .over))
    statement.claim("R1", 880)
    statement.claim("R2", 880)
    statement.line("R1", 881)
    statement.line("R2", 879)
    #expect(try statement.told() == ["0/0 tolerated resolved", "1/1 amount open"])
  }

  /// In transit until D > business date + grace (2 days), then open; on both sides.
  @Test(arguments: [(100, "inTransit"), (101, "inTransit"), (102, "inTransit"), (103, "open")] as [(Int32, String)])
  func whatIsMissingAges(today: Int32, state: String) throws {
    var statement = Statement()
    statement.today = today
    statement.claim("R1", 880)
    statement.line("R2", 880)
    #expect(try statement.told() == ["0/- missingAtPartner \(state)", "-/0 missingAtStore \(state)"])
  }

  /// A day whose file has not come yet, and a line dated after the run's day, are no findings.
  @Test func whatCannotBeThereYetIsAwaited() throws {
    var statement = Statement()
    statement.coveredDays = [99]
    statement.claim("R1", 880, day: 100)
    statement.claim("R2", 880, day: 99)
    statement.line("R3", 880, day: 101)
    #expect(try statement.told() == ["0/- awaited inTransit", "1/- missingAtPartner inTransit", "-/0 awaited inTransit"])
  }

  @Test func repeatsAreDuplicatesOfEitherSide() throws {
    var statement = Statement()
    for _ in 0..<3 { statement.claim("R1", 880) }
    for _ in 0..<4 { statement.line("R1", 880) }
    statement.line("R9", 1)
    statement.line("R9", 1)
    #expect(
      try statement.told() == [
        "1/- duplicate open #2", "2/- duplicate open #3", "-/1 duplicate open #2", "-/2 duplicate open #3", "-/3 duplicate open #4",
        "-/4 missingAtStore inTransit", "-/5 duplicate open #2",
      ])
  }

  /// A key that an earlier run settled: the line repeats it, whichever statement brings it, and a third is the third.
  @Test func aRepeatOfAnEarlierStatementIsADuplicate() throws {
    var statement = Statement()
    statement.line("R1", 880)
    statement.line("R1", 880)
    statement.settled.same = [0]
    #expect(try statement.told() == ["-/0 duplicate open #2", "-/1 duplicate open #3"])
  }

  /// A lone reversed line beside a matched redeemed one: in transit, then `status`; ours with a standing refund: `refund-not-reversed`.
  @Test func aLoneReversalIsAQuestionOfStatus() throws {
    var statement = Statement()
    statement.today = 110
    statement.claim("R1", 880)
    statement.claim("R1", -880, .reversed, hasRefund: true, of: "R1")
    statement.claim("R2", 880)
    statement.claim("R2", -880, .reversed, of: "R2")
    statement.claim("R3", 880)
    for reference in ["R1", "R2", "R3"] { statement.line(reference, 880) }
    statement.line("R3", -880, .reversed, of: "R3")
    #expect(try statement.told() == ["1/- refundNotReversed open", "3/- status open", "-/3 status open"])
    statement.today = 101
    #expect(
      try statement.told() == ["1/- missingAtPartner inTransit", "3/- missingAtPartner inTransit", "-/3 missingAtStore inTransit"])
  }
}
