import LedgerStore
import SettlementCore
import Testing

/// Random runs against plain dictionaries: whatever was appended, the look-ups give what the dictionaries say.
@Suite struct ModelTests {
  @Test(arguments: UInt64(0)..<12) func lookupsAgreeWithPlainDictionaries(seed: UInt64) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("ledger.sqlite")
    try checkModel(seed, { try SQLiteLedger(path: path) }) { ledger in
      try (ledger as! SQLiteLedger).close()
      return try SQLiteLedger(path: path)
    }
  }
}

/// What every kind of ledger must do with random runs. `reopen` gives the same ledger anew.
func checkModel(_ seed: UInt64, _ make: () throws -> any Ledger, reopen: (any Ledger) throws -> any Ledger) throws {
  var model = Model(seed: seed)
  var ledger = try make()
  for number in 1...Int32(6) {
    let run = model.nextRun(number)
    let appended = try ledger.append(run)
    #expect(appended.orders == run.orders.ids.texts.map { model.orders[$0]!.number }, "seed \(seed)")
    #expect(appended.redemptions == run.redemptions.batch.ids.texts.map { model.redemptions[$0]!.number }, "seed \(seed)")
    #expect(appended.refunds == run.refunds.batch.ids.texts.map { model.refunds[$0]!.number }, "seed \(seed)")
    if number % 3 == 0 { ledger = try reopen(ledger) }
    try compare(ledger, model, "seed \(seed), run \(number)")
  }
}

private func compare(_ ledger: any Ledger, _ model: Model, _ comment: Comment) throws {
  let orderIDs = TextColumn(Array(model.orders.keys) + ["absent"])
  let orders = try ledger.orders(withIDs: orderIDs, rows: all(orderIDs))
  #expect(orders.rows.sorted() == model.orderRows, comment)
  #expect(zip(orders.asked, orders.batch.ids.texts).allSatisfy { orderIDs[Int($0)] == $1 }, comment)
  let numbers = Array(0...Int64(model.orders.count + 1)).reversed().map { $0 }
  #expect(try ledger.orders(numbers: numbers).rows.sorted() == model.orderRows, comment)

  let withBuyer = model.orders.values.filter { !$0.buyer.isEmpty }.map { ($0.number, $0.buyer) }
  #expect(try ledger.buyers(ofOrders: numbers) == Dictionary(uniqueKeysWithValues: withBuyer), comment)

  let redemptionIDs = TextColumn(Array(model.redemptions.keys) + ["absent"])
  #expect(
    try ledger.redemptions(withIDs: redemptionIDs, rows: all(redemptionIDs)).rows.sorted() == model.redemptionRows { _ in true }, comment)
  let some = model.orders.values.map(\.number).filter { $0 % 3 != 0 }
  let ofSome = try ledger.redemptions(ofOrders: some)
  #expect(ofSome.rows.sorted() == model.redemptionRows { $0 > 0 && $0 % 3 != 0 }, comment)
  #expect(zip(ofSome.asked, ofSome.orderNumber).allSatisfy { some[Int($0)] == $1 }, comment)

  #expect(try ledger.refunds(numbers: (1...100).map { $0 }).rows.sorted() == model.refundRows { _ in true }, comment)
  #expect(try ledger.refunds(ofOrders: some).rows.sorted() == model.refundRows { $0 > 0 && $0 % 3 != 0 }, comment)

  for day in model.days {
    #expect(try Set(ledger.waiting(dueOn: day)) == Set(model.waiting.values.filter { $0.wakeDay <= day }), comment)
  }
  for terms in Int32(0)...1 {
    let days = model.days[1]...model.days[3]
    let paid = model.orders.values.filter { $0.terms == terms && days.contains($0.day) }.map(\.number).sorted()
    #expect(try ledger.ordersPaid(in: days, terms: terms) == paid, comment)
  }
  let open = try ledger.openDiscrepancies().map { "\($0.identity.key) \($0.state.rawValue) \($0.run)" }
  #expect(open == model.openFindings, comment)
  #expect(try ledger.discrepancies(asOf: model.number).map(\.identity.key) == model.shownFindings, comment)
  #expect(try Dictionary(uniqueKeysWithValues: ledger.balances().map { ($0.account, $0.amount) }) == model.balances, comment)
}

