/// What the pass by order reads: the facts of the touched orders, their sorted events, and the rules.
///
/// A class, because it is some forty columns: handing it on as a value would count a reference for each of them, on every row, on both threads.
public final class OrderPassInput: Sendable {
  public let facts: OrderFactsTable
  public let events: EventTable
  public let terms: [Terms]
  public let finder: TermsFinder
  /// Business day of run 1, 2, …, `current`.
  public let runDays: [CalendarDay]
  /// The run whose groups are made; events of earlier runs are replayed in silence.
  public let current: Int32
  /// Rows of the event table by order, in their order; `starts` has one more entry than there are orders.
  let byOrder: [Int32]
  let starts: [Int32]

  public init(
    facts: OrderFactsTable, events: EventTable, terms: [Terms], finder: TermsFinder, runDays: [CalendarDay], current: Int32
  ) {
    self.facts = facts
    self.events = events
    self.terms = terms
    self.finder = finder
    self.runDays = runDays
    self.current = current
    (byOrder, starts) = Self.groupByOrder(events, orders: facts.orders.count)
  }

  public var today: CalendarDay { runDays[Int(current) - 1] }

  /// The terms that split an order that has been posted.
  public func terms(ofOrder row: Int) -> Terms {
    let known = facts.orders.terms[row]
    if known >= 0 { return terms[Int(known)] }
    return terms[Int(finder.terms(of: facts.orders.bundle[row], on: CalendarDay(number: facts.orders.day[row]))!)]
  }

  private static func groupByOrder(_ events: EventTable, orders: Int) -> (byOrder: [Int32], starts: [Int32]) {
    var starts = [Int32](repeating: 0, count: orders + 1)
    for order in events.order { starts[Int(order) + 1] += 1 }
    for row in 0..<orders { starts[row + 1] += starts[row] }
    var next = starts
    var byOrder = [Int32](repeating: 0, count: events.count)
    for event in 0..<events.count {
      let order = Int(events.order[event])
      byOrder[Int(next[order])] = Int32(event)
      next[order] += 1
    }
    return (byOrder, starts)
  }
}

/// Why a record of this run moves no money, or not all of it (SPEC §3, §4).
public enum WaitReason: Equatable, Sendable {
  case noAgreement
  case currency
  case exceedsBase(base: Int64, others: Int64)
  case parkedOrder
  case redemption(RedemptionWait)
  /// It was reversed or failed before it posted: nothing moves, now or later.
  case ended
}

/// What the pass by order found, for a range of orders.
public struct OrderPassResult: Sendable {
  public var groups = GroupTable()
  /// Moves of tiered shares, with the group that each is part of.
  public var ladderMoves: [(group: Int32, terms: Int32, move: LadderMove)] = []
  /// Records of this run that did not post.
  public var waiting: [(event: Int32, reason: WaitReason)] = []
  /// Orders split in this run, with their terms.
  public var split: [(order: Int32, terms: Int32)] = []
  /// Refunds with more than the plain outcome: excess, unknown names, missing units.
  public var refunds: [(event: Int32, outcome: RefundOutcome)] = []
  /// Refunds undone and redemptions reversed that had posted.
  public var undone: [Int32] = []
  public var balances = StateBalances()

  public init() {}
}

/// What the orders' states say of the accounts: the change of every party's held and earned over the run, by currency. Wider than any ledger total.
public struct StateBalances: Sendable {
  public private(set) var changes: [Currency: [Int32: Int128]] = [:]
  private var dense: [Int128] = []
  private var currency = Currency.unknown

  public init() {}

  /// Adds one order's state, or takes it away (`sign` −1).
  mutating func add(_ life: OrderLife, sign: Int64, _ currency: Currency) {
    if currency != self.currency { flush(next: currency) }
    for share in life.shares {
      add(.held(share.party), sign * share.held)
      add(.payable(share.party), sign * share.earned)
    }
    add(.held(Party.platform), sign * life.remainderHeld)
    add(.revenue, sign * life.remainderEarned)
    add(.custody, sign * life.custody)
  }

  @inline(__always)
  private mutating func add(_ account: Account, _ amount: Int64) {
    let code = Int(account.code)
    if code >= dense.count { dense.append(contentsOf: repeatElement(0, count: code + 16 - dense.count)) }
    dense[code] += Int128(amount)
  }

  /// Moves what was counted into `changes`.
  public mutating func flush(next: Currency = .unknown) {
    for (code, amount) in dense.enumerated() where amount != 0 { changes[currency, default: [:]][Int32(code), default: 0] += amount }
    dense = []
    currency = next
  }
}

/// A law of SPEC §6 that does not hold: the run ends with exit 14 and publishes nothing.
public struct BrokenLaw: Error, CustomStringConvertible {
  public let description: String
  public init(_ description: String) { self.description = description }
}
