import SettlementCore

/// The kinds of records that have an identity (SPEC §4).
public enum Feed: String, Sendable, CaseIterable, Comparable {
  case order, redemption, refund, payout

  public static func < (left: Feed, right: Feed) -> Bool { left.place < right.place }

  private var place: Int { Self.allCases.firstIndex(of: self)! }
}

/// Orders found in the ledger, in columns of equal length.
public struct StoredOrders: Sendable {
  /// `run` is the run in which it was split, `Run.never` while it is parked or asleep; `terms` is −1 then.
  public var batch = OrderBatch()
  public var number: [Int64] = []
  public var seenRun: [Int32] = []
  public var asked: [Int32] = []

  public init() {}

  public var count: Int { number.count }
}

/// Redemptions found in the ledger, in columns of equal length.
public struct StoredRedemptions: Sendable {
  /// `run` is the run in which it earned or `Run.never`; `reversalRun` the run in which its reversal counts or `Run.never`. `order` is −1.
  /// `orderIDs` is filled only while the order is unknown, else empty texts.
  public var batch = RedemptionBatch()
  public var number: [Int64] = []
  /// 0: unknown.
  public var orderNumber: [Int64] = []
  public var seenRun: [Int32] = []
  /// Its status is reversed, even when that does not count yet or never will.
  public var reversalSeen: [Bool] = []
  public var asked: [Int32] = []

  public init() {}

  public var count: Int { number.count }
}

/// Refunds found in the ledger, in columns of equal length.
public struct StoredRefunds: Sendable {
  /// `run` is the run in which it posted or `Run.never`; `undoRun` the run that undid it or `Run.never`; `excess` lists the excesses posted
  /// later (row of this batch, run), ascending. `order` is −1; `orderIDs` is filled only while the order is unknown.
  public var batch = RefundBatch()
  public var number: [Int64] = []
  /// 0: unknown.
  public var orderNumber: [Int64] = []
  public var seenRun: [Int32] = []
  /// Its status is failed, even when nothing was undone.
  public var failureSeen: [Bool] = []
  public var asked: [Int32] = []

  public init() {}

  public var count: Int { number.count }
}

/// One payout.
public struct PayoutRecord: Equatable, Sendable {
  /// 0 in a new run: the ledger gives it.
  public var number: Int64
  public var id: String
  public var party: Int32
  public var amount: Int64
  public var currency: Currency
  public var paidAt: Int64
  public var day: CalendarDay
  /// The run that saw it first; any in a new run.
  public var seenRun: Int32
  /// The run in which it posted, `Run.never` while it waits for its day. In a new run: its number, or never.
  public var run: Int32

  public init(
    number: Int64 = 0, id: String, party: Int32, amount: Int64, currency: Currency, paidAt: Int64, day: CalendarDay, seenRun: Int32 = 0,
    run: Int32
  ) {
    self.number = number
    self.id = id
    self.party = party
    self.amount = amount
    self.currency = currency
    self.paidAt = paidAt
    self.day = day
    self.seenRun = seenRun
    self.run = run
  }
}

/// Payouts found in the ledger.
public struct StoredPayouts: Equatable, Sendable {
  public var records: [PayoutRecord] = []
  public var asked: [Int32] = []

  public init() {}

  public var count: Int { records.count }
}
