import SettlementCore
import Testing

@testable import Reconciliation

/// Step 3 of SPEC §7 by hand: sums of groups. Day 100 is 1970-04-11.
@Suite struct GroupTests {
  private typealias Row = GroupStatement.Row

  @Test func sumsAreComparedNotLines() throws {
    var statement = GroupStatement()
    let ours = [Row(amount: 500), Row(amount: 500), Row(item: "coffee", amount: 400), Row(day: 101, amount: 500)]
    let theirs = [Row(amount: 1000), Row(item: "coffee", amount: 500), Row(day: 101, amount: 200), Row(day: 101, amount: 300)]
    #expect(try statement.run(ours, theirs) == ["coffee@1970-04-11 400/500 amount open"])
  }

  /// In transit until D > the group's day + grace, as a line; a difference of two sums is open at once.
  @Test(arguments: [(100, "inTransit"), (102, "inTransit"), (103, "open")] as [(Int32, String)])
  func whatIsMissingAges(today: Int32, state: String) throws {
    var statement = GroupStatement()
    let found = try statement.run(
      [Row(amount: 500), Row(item: "milk", amount: 1)], [Row(item: "coffee", amount: 400), Row(item: "milk", amount: 2)], today: today)
    #expect(
      found == [
        "coffee@1970-04-11 -/400 missingAtStore \(state)", "milk@1970-04-11 1/2 amount open",
        "tea@1970-04-11 500/- missingAtPartner \(state)",
      ])
  }

  @Test func aSumOfZeroNeedsNoTotal() throws {
    var statement = GroupStatement()
    #expect(try statement.run([Row(amount: 500), Row(amount: -500)]) == [])
    #expect(try statement.run([], [Row(item: "coffee", amount: 500), Row(item: "coffee", amount: -500)]) == [])
  }

  /// A group that was closed is known again, on either side, and a day of one that is open counts from the first row.
  @Test func laterRowsMoveAGroup() throws {
    var statement = GroupStatement()
    #expect(try statement.run([Row(amount: 500)], [Row(amount: 500)]) == [])
    #expect(try statement.run([Row(amount: 500)]) == ["tea@1970-04-11 1000/500 amount open"])
    #expect(try statement.run() == ["tea@1970-04-11 1000/500 amount open"])
    #expect(try statement.run([], [Row(amount: 500)]) == [])
    #expect(statement.stored["tea@1970-04-11"]?.isOpen == [false])
    #expect(try statement.run([Row(amount: -500)], [Row(amount: -400)]) == ["tea@1970-04-11 500/600 amount open"])
  }

  /// Without `day` a group has the earliest business date since both sides agreed last.
  @Test func theDayOfAGroupWithoutDay() throws {
    var statement = GroupStatement(columns: [.item])
    #expect(try statement.run([Row(day: 100, amount: 5)], [Row(day: 101, amount: 5)]) == [])
    _ = try statement.run([Row(day: 108, amount: 1), Row(day: 107, amount: 1)])
    #expect(statement.stored["tea"]?.day == [107])
    _ = try statement.run([Row(day: 109, amount: 1)])
    #expect(statement.stored["tea"]?.day == [107])
    #expect(try statement.run([], [Row(day: 110, amount: 3)]) == [])
  }

  @Test func whatIsNotCoveredYetIsInNoGroup() throws {
    var statement = GroupStatement()
    let found = try statement.run(
      [Row(day: 100, amount: 500), Row(day: 101, amount: 500)], [Row(day: 111, amount: 7)], today: 110, coveredDays: [101])
    #expect(found == ["tea@1970-04-12 500/- missingAtPartner open"])
    #expect(Array(statement.stored.keys) == ["tea@1970-04-12"])
  }

  /// A redemption that waits is ours with 0, in every run until it earns, and is never counted.
  @Test func whatWaitsIsOursWithZero() throws {
    var statement = GroupStatement()
    #expect(try statement.run([Row(amount: 0, isWaiting: true)], [Row(amount: 500)]) == ["tea@1970-04-11 0/500 amount open"])
    #expect(try statement.run([Row(amount: 0, isWaiting: true)]) == ["tea@1970-04-11 0/500 amount open"])
    #expect(statement.stored["tea@1970-04-11"]?.claims == [0])
    #expect(try statement.run([Row(amount: 500)]) == [])
  }

  /// What a group was tolerated by is posted; later runs post only what changed, and measure the tolerance on the whole.
  @Test func aToleratedSumIsPostedOnce() throws {
    var statement = GroupStatement(tolerance: .init(absolute: "0.05"))
    let name = "tea@1970-04-11"
    #expect(try statement.run([Row(amount: 500)], [Row(amount: 502)]) == ["\(name) 500/502 tolerated resolved"])
    #expect(try statement.run([Row(amount: 500)], [Row(amount: 500)]) == [])
    #expect(try statement.run([], [Row(amount: 2)]) == ["\(name) 1002/1004 tolerated resolved"])
    #expect(try statement.run([], [Row(amount: -4)]) == ["\(name) 1004/1000 tolerated resolved"])
    #expect(statement.posted[name] == 0)
    #expect(try statement.run([], [Row(amount: 6)]) == ["\(name) 1000/1006 amount open"])
    #expect(
      try statement.run([Row(item: "milk", amount: 1)]) == ["milk@1970-04-11 1/- missingAtPartner open", "\(name) 1000/1006 amount open"])
  }

  @Test func currenciesAreGroupsOfTheirOwn() throws {
    let dollar = Currency(code: "USD")!
    var statement = GroupStatement()
    let found = try statement.run(
      [Row(amount: 500), Row(amount: 100, currency: dollar)], [Row(amount: 101, currency: dollar), Row(amount: 501)])
    #expect(found == ["tea@1970-04-11 500/501 amount open", "tea@1970-04-11#2 100/101 amount open"])
    #expect(try statement.run([Row(amount: 1)]) == ["tea@1970-04-11#2 100/101 amount open"])
  }

  /// A line without currency stands at four decimals and has ours, when ours is one and has as many decimals.
  @Test func aLineWithoutCurrencyHasOurs() throws {
    var statement = GroupStatement()
    let yen = Currency(code: "JPY")!
    let lines = [
      Row(amount: 50000, currency: .unknown), Row(item: "coffee", amount: 4, currency: .unknown),
      Row(item: "rice", amount: 30000, currency: .unknown),
    ]
    let claims = [Row(amount: 500), Row(item: "rice", amount: 3, currency: yen), Row(item: "milk", amount: 7)]
    let (matcher, judgement) = try statement.judged(claims, lines)
    #expect(matcher.groupOfLine == [0, GroupMatcher.withoutCurrency, 1])
    #expect(judgement.counts.lines == [.matched: 2, .missingAtStore: 1])
    _ = try statement.run(claims, lines)
    // The group's currency is known from the run before; a tenth of a fen is not.
    let later = [Row(amount: 100, currency: .unknown), Row(amount: 10, currency: .unknown)]
    let again = try statement.judged([], later).0
    #expect(again.groupOfLine[1] == GroupMatcher.tooPrecise)
    #expect(again.groups.keys[Int(again.groupOfLine[0])] == "tea@1970-04-11")
  }

  /// A file that is read whole says all lines anew; what it does not name any more is gone, claims stay counted.
  @Test func aWholeFileReplacesItsLines() throws {
    var statement = GroupStatement()
    _ = try statement.run(
      [Row(amount: 500), Row(item: "milk", amount: 7)], [Row(amount: 500), Row(item: "milk", amount: 7)], isWhole: true)
    #expect(
      try statement.run([], [Row(amount: 600)], isWhole: true) == [
        "milk@1970-04-11 7/- missingAtPartner open", "tea@1970-04-11 500/600 amount open",
      ])
    #expect(try statement.run([], [Row(amount: 500), Row(item: "milk", amount: 7)], isWhole: true) == [])
  }

  @Test func sumsDoNotWrap() throws {
    var statement = GroupStatement()
    #expect(throws: AmountOverflow.self) { _ = try statement.run([Row(amount: .max), Row(amount: 1)]) }
    #expect(try statement.run([Row(amount: .max), Row(amount: 1), Row(amount: -1)], [Row(amount: .max)]) == [])
  }

  /// Item and order beside each other: no text of one can be taken for the other's.
  @Test func keysOfTwoTextsAreNotConfused() throws {
    var statement = GroupStatement(columns: [.item, .orderID])
    let rows = [
      Row(item: "a@b", order: "c", amount: 1), Row(item: "a", order: "b@c", amount: 2), Row(item: "a%40b", order: "c", amount: 3),
    ]
    #expect(
      try statement.run(rows) == [
        "a%2540b@c 3/- missingAtPartner open", "a%40b@c 1/- missingAtPartner open", "a@b%40c 2/- missingAtPartner open",
      ])
  }
}
