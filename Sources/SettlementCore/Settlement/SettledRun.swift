/// The posting groups of one run in their order, before adjusts and payouts (SPEC §4, Order within a run): events, lapses, true-ups.
public struct SettledRun: Sendable {
  /// Where a group stands.
  public struct Place: Sendable {
    public let part: Int32
    public let group: Int32
  }
  public let input: OrderPassInput
  public let parts: [OrderPassResult]
  /// The groups that have lines, in the order of their numbers.
  public let sequence: [Place]
  public let trueUps: [TrueUp]
  public let ladders: [LadderKey: Ladder]
  /// Of all groups and true-ups.
  public private(set) var movements = Movements()

  /// Numbers the groups and sums what they move.
  ///
  /// Throws `BrokenLaw` when the accounts do not say what orders and ladders say (SPEC §6, Laws), `AmountOverflow` when a total overflows.
  public init(_ input: OrderPassInput, _ parts: [OrderPassResult], _ pass: LadderPass) throws {
    self.input = input
    self.parts = parts
    trueUps = pass.trueUps
    ladders = pass.ladders
    sequence = Self.sequence(input, parts)
    movements = try Self.sum(input, parts)
    for trueUp in trueUps {
      let currency = input.terms[Int(trueUp.key.terms)].currency
      try movements.add(-trueUp.amount, to: Account.payable(trueUp.key.party).code, currency, day: input.today.number, .trueUp)
      try movements.add(trueUp.amount, to: Account.revenue.code, currency, day: input.today.number, .trueUp)
    }
    try checkLaws(pass)
  }

  private static func sequence(_ input: OrderPassInput, _ parts: [OrderPassResult]) -> [Place] {
    let first = input.events.run.firstIndex { $0 == input.current } ?? input.events.count
    var ofEvent = [Place](repeating: Place(part: -1, group: -1), count: input.events.count - first)
    var lapses: [Place] = []
    var rows = 0
    for (part, result) in parts.enumerated() {
      for group in 0..<result.groups.count where !result.groups.isEmpty(group) {
        let place = Place(part: Int32(part), group: Int32(group))
        let event = Int(result.groups.event[group])
        if event < 0 { lapses.append(place) } else { ofEvent[event - first] = place }
        rows += 1
      }
    }
    let ids = input.facts.orders.ids
    lapses.sort { left, right in
      let (a, b) = (parts[Int(left.part)].groups, parts[Int(right.part)].groups)
      let order = ids.compare(Int(a.order[Int(left.group)]), ids, Int(b.order[Int(right.group)]))
      return order != 0 ? order < 0 : a.record[Int(left.group)] < b.record[Int(right.group)]
    }
    var sequence: [Place] = []
    sequence.reserveCapacity(rows)
    for place in ofEvent where place.part >= 0 { sequence.append(place) }
    return sequence + lapses
  }

  private static func sum(_ input: OrderPassInput, _ parts: [OrderPassResult]) throws(AmountOverflow) -> Movements {
    var movements = Movements()
    for part in parts {
      let groups = part.groups
      for group in 0..<groups.count {
        let currency = input.facts.orders.currency[Int(groups.order[group])]
        let kind = groups.kind[group]
        let day = input.businessDay(kind, Int(groups.record[group]))
        for line in groups.lines(group) where groups.amount[line] != 0 {
          try movements.add(groups.amount[line], to: groups.account[line], currency, day: day, kind)
        }
      }
    }
    return movements
  }

  /// Accounts sum to zero; custody, held, payable and revenue are what orders and ladders say.
  private func checkLaws(_ pass: LadderPass) throws {
    var expected: [Currency: [Account: Int128]] = [:]
    for part in parts {
      for (currency, changes) in part.balances.changes {
        for (code, change) in changes {
          let account = Account(code: code)
          let sign: Int128 = account.kind == .custody ? 1 : -1
          expected[currency, default: [:]][account, default: 0] += sign * change
        }
      }
    }
    for (currency, differences) in pass.differences {
      for (party, difference) in differences where Account.payable(party) != .revenue {
        expected[currency, default: [:]][.payable(party), default: 0] -= difference
        expected[currency, default: [:]][.revenue, default: 0] += difference
      }
    }
    for (currency, changes) in try movements.changes() {
      var sum: Int64 = 0
      for (account, change) in changes {
        sum = try sum.adding(change)
        guard [.custody, .held, .payable, .revenue].contains(account.kind) else { continue }
        let said = expected[currency]?[account] ?? 0
        if said != Int128(change) {
          throw BrokenLaw("\(currency.code) account \(account.code): the lines move it by \(change), the orders by \(said)")
        }
      }
      if sum != 0 { throw BrokenLaw("the accounts in \(currency.code) sum to \(sum) instead of zero") }
    }
  }
}

extension OrderPassInput {
  /// The business date of a group: the event's own; the run's for lapses and undos (SPEC §6).
  ///
  /// `record` is the row of the order, redemption or refund.
  @inline(__always)
  public func businessDay(_ kind: GroupKind, _ record: Int) -> Int32 {
    switch kind {
    case .order: return facts.orders.day[record]
    case .earn: return facts.redemptions.day[record]
    case .unearn: return facts.redemptions.reversalDay[record]
    case .refund: return facts.refunds.day[record]
    default: return today.number
    }
  }
}
