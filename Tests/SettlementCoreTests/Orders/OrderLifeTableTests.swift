import Testing

@testable import SettlementCore

/// Cases worked out by hand from the words of SPEC §4. Amounts in fen.
@Suite struct OrderLifeTableTests {
  private static let day = CalendarDay("2026-03-01")!
  private static let channel: Int32 = 1

  private func life(
    _ shares: [Share], paid: Int64, list: Int64? = nil, fee: Int64 = 0, base: AgreementVersion.Base = .paid,
    refund: AgreementVersion.RefundPolicy = .ratio, rounding: Rounding = .halfUp, allowsLoss: Bool = false, isApportioned: Bool = false
  ) throws -> OneOrder {
    let version = AgreementVersion(
      effective: CalendarDay(number: 0), base: base, rounding: rounding, allowsLoss: allowsLoss, refund: refund, shares: shares,
      isApportioned: isApportioned, digest: "")
    let order = OrderFacts(paid: paid, list: list ?? paid, fee: fee, quantity: 1, day: Self.day, channel: Self.channel)
    let life = try OneOrder(order, by: version)
    #expect(life.outcome == .split)
    return life
  }

  private func percent(_ text: String, of whole: ShareAmount.Whole = .base) -> ShareAmount { .percent(Rate(text: text)!, of: whole) }

  /// SPEC §13, every row of its table.
  @Test func theWorkedExample() throws {
    let life = try life(
      [
        Share(to: .party("tencent-video"), entitlement: "e0", amount: .fixed(8800), place: 0),
        Share(to: .party("eleme"), entitlement: "e1", units: 12, amount: percent("12"), expiresAfter: 365, place: 1),
        Share(to: .channel, entitlement: nil, amount: percent("5", of: .rest), maximum: 2000, place: 2),
      ], paid: 19900)
    #expect(life.states == [[8800, 0], [2388, 0], [0, 436], [8276]])
    #expect(life.redeem(1, entitlement: 1, on: Self.day) == nil)
    #expect(life.states == [[8800, 0], [2189, 199], [0, 436], [8276]])
    #expect(life.refund(1, 2000) == RefundOutcome(granted: 2000, excess: 0))
    #expect(life.states == [[8800, 0], [1969, 199], [0, 392], [6540]])
    #expect(life.redeem(2, entitlement: 0, on: Self.day) == nil)
    #expect(life.states == [[0, 8800], [1969, 199], [0, 392], [6540]])
    #expect(life.refund(2, 17900) == RefundOutcome(granted: 17900, excess: 0))
    #expect(life.states == [[0, 8800], [0, 199], [0, 0], [-8999]])
    #expect(life.shares[1].cancelled == 11)
  }

  /// 100 over 3 units: 33.33… → 33, 67/2 = 33.5 → 34, 33 (SPEC §4); `down`: 33, 33, 34; half-even: 33, 67/2 → 34, 33.
  @Test(arguments: [(Rounding.halfUp, [33, 34, 33]), (.down, [33, 33, 34]), (.halfEven, [33, 34, 33])] as [(Rounding, [Int64])])
  func aHundredOverThreeUnits(rounding: Rounding, prices: [Int64]) throws {
    let life = try life(
      [Share(to: .party("eleme"), entitlement: "e0", units: 3, amount: percent("50"), place: 0)], paid: 200, rounding: rounding)
    var earned: [Int64] = []
    for redemption in Int32(0)..<3 {
      #expect(life.redeem(redemption, entitlement: 0, on: Self.day) == nil)
      earned.append(life.life.earnings.last!.amount)
    }
    #expect(earned == prices)
    #expect(life.redeem(3, entitlement: 0, on: Self.day) == .noUnit)
    #expect(life.states == [[0, 100], [100]] && life.life.remainderEarned == 100)
  }

  /// Reversal after a clawback: E = 60 of Σe = 33 + 34 = 67 after a refund took 7; the first gives back round(60·33/67) = 29.55… → 30,
  /// the last one all that is left, 30.
  @Test func aReversalTakesItsPartOfWhatIsLeft() throws {
    let life = try life(
      [Share(to: .party("eleme"), entitlement: "e0", units: 3, amount: percent("50"), gives: .all, place: 0)], paid: 200)
    #expect(life.redeem(1, entitlement: 0, on: Self.day) == nil)
    #expect(life.redeem(2, entitlement: 0, on: Self.day) == nil)
    // Refund 20 of 200 by ratio: held 33·20/200 = 3.3 → 3, earned 67·20/200 = 6.7 → 7, the remainder the other 10.
    life.refund(1, 20)
    #expect(life.states == [[30, 60], [90]])
    #expect(life.reverse(1, redeemedOn: Self.day))
    #expect(life.states == [[60, 30], [90]] && life.shares[0].pending == 2)
    #expect(life.reverse(2, redeemedOn: Self.day))
    #expect(life.states == [[90, 0], [90]] && life.shares[0].pending == 3)
    #expect(!life.reverse(2, redeemedOn: Self.day))
  }

  /// `unused-first` within U: paid 100, held 30, earned at once 10, remainder 60; U = 30 + 60 = 90. A refund of 45 takes 30·45/90 = 15 of the
  /// held and 30 of the remainder; the earned keeps its 10.
  @Test func unusedFirstWithinU() throws {
    let life = try unusedFirst()
    life.refund(1, 45)
    #expect(life.states == [[15, 0], [0, 10], [30]])
  }

