import Testing

@testable import SettlementCore

/// The laws of SPEC §4 under random agreements and random events; every failure names its seed.
@Suite struct OrderLifePropertyTests {
  @Test(arguments: 0..<20) func keepsItsLaws(block: Int) throws {
    for seed in UInt64(block) * 400..<UInt64(block + 1) * 400 {
      guard var course = try OrderCourse(seed: seed) else { continue }
      for _ in 0..<30 { course.step() }
    }
  }

  @Test func freshSeedsKeepThemToo() throws {
    let first = UInt64.random(in: 1_000_000...UInt64(UInt32.max))
    print("OrderLife: fresh seeds \(first)..<\(first + 2000)")
    for seed in first..<first + 2000 {
      guard var course = try OrderCourse(seed: seed) else { continue }
      for _ in 0..<30 { course.step() }
    }
  }

  @Test func everyKindOfEventIsMet() throws {
    var met: Set<String> = []
    for seed in UInt64(0)..<600 {
      guard var course = try OrderCourse(seed: seed) else { continue }
      for _ in 0..<30 { course.step() }
      met.formUnion(course.met)
    }
    let all: Set = [
      "redeem", "reverse", "reverse after full refund", "over-refund", "unknown item", "undo", "undo at once", "excess", "lapse",
      "paid lapse",
      "wait unknownEntitlement", "wait noUnit", "wait refunded", "wait expired(refunded: false)", "wait expired(refunded: true)",
    ]
    #expect(met == all)
  }

  /// 1,000 refunds of one fen each close an order of 10.00 exactly, whatever its agreement.
  @Test(arguments: UInt64(0)..<60) func aThousandRefundsOfOneFenClose(seed: UInt64) throws {
    var maker = RandomTerms(seed: seed)
    let terms = maker.terms()
    var life = OrderLife()
    let order = OrderFacts(paid: 1000, list: 1200, fee: 7, quantity: 1, day: CalendarDay(number: 20_500), channel: 1)
    guard try life.post(order, by: terms) == .split else { return }
    _ = life.redeem(1, entitlement: 0, on: order.day)
    for refund in Int32(0)..<1000 {
      let outcome = life.refund(refund, RefundFacts(amount: 1, entitlement: -1, units: 0))
      #expect(outcome.granted == 1, "seed \(seed), refund \(refund)")
      #expect(life.lines.balance == 0 && life.brokenLaw() == nil, "seed \(seed), refund \(refund)")
    }
    #expect(life.total == 0 && life.custody == 0, "seed \(seed)")
    for (share, line) in zip(life.shares, terms.lines) {
      #expect(share.held == 0 && share.pending == 0, "seed \(seed)")
      if line.gives == .all { #expect(share.earned == 0, "seed \(seed)") }
    }
    let beyond = life.refund(1000, RefundFacts(amount: 1, entitlement: -1, units: 0))
    #expect(beyond == RefundOutcome(granted: 0, excess: 1))
  }
}
