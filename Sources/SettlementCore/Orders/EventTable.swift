/// What can happen to an order, in the order in which events of one instant count (SPEC §4).
public enum EventKind: UInt8, Sendable {
  case order, redemption, reversal, refund, undo
}

/// The events of many orders in columns, sorted by (run, instant, kind, id as bytes).
///
/// No event counts before its order: its instant is at least that of paid_at; nor does a reversal before its redemption.
public struct EventTable: Sendable {
  public private(set) var order: [Int32] = []
  public private(set) var instant: [Int64] = []
  public private(set) var kind: [EventKind] = []
  /// Row in the batch of its kind.
  public private(set) var record: [Int32] = []
  public private(set) var run: [Int32] = []
  /// A retry of a refund's excess, not the refund itself.
  public private(set) var isExcess: [Bool] = []

  public var count: Int { order.count }

  /// Every event up to run `current`, whose last instant is `endOfDay`. Events of unknown orders are left out.
  public init(_ facts: OrderFactsTable, upTo current: Int32, endOfDay: (Int32) -> Int64) {
    let rows = facts.orders.count + facts.redemptions.count + facts.refunds.count
    order.reserveCapacity(rows)
    instant.reserveCapacity(rows)
    kind.reserveCapacity(rows)
    record.reserveCapacity(rows)
    run.reserveCapacity(rows)
    isExcess.reserveCapacity(rows)
    let orders = facts.orders
    for row in 0..<orders.count where orders.run[row] <= current {
      append(Int32(row), orders.paidAt[row], .order, Int32(row), orders.run[row])
    }
    let redemptions = facts.redemptions
    for row in 0..<redemptions.count where redemptions.order[row] >= 0 {
      let of = redemptions.order[row]
      let paidAt = orders.paidAt[Int(of)]
      if redemptions.run[row] <= current {
        append(of, max(paidAt, redemptions.redeemedAt[row]), .redemption, Int32(row), redemptions.run[row])
      }
      if redemptions.reversalRun[row] <= current {
        let at = redemptions.reversedAt[row] == .min ? endOfDay(redemptions.reversalRun[row]) : redemptions.reversedAt[row]
        append(of, max(paidAt, at, redemptions.redeemedAt[row]), .reversal, Int32(row), redemptions.reversalRun[row])
      }
    }
    let refunds = facts.refunds
    for row in 0..<refunds.count where refunds.order[row] >= 0 {
      let of = refunds.order[row]
      let paidAt = orders.paidAt[Int(of)]
      if refunds.run[row] <= current { append(of, max(paidAt, refunds.refundedAt[row]), .refund, Int32(row), refunds.run[row]) }
      if refunds.undoRun[row] <= current {
        append(of, max(paidAt, endOfDay(refunds.undoRun[row])), .undo, Int32(row), refunds.undoRun[row])
      }
    }
    for (row, run) in refunds.excess where run <= current {
      let of = refunds.order[Int(row)]
      append(of, max(orders.paidAt[Int(of)], refunds.refundedAt[Int(row)]), .refund, row, run, isExcess: true)
    }
    sort(facts)
  }

  private mutating func append(_ order: Int32, _ instant: Int64, _ kind: EventKind, _ record: Int32, _ run: Int32, isExcess: Bool = false) {
    self.order.append(order)
    self.instant.append(instant)
    self.kind.append(kind)
    self.record.append(record)
    self.run.append(run)
    self.isExcess.append(isExcess)
  }

  private mutating func sort(_ facts: OrderFactsTable) {
    var sorted = RadixSort.order(of: instant)
    if let first = run.first, run.contains(where: { $0 != first }) {
      sorted = RadixSort.order(of: run.map(Int64.init), startingFrom: sorted)
    }
    settleTies(&sorted, facts)
    order = sorted.map { order[Int($0)] }
    instant = sorted.map { instant[Int($0)] }
    kind = sorted.map { kind[Int($0)] }
    record = sorted.map { record[Int($0)] }
    run = sorted.map { run[Int($0)] }
    isExcess = sorted.map { isExcess[Int($0)] }
  }

  /// Orders events of one run and instant by kind and id.
  private func settleTies(_ sorted: inout [Int32], _ facts: OrderFactsTable) {
    let ties = Ties(events: self, facts: facts)
    var start = 0
    while start < sorted.count {
      let first = Int(sorted[start])
      var end = start + 1
      while end < sorted.count, instant[Int(sorted[end])] == instant[first], run[Int(sorted[end])] == run[first] { end += 1 }
      if end - start > 1 {
        sorted[start..<end].sort { ties.isBefore(Int($0), Int($1)) }
      }
      start = end
    }
  }
}

/// The order of events of one run and instant.
///
/// A class: a closure over the columns themselves would count a reference for each of them in every second of the day.
private final class Ties {
  private let events: EventTable
  private let facts: OrderFactsTable

  init(events: EventTable, facts: OrderFactsTable) {
    self.events = events
    self.facts = facts
  }

  func isBefore(_ left: Int, _ right: Int) -> Bool {
    let kind = events.kind[left]
    if kind != events.kind[right] { return kind.rawValue < events.kind[right].rawValue }
    let order = facts.compareIDs(kind, Int(events.record[left]), Int(events.record[right]))
    return order == 0 ? left < right : order < 0
  }
}

/// The facts of many orders.
public struct OrderFactsTable: Sendable {
  public var orders = OrderBatch()
  public var redemptions = RedemptionBatch()
  public var refunds = RefundBatch()

  public init() {}

  /// Compares the ids of two records that a kind of event is about.
  func compareIDs(_ kind: EventKind, _ left: Int, _ right: Int) -> Int {
    switch kind {
    case .order: orders.ids.compare(left, orders.ids, right)
    case .redemption, .reversal: redemptions.ids.compare(left, redemptions.ids, right)
    case .refund, .undo: refunds.ids.compare(left, refunds.ids, right)
    }
  }
}
