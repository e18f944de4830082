/// The correction that brings a touched ladder to T(measure): party against platform (SPEC §5).
public struct TrueUp: Sendable {
  public let key: LadderKey
  /// What the party is owed more (or, below zero, less). Minor units.
  public let amount: Int64
}

/// The second of the three passes, by tariff: every ladder climbs in the order of events and pays its prices.
public struct LadderPass: Sendable {
  /// The ladders that the run touches, as the ledger has them, then as the run leaves them.
  public private(set) var ladders: [LadderKey: Ladder]
  public private(set) var trueUps: [TrueUp] = []
  /// Payable and revenue differences by currency and party: price − amount held, true-ups included.
  public private(set) var differences: [Currency: [Int32: Int128]] = [:]

  /// The ladders that a run's moves touch.
  public static func keys(of parts: [OrderPassResult], _ input: OrderPassInput) -> Set<LadderKey> {
    var keys: Set<LadderKey> = []
    var last: LadderKey?
    for part in parts {
      for (_, terms, move) in part.ladderMoves {
        let key = key(terms, move, input)
        if key != last { keys.insert(key) }
        last = key
      }
    }
    return keys
  }

  public init(ladders: [LadderKey: Ladder]) { self.ladders = ladders }

  /// Climbs all ladders: puts the prices into the groups of `parts` and makes the true-ups.
  ///
  /// Throws `AmountOverflow` when a ladder's total leaves 64 bits.
  public mutating func climb(_ parts: inout [OrderPassResult], _ input: OrderPassInput, parties: Terminology) throws(AmountOverflow) {
    var prices: [Int32: Int64] = [:]  // asked for by what takes an earning of this run back
    let takesBack = parts.contains { $0.ladderMoves.contains { $0.move.kind == .unearn } }
    for (place, index) in Self.inOrderOfEvents(parts) {
      let (group, number, move) = parts[place].ladderMoves[index]
      let terms = input.terms[Int(number)]
      let key = Self.key(number, move, input)
      let tariff = terms.lines[Int(move.share)].tariff!
      var difference: Int64 = 0
      switch move.kind {
      case .earn:
        let price = try ladders[key, default: Ladder()].earn(units: move.units, base: move.base, by: tariff, terms.rounding)
        difference = price - move.amount
        if move.redemption >= 0 {
          if takesBack { prices[move.redemption] = price }
          parts[place].groups.value[Int(group)] = price
        }
      case .unearn:
        let price = prices[move.redemption] ?? input.facts.redemptions.price[Int(move.redemption)]
        try ladders[key, default: Ladder()].move(units: move.units, base: move.base, earned: -price)
        difference = -price - move.amount
      case .give:
        try ladders[key, default: Ladder()].move(units: move.units, base: move.base, earned: move.amount)
      }
      if difference == 0 { continue }
      parts[place].groups.move(-difference, in: Int(group), to: .payable(move.party), from: .revenue)
      differences[terms.currency, default: [:]][move.party, default: 0] += Int128(difference)
    }
    try settle(input, parties)
  }

  /// One true-up per touched ladder, by (agreement, version, place, party, period).
  private mutating func settle(_ input: OrderPassInput, _ parties: Terminology) throws(AmountOverflow) {
    let order = ladders.keys.sorted { left, right in
      let (a, b) = (input.terms[Int(left.terms)], input.terms[Int(right.terms)])
      if a.bundle != b.bundle { return a.bundle.utf8.lexicographicallyPrecedes(b.bundle.utf8) }
      if a.version.effective != b.version.effective { return a.version.effective < b.version.effective }
      if left.share != right.share { return left.share < right.share }
      if left.party != right.party { return parties[left.party].utf8.lexicographicallyPrecedes(parties[right.party].utf8) }
      return left.period < right.period
    }
    for key in order {
      let terms = input.terms[Int(key.terms)]
      let amount = try ladders[key]!.settle(by: terms.lines[Int(key.share)].tariff!, terms.rounding)
      if amount == 0 || key.party == Party.platform { continue }  // platform against platform moves nothing
      trueUps.append(TrueUp(key: key, amount: amount))
      differences[terms.currency, default: [:]][key.party, default: 0] += Int128(amount)
    }
  }

  private static func key(_ terms: Int32, _ move: LadderMove, _ input: OrderPassInput) -> LadderKey {
    let per = input.terms[Int(terms)].lines[Int(move.share)].tariff!.per
    return LadderKey(terms: terms, share: move.share, party: move.party, period: per.number(of: move.day))
  }

  private static func inOrderOfEvents(_ parts: [OrderPassResult]) -> [(part: Int, index: Int)] {
    var places: [(part: Int, index: Int)] = []
    var events: [Int64] = []
    for (place, part) in parts.enumerated() {
      for index in part.ladderMoves.indices {
        places.append((place, index))
        events.append(Int64(part.groups.event[Int(part.ladderMoves[index].group)]))
      }
    }
    return RadixSort.order(of: events).map { places[Int($0)] }
  }
}