  /// … and beyond U: a refund of 95 takes all 90 of U, and 5 of the 10 that were earned: 10·min(1, 5/10) = 5.
  @Test func unusedFirstBeyondU() throws {
    let life = try unusedFirst()
    life.refund(1, 95)
    #expect(life.states == [[0, 0], [0, 5], [0]])
    life.refund(2, 5)
    #expect(life.states == [[0, 0], [0, 0], [0]])
  }

  private func unusedFirst() throws -> OneOrder {
    try life(
      [
        Share(to: .party("eleme"), entitlement: "e0", units: 2, amount: percent("30"), place: 0),
        Share(to: .channel, entitlement: nil, amount: percent("10"), place: 1),
      ], paid: 100, refund: .unusedFirst)
  }

  /// Net: B = 100 − 10 = 90 of P = 100. A refund of 33 takes b = round(90·33/100) = 29.7 → 30 from the shares and 3 from fees.
  @Test func aNetRefundReturnsItsPartOfTheFee() throws {
    let life = try life(
      [Share(to: .channel, entitlement: nil, amount: percent("50"), place: 0)], paid: 100, fee: 10, base: .net)
    #expect(life.states == [[0, 45], [45]])
    life.refund(1, 33)
    // The channel gives 45·30/90 = 15, the remainder the other 15.
    #expect(life.states == [[0, 30], [30]])
    #expect(life.life.lines.lines.first { $0.account == .fees }?.amount == 3)
    life.refund(2, 67)
    #expect(life.states == [[0, 0], [0]])
    #expect(life.life.lines.lines.first { $0.account == .fees }?.amount == 7)
  }

  /// The platform bears what was delivered: fixed 88 of 100, delivered, then everything is refunded.
  @Test func thePlatformBearsWhatOthersDoNotGive() throws {
    let life = try life([Share(to: .party("eleme"), entitlement: "e0", amount: .fixed(88), place: 0)], paid: 100)
    #expect(life.redeem(1, entitlement: 0, on: Self.day) == nil)
    life.refund(1, 100)
    #expect(life.states == [[0, 88], [-88]])
    #expect(life.refund(2, 5) == RefundOutcome(granted: 0, excess: 5))
    #expect(life.retryExcess(of: 2) == nil)
    #expect(life.undo(1))
    #expect(life.states == [[0, 88], [12]])
    #expect(life.retryExcess(of: 2) == RefundOutcome(granted: 5, excess: 0))
    #expect(life.states == [[0, 88], [7]])
  }

  /// A lapse of 2 of 3 units (held 67 of 100); a late redemption that was valid takes round(67/2) = 33.5 → 34 back from the remainder.
  @Test func aLateRedemptionTakesALapsedUnitBack() throws {
    let life = try life(
      [Share(to: .party("eleme"), entitlement: "e0", units: 3, amount: percent("50"), expiresAfter: 1, place: 0)], paid: 200)
    #expect(life.redeem(1, entitlement: 0, on: Self.day) == nil)
    #expect(!life.isDue(0, today: Self.day.adding(days: 1)) && life.isDue(0, today: Self.day.adding(days: 2)))
    life.lapse(0)
    #expect(life.states == [[0, 33], [167]])
    #expect(life.redeem(2, entitlement: 0, on: Self.day.adding(days: 1)) == nil)
    #expect(life.states == [[0, 67], [133]])
    #expect(life.redeem(3, entitlement: 0, on: Self.day.adding(days: 2)) == .expired(refunded: false))
  }

  /// 101 by three equal thirds: 34, 34, 33, and the implicit remainder has nothing (SPEC §2, §3).
  @Test func anApportionedVersionLeavesNothing() throws {
    let shares = (0..<3).map { Share(to: .party("eleme"), entitlement: nil, amount: percent("1/3"), place: $0) }
    #expect(try life(shares, paid: 101, isApportioned: true).states == [[0, 34], [0, 34], [0, 33], [0]])
  }

  /// What a refund names (SPEC §4a): of 3 units holding 100 one sets round(100/3) = 33 free; the refund of 20 takes 20 of the 33.
  @Test func aNamedUnitIsCancelledFirst() throws {
    let life = try life(
      [Share(to: .party("eleme"), entitlement: "e0", units: 3, amount: percent("50"), place: 0)], paid: 200)
    #expect(life.refund(1, 20, entitlement: 0, units: 1) == RefundOutcome(granted: 20, excess: 0))
    #expect(life.states == [[67, 0], [113]] && life.shares[0].cancelled == 1)
    let more = life.refund(2, 0, entitlement: 0, units: 5)
    #expect(more.missingUnits == 3 && life.shares[0].pending == 0)
    #expect(life.states == [[0, 0], [180]])
    #expect(life.redeem(1, entitlement: 0, on: Self.day) == .refunded)
    #expect(life.refund(3, 1, entitlement: -2, units: 0).isItemUnknown)
  }

  @Test func anOverflowingOrderIsToldSo() throws {
    let version = AgreementVersion(
      effective: CalendarDay(number: 0),
      shares: [Share(to: .channel, entitlement: nil, amount: .fixed(.max / 2), place: 0)], digest: "")
    let order = OrderFacts(paid: 1, list: 1, fee: 0, quantity: 3, day: Self.day, channel: 0)
    #expect(throws: AmountOverflow.self) { try OneOrder(order, by: version) }
  }
}
