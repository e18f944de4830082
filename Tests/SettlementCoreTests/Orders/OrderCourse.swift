import Testing

@testable import SettlementCore

/// One order under random events, with every law of SPEC §4 and §6 checked after each of them.
struct OrderCourse {
  let seed: UInt64
  var maker: RandomTerms
  var life = OrderLife()
  let terms: Terms
  let order: OrderFacts
  /// What all groups together put on each account.
  private var accounts: [Int32: Int64] = [:]
  private var today: CalendarDay
  private var records: Int32 = 0
  private var redemptions: [Int32] = []
  private var refunds: [Int32] = []
  /// What was met, so that a run of seeds can prove that it meets everything.
  private(set) var met: Set<String> = []

  /// Posts a random order; nil when it is parked.
  init?(seed: UInt64) throws {
    self.seed = seed
    maker = RandomTerms(seed: seed)
    terms = maker.terms()
    order = maker.order()
    today = order.day
    guard try life.post(order, by: terms) == .split else { return nil }
    checkLaws("post")
    let parts = life.shares.reduce(life.remainder) { $0 + $1.held + $1.earned }
    #expect(parts == life.base, "seed \(seed): the shares of a new order are B")
  }

  mutating func step() {
    switch maker.number(0...9) {
    case 0...3: redeem()
    case 4: reverse()
    case 5, 6: refund()
    case 7: undo()
    case 8: retryExcess()
    default: lapse()
    }
  }

  // MARK: Events

  private mutating func redeem() {
    records += 1
    let entitlement = maker.chance(10) ? Int32(7) : Int32(maker.number(0...3))
    let date = order.day.adding(days: maker.number(0...9))
    let before = Snapshot(life)
    if let wait = life.redeem(records, entitlement: entitlement, on: date) {
      #expect(Snapshot(life) == before && life.lines.isEmpty, "seed \(seed): a redemption that waits moves nothing")
      met.insert("wait \(wait)")
    } else {
      redemptions.append(records)
      met.insert("redeem")
    }
    checkLaws("redeem")
  }

  private mutating func reverse() {
    let record = redemptions.randomElement(using: &maker.random) ?? 999
    let before = Snapshot(life)
    if life.reverse(record, redeemedOn: today) {
      met.insert(life.isWhollyRefunded ? "reverse after full refund" : "reverse")
    } else {
      #expect(Snapshot(life) == before && life.lines.isEmpty, "seed \(seed): what is not live is not reversed")
    }
    checkLaws("reverse")
  }

  private mutating func refund() {
    records += 1
    refunds.append(records)
    let open = order.paid - life.refunded
    var amount = maker.pick([open, 0, 1, open / 2, Int64.random(in: 0...max(open, 1), using: &maker.random), open + 7])
    let entitlement = maker.pick([-1, -1, -1, 0, 1, 2, -2] as [Int32])
    let units = maker.chance(2) ? 0 : Int64(maker.number(1...4))
    if amount == 0, entitlement == -1, units == 0 { amount = 1 }
    let before = life
    let outcome = life.refund(records, RefundFacts(amount: amount, entitlement: entitlement, units: units))
    #expect(outcome.granted == min(amount, open) && outcome.granted + outcome.excess == amount, "seed \(seed): r′ = min(r, P − R)")
    if outcome.excess > 0 { met.insert("over-refund") }
    if outcome.isItemUnknown { met.insert("unknown item") }
    checkLaws("refund")
    if open > 0 && outcome.granted == open { checkClosed() }
    if maker.chance(3) { undoAtOnce(before) }
  }

  /// A refund that fails before anything else happens leaves the order as it was.
  private mutating func undoAtOnce(_ before: OrderLife) {
    let isUndone = life.undo(records)
    #expect(isUndone)
    checkLaws("undo at once")
    #expect(Snapshot(life) == Snapshot(before), "seed \(seed): refund and undo cancel out")
    met.insert("undo at once")
  }

  private mutating func undo() {
    guard let record = refunds.randomElement(using: &maker.random) else { return }
    if life.undo(record) { met.insert("undo") }
    checkLaws("undo")
  }

  private mutating func retryExcess() {
    guard let record = refunds.randomElement(using: &maker.random) else { return }
    if life.retryExcess(of: record) != nil { met.insert("excess") }
    checkLaws("excess")
    if life.isWhollyRefunded && life.returned == life.base { #expect(life.total == 0, "seed \(seed)") }
  }

  private mutating func lapse() {
    today = today.adding(days: maker.number(0...3))
    for place in life.shares.indices where life.isDue(place, today: today) {
      life.lapse(place)
      met.insert(terms.lines[place].isLapsePaid ? "paid lapse" : "lapse")
      #expect(life.shares[place].pending == 0 && life.shares[place].held == 0)
      checkLaws("lapse")
    }
  }

  // MARK: Laws

  private func checkClosed() {
    #expect(life.total == 0 && !life.isPending, "seed \(seed): a full refund closes to zero")
    for place in life.shares.indices where terms.lines[place].gives == .all {
      #expect(life.shares[place].held == 0 && life.shares[place].earned == 0, "seed \(seed): who gives all has nothing left")
    }
  }

  private mutating func checkLaws(_ event: String) {
    let place: Comment = "seed \(seed), \(event)"
    #expect(life.lines.balance == 0, place)
    #expect(life.brokenLaw() == nil, place)
    #expect(life.total == life.base - life.returned, place)
    if terms.version.base == .paid { #expect(life.returned == life.refunded, "\(place): base paid, b = r′") }
    #expect(life.refunded >= 0 && life.refunded <= life.paid, place)
    for (share, line) in zip(life.shares, terms.lines) {
      #expect(share.held >= 0 && share.earned >= 0 && share.baseLeft >= 0 && share.baseLeft <= life.base, place)
      let units = line.entitlement < 0 ? 0 : line.units * order.quantity
      #expect(share.pending + share.cancelled + share.lapsed + share.liveCount == units, "\(place): no unit is lost")
    }
    for line in life.lines.lines { accounts[line.account.code, default: 0] += line.amount }
    checkAccounts(place)
  }

  /// The accounts say what the shares say.
  private func checkAccounts(_ place: Comment) {
    var said: [Int32: Int64] = [:]
    for share in life.shares {
      said[Account.held(share.party).code, default: 0] -= share.held
      said[Account.payable(share.party).code, default: 0] -= share.earned
    }
    said[(life.isPending ? Account.held(Party.platform) : .revenue).code, default: 0] -= life.remainder
    let standing = life.refunds.filter { !$0.isUndone }
    said[Account.custody.code] = life.paid - standing.reduce(0) { $0 + $1.amount }
    said[Account.suspense.code] = standing.reduce(0) { $0 + $1.amount - $1.granted }
    for account in Set(said.keys).union(accounts.keys) where ![.fees, .subsidy].contains(Account(code: account).kind) {
      #expect(said[account] ?? 0 == accounts[account] ?? 0, "\(place): account \(account)")
    }
  }

  /// Everything of an order that money depends on.
  struct Snapshot: Equatable {
    let numbers: [Int64]

    init(_ life: OrderLife) {
      numbers =
        [life.remainder, life.returned, life.refunded, life.remainderHeld, life.remainderEarned]
        + life.shares.flatMap {
          [$0.held, $0.earned, $0.pending, $0.cancelled, $0.lapsed, $0.lapsedAmount, $0.lapsedBase, $0.liveCount, $0.liveSum, $0.baseLeft]
        }
    }
  }
}