extension TextColumn {
  var texts: [String] { (0..<count).map { self[$0] } }
}

/// What a ledger should say, in dictionaries by id.
struct Model {
  struct Order {
    var number: Int64 = 0
    let day: CalendarDay
    let seen: Int32
    var run = Run.never
    var terms: Int32 = -1
    var buyer = ""
  }
  struct Redemption {
    var number: Int64 = 0
    /// The order's id, and whether the ledger knows it.
    let order: String
    var isLinked: Bool
    let day: CalendarDay
    let seen: Int32
    var run = Run.never
    var group: Int64 = 0
    var price: Int64 = 0
    var reversal: (at: Int64, day: CalendarDay, run: Int32)?
  }
  struct Refund {
    var number: Int64 = 0
    let order: String
    var isLinked: Bool
    let day: CalendarDay
    let seen: Int32
    var run = Run.never
    var group: Int64 = 0
    var failure: (day: CalendarDay, run: Int32)?
    var excess: [Int32] = []
  }

  var orders: [String: Order] = [:]
  var redemptions: [String: Redemption] = [:]
  var refunds: [String: Refund] = [:]
  var waiting: [String: WaitingRecord] = [:]
  var findings: [String: (state: DiscrepancyRow.State, run: Int32)] = [:]
  var balances: [Account: Int64] = [:]
  var number: Int32 = 0
  let days = (0..<6).map { Story.first.adding(days: $0) }
  private var random: SplitMix64
  private var names = 0

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

  /// Ids of many lengths and beginnings, some longer than 62 bits can hold.
  private mutating func id(_ kind: String) -> String {
    names += 1
    let tail = String(names * 7919 % 1009)
    return switch Int.random(in: 0..<4, using: &random) {
    case 0: "\(kind)\(tail)"
    case 1: "\(kind)-the-same-long-beginning-of-many-ids-\(tail)-\(names)"
    case 2: "\(kind)权益\(tail)"
    default: "\(tail)\(kind)~"
    }
  }

  mutating func nextRun(_ number: Int32) -> NewRun {
    self.number = number
    var run = NewRun.sample(number)
    run.versions = number == 1 ? [Story.version("VIP", "2026-01-01"), Story.version("VIP", "2026-02-01")] : []
    happenLater(&run)
    let newOrders = addOrders(&run)
    addRedemptions(&run, newOrders)
    addRefunds(&run, newOrders)
    find(&run)
    for party in Int32(1)...5 where chance(40) {
      balances[.held(party)] = Int64.random(in: -99...99, using: &random)
      run.balances.append(AccountBalance(run: 0, currency: cny, account: .held(party), amount: balances[.held(party)]!))
    }
    if !run.balances.isEmpty {
      balances[.custody] = 0
      balances[.custody] = -balances.values.reduce(0, +)
      run.balances.append(AccountBalance(run: 0, currency: cny, account: .custody, amount: balances[.custody]!))
    }
    return run
  }

  /// Gives the new ones numbers in the byte order of their ids; returns each with its row.
  private func numbered(_ ids: TextColumn, after count: Int) -> [(id: String, number: Int64)] {
    let sorted = ids.texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return sorted.enumerated().map { ($1, Int64(count + $0 + 1)) }
  }

