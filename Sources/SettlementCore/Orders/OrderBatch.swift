/// Orders in columns: one row each. Amounts in minor units of `currency`.
public struct OrderBatch: Sendable {
  public var ids = TextColumn()
  /// Numbers in the rule names' `bundles` and `parties`; channel −1: none.
  public var bundle: [Int32] = []
  public var channel: [Int32] = []
  public var quantity: [Int64] = []
  /// `unknown` when the row names none and no agreement does.
  public var currency: [Currency] = []
  public var paid: [Int64] = []
  public var list: [Int64] = []
  public var fee: [Int64] = []
  /// Microseconds since 1970, and the business date.
  public var paidAt: [Int64] = []
  public var day: [Int32] = []
  /// The run in which the order posts or is tried; `Run.never` while it waits for its day.
  public var run: [Int32] = []
  /// Number of the terms that split it, −1 while it has none.
  public var terms: [Int32] = []

  public init() {}

  public var count: Int { ids.count }

  /// Appends a row of another batch.
  public mutating func append(_ row: Int, of other: OrderBatch) {
    ids.append(row, of: other.ids)
    bundle.append(other.bundle[row])
    channel.append(other.channel[row])
    quantity.append(other.quantity[row])
    currency.append(other.currency[row])
    paid.append(other.paid[row])
    list.append(other.list[row])
    fee.append(other.fee[row])
    paidAt.append(other.paidAt[row])
    day.append(other.day[row])
    run.append(other.run[row])
    terms.append(other.terms[row])
  }
}

/// Redemptions in columns.
public struct RedemptionBatch: Sendable {
  public var ids = TextColumn()
  public var orderIDs = TextColumn()
  /// Row of the order, −1 when it is unknown.
  public var order: [Int32] = []
  public var entitlement: [Int32] = []
  public var redeemedAt: [Int64] = []
  public var day: [Int32] = []
  /// The run in which it earns or is tried; `Run.never` when it does neither.
  public var run: [Int32] = []
  /// When it was reversed (`Int64.min`: no time given), and the run in which that counts; `Run.never` when it does not.
  public var reversedAt: [Int64] = []
  public var reversalDay: [Int32] = []
  public var reversalRun: [Int32] = []
  /// What it earned, and the posting group of that; 0 before.
  public var group: [Int64] = []
  public var price: [Int64] = []

  public init() {}

  public var count: Int { ids.count }

  /// Appends a row of another batch.
  public mutating func append(_ row: Int, of other: RedemptionBatch) {
    ids.append(row, of: other.ids)
    orderIDs.append(row, of: other.orderIDs)
    order.append(other.order[row])
    entitlement.append(other.entitlement[row])
    redeemedAt.append(other.redeemedAt[row])
    day.append(other.day[row])
    run.append(other.run[row])
    reversedAt.append(other.reversedAt[row])
    reversalDay.append(other.reversalDay[row])
    reversalRun.append(other.reversalRun[row])
    group.append(other.group[row])
    price.append(other.price[row])
  }
}

/// Refunds in columns. Amounts in minor units of the order's currency, or at `exponent` decimals while the order is unknown.
public struct RefundBatch: Sendable {
  public var ids = TextColumn()
  public var orderIDs = TextColumn()
  public var order: [Int32] = []
  public var amount: [Int64] = []
  public var exponent: [UInt8] = []
  /// −1: none named.
  public var entitlement: [Int32] = []
  /// 0: none named.
  public var units: [Int64] = []
  public var refundedAt: [Int64] = []
  public var day: [Int32] = []
  public var run: [Int32] = []
  /// The run in which it is undone; `Run.never` when it stands.
  public var undoRun: [Int32] = []
  public var undoDay: [Int32] = []
  /// Its first posting group; 0 before.
  public var group: [Int64] = []
  /// Waiting excess that is tried, or was posted: (row of the refund, run).
  public var excess: [(refund: Int32, run: Int32)] = []

  public init() {}

  public var count: Int { ids.count }

  /// Appends a row of another batch, without its excesses.
  public mutating func append(_ row: Int, of other: RefundBatch) {
    ids.append(row, of: other.ids)
    orderIDs.append(row, of: other.orderIDs)
    order.append(other.order[row])
    amount.append(other.amount[row])
    exponent.append(other.exponent[row])
    entitlement.append(other.entitlement[row])
    units.append(other.units[row])
    refundedAt.append(other.refundedAt[row])
    day.append(other.day[row])
    run.append(other.run[row])
    undoRun.append(other.undoRun[row])
    undoDay.append(other.undoDay[row])
    group.append(other.group[row])
  }
}

/// Numbers of runs: from 1 in the order of the ledger.
public enum Run {
  /// Later than every run.
  public static let never: Int32 = .max
}
