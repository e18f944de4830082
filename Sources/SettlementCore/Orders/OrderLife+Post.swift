/// What an order says of itself.
public struct OrderFacts: Sendable {
  public let paid: Int64
  public let list: Int64
  public let fee: Int64
  public let quantity: Int64
  /// Business date of paid_at.
  public let day: CalendarDay
  /// The channel's party; the platform's when the order has none.
  public let channel: Int32

  @inlinable
  public init(paid: Int64, list: Int64, fee: Int64, quantity: Int64, day: CalendarDay, channel: Int32) {
    self.paid = paid
    self.list = list
    self.fee = fee
    self.quantity = quantity
    self.day = day
    self.channel = channel
  }
}

/// How a split ended.
public enum SplitOutcome: Equatable, Sendable {
  case split
  /// Σ others > B and the agreement allows no loss: the order is parked.
  case exceedsBase(base: Int64, others: Int64)
}

extension OrderLife {
  /// Splits an order by its terms (SPEC §4, Post): every share's amount is computed and locked.
  ///
  /// Throws `AmountOverflow` when the order's own amounts do not fit 64 bits; its row is then rejected.
  public mutating func post(_ order: OrderFacts, by terms: Terms) throws(AmountOverflow) -> SplitOutcome {
    clear()
    self.terms = terms
    paid = order.paid
    day = order.day
    base =
      switch terms.version.base {
      case .paid: order.paid
      case .net: order.paid - order.fee
      case .list: order.list
      }
    let others = try lockShares(order, terms)
    if others > base && !terms.version.allowsLoss { return .exceedsBase(base: base, others: others) }
    remainder = base - others

    lines.add(.custody, order.paid)
    if terms.version.base == .list { lines.add(.subsidy, order.list - order.paid) }
    if terms.version.base == .net { lines.add(.fees, -order.fee) }
    for place in shares.indices {
      lines.add(.held(shares[place].party), -shares[place].held)
      lines.add(.payable(shares[place].party), -shares[place].earned)
    }
    finish()
    return .split
  }

  /// Gives every share its amount; returns their sum.
  private mutating func lockShares(_ order: OrderFacts, _ terms: Terms) throws(AmountOverflow) -> Int64 {
    let parts = terms.weights.isEmpty ? [] : apportion(base, by: terms.weights)
    var others: Int64 = 0
    for place in terms.lines.indices {
      // Field by field: a copied line counts references, for which the threads fight.
      var share = ShareState()
      share.party = terms.lines[place].party < 0 ? order.channel : terms.lines[place].party
      let isWithoutUnits = terms.lines[place].entitlement < 0
      let units = isWithoutUnits ? order.quantity : try order.quantity.times(terms.lines[place].units)
      let amount =
        parts.isEmpty
        ? try Self.amount(of: terms.lines[place], base: base, rest: max(0, base - others), units, terms.rounding) : parts[place]
      if isWithoutUnits {
        share.earned = amount
        if terms.lines[place].isTiered {
          share.baseLeft = base
          ladderMoves.append(
            LadderMove(kind: .earn, share: Int32(place), party: share.party, day: day, redemption: -1, units: 0, base: base, amount: amount)
          )
        }
      } else {
        share.held = amount
        share.pending = units
        if terms.lines[place].isTiered { share.baseLeft = base }
      }
      others = try others.adding(amount)
      shares.append(share)
    }
    return others
  }

  /// A share's amount for the whole order, bounded by its `min` and `max`. A tiered share is locked at its first tier's price, without flat.
  private static func amount(
    of line: borrowing Terms.Line, base: Int64, rest: Int64, _ units: Int64, _ rounding: Rounding
  ) throws(AmountOverflow) -> Int64 {
    var amount: Int64
    switch line.amount {
    case .fixed(let price): amount = try price.times(units)
    case .percent(let rate, let whole): amount = try rate.part(of: whole == .base ? base : rest, rounding)
    case .tiered(let tariff):
      switch tariff.tiers[0].price {
      case .fixed(let price): amount = try price.times(units)
      case .percent(let rate): amount = try rate.part(of: base, rounding)
      }
    }
    if let minimum = line.minimum { amount = max(amount, minimum) }
    if let maximum = line.maximum { amount = min(amount, maximum) }
    return amount
  }
}