  private mutating func addOrders(_ run: inout NewRun) -> [String: Int] {
    let (before, hasBuyers) = (orders.count, chance(70))
    for _ in 0..<Int.random(in: 0..<9, using: &random) {
      let id = id("O")
      let day = days.randomElement(using: &random)!
      let terms = Int32.random(in: -1...1, using: &random)
      run.addOrder(id, terms: terms, at: day)
      orders[id] = Order(day: day, seen: number, run: terms < 0 ? Run.never : number, terms: terms)
      guard hasBuyers else { continue }
      orders[id]!.buyer = chance(60) ? "buyer:\(Int.random(in: 0..<5, using: &random))" : ""
      run.buyers.append(orders[id]!.buyer)
    }
    for (id, number) in numbered(run.orders.ids, after: before) { orders[id]!.number = number }
    return Dictionary(uniqueKeysWithValues: run.orders.ids.texts.enumerated().map { ($1, $0) })
  }

  /// A known order as a reference, or none.
  private mutating func anyOrder(_ new: [String: Int]) -> (id: String, reference: Int64) {
    guard let id = orders.keys.sorted().randomElement(using: &random), !chance(25) else { return ("later-\(names)", RecordReference.none) }
    return (id, new[id].map { RecordReference.new(row: $0) } ?? orders[id]!.number)
  }

  private mutating func addRedemptions(_ run: inout NewRun, _ new: [String: Int]) {
    let before = redemptions.count
    for row in 0..<Int.random(in: 0..<14, using: &random) {
      let id = id("R")
      let day = days.randomElement(using: &random)!
      let order = anyOrder(new)
      let posted = order.reference != 0 && chance(60)
      run.addRedemption(id, order: order.reference, orderID: order.id, posted: posted, group: Int64(row), price: 5, at: day)
      redemptions[id] = Redemption(
        order: order.id, isLinked: order.reference != 0, day: day, seen: number, run: posted ? number : Run.never,
        group: posted ? Int64(row) : 0, price: posted ? 5 : 0)
      if !posted {
        run.waitingAdded.append(WaitingRecord(feed: .redemption, number: RecordReference.new(row: row), wakeDay: day))
      } else if chance(20) {
        let counts = chance(50)
        run.reversals.append(NewReversal(redemption: RecordReference.new(row: row), reversedAt: 3, day: day, counts: counts))
        redemptions[id]!.reversal = (3, day, counts ? number : Run.never)
      }
    }
    for (id, number) in numbered(run.redemptions.batch.ids, after: before) {
      redemptions[id]!.number = number
      if redemptions[id]!.run == Run.never {
        waiting["redemption \(number)"] = WaitingRecord(feed: .redemption, number: number, wakeDay: redemptions[id]!.day)
      }
    }
  }

  private mutating func addRefunds(_ run: inout NewRun, _ new: [String: Int]) {
    let before = refunds.count
    for row in 0..<Int.random(in: 0..<6, using: &random) {
      let id = id("F")
      let order = anyOrder(new)
      let posted = order.reference != 0 && chance(60)
      run.addRefund(id, order: order.reference, orderID: order.id, amount: 30, posted: posted, group: 4, at: days[0])
      refunds[id] = Refund(
        order: order.id, isLinked: order.reference != 0, day: days[0], seen: number, run: posted ? number : Run.never, group: posted ? 4 : 0
      )
      if chance(20) {
        run.failures.append(NewFailure(refund: RecordReference.new(row: row), day: days[2], counts: posted))
        refunds[id]!.failure = (days[2], posted ? number : Run.never)
      }
    }
    for (id, number) in numbered(run.refunds.batch.ids, after: before) { refunds[id]!.number = number }
  }

  /// What happens in this run to records of earlier ones.
  private mutating func happenLater(_ run: inout NewRun) {
    for id in orders.keys.sorted() where orders[id]!.terms < 0 && chance(30) {
      (orders[id]!.terms, orders[id]!.run) = (1, number)
      run.latePostings.append(LatePosting(feed: .order, number: orders[id]!.number, what: .split(terms: 1)))
    }
    for id in redemptions.keys.sorted() { happenLater(&run, toRedemption: id) }
    for id in refunds.keys.sorted() where refunds[id]!.run < number && chance(30) {
      refunds[id]!.excess.append(number)
      run.latePostings.append(LatePosting(feed: .refund, number: refunds[id]!.number, what: .excess(group: 9)))
    }
  }

  private mutating func happenLater(_ run: inout NewRun, toRedemption id: String) {
    let redemption = redemptions[id]!
    if redemption.isLinked, redemption.run == Run.never, chance(40) {
      (redemptions[id]!.run, redemptions[id]!.group, redemptions[id]!.price) = (number, 77, 6)
      run.latePostings.append(LatePosting(feed: .redemption, number: redemption.number, what: .posted(group: 77, price: 6)))
      run.waitingRemoved.append(WaitingRecord(feed: .redemption, number: redemption.number, wakeDay: days[0]))
      waiting["redemption \(redemption.number)"] = nil
    }
    if let reversal = redemption.reversal {
      guard reversal.run == Run.never, chance(40) else { return }
      redemptions[id]!.reversal!.run = number
      run.latePostings.append(LatePosting(feed: .redemption, number: redemption.number, what: .reversed))
    } else if chance(20) {
      run.reversals.append(NewReversal(redemption: redemption.number, reversedAt: .min, day: days[1], counts: true))
      redemptions[id]!.reversal = (.min, days[1], number)
    }
  }

  private mutating func find(_ run: inout NewRun) {
    for key in ["a", "b", "c", "d", "e"] where chance(40) {
      let state = DiscrepancyRow.State.allCases.randomElement(using: &random)!
      run.discrepancies.append(Story.finding(key, state))
      findings[key] = (state, number)
    }
  }

  var openFindings: [String] {
    findings.filter { $0.value.state != .resolved }.map { "\($0.key) \($0.value.state.rawValue) \($0.value.run)" }.sorted()
  }

  var shownFindings: [String] { findings.filter { $0.value.state != .resolved || $0.value.run == number }.map(\.key).sorted() }

  var orderRows: [String] {
    orders.map { id, order in
      let instant = Int64(order.day.number) * 86_400_000_000 + 5
      return """
        \(order.number) \(id) 0 2 1 CNY 19900 29900 120 \(instant) \(order.day.number) seen \(order.seen) run \(name(order.run)) \
        terms \(order.terms)
        """
    }.sorted()
  }

  /// Those whose order has a number that `chosen` accepts (0: unknown).
  func redemptionRows(_ chosen: (Int64) -> Bool) -> [String] {
    redemptions.filter { chosen(orderNumber($0.value.order, $0.value.isLinked)) }.map { id, it in
      let reversal = it.reversal.map { " reversed \($0.at) \($0.day.number) run \(name($0.run))" } ?? ""
      return """
        \(it.number) \(id) of \(orderNumber(it.order, it.isLinked))\(it.isLinked ? "" : it.order) 1 \
        \(Int64(it.day.number) * 86_400_000_000 + 7) \(it.day.number) seen \(it.seen) run \(name(it.run)) group \(it.group) \
        price \(it.price)\(reversal)
        """
    }.sorted()
  }

  func refundRows(_ chosen: (Int64) -> Bool) -> [String] {
    refunds.filter { chosen(orderNumber($0.value.order, $0.value.isLinked)) }.map { id, it in
      let failure = it.failure.map { " failed \($0.day.number) run \(name($0.run))" } ?? ""
      return """
        \(it.number) \(id) of \(orderNumber(it.order, it.isLinked))\(it.isLinked ? "" : it.order) 30/2 -1 3 \
        \(Int64(it.day.number) * 86_400_000_000 + 9) \(it.day.number) seen \(it.seen) run \(name(it.run)) group \(it.group)\(failure)\
        \(it.excess.map { " excess \($0)" }.joined())
        """
    }.sorted()
  }

  private func orderNumber(_ id: String, _ isLinked: Bool) -> Int64 { isLinked ? orders[id]!.number : 0 }
}
