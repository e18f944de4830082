import LedgerStore
import SettlementCore

/// How the ladders that one order touches in a run climb: the position before each of its moves, and the price.
///
/// It walks the moves of the whole run with the same `Ladder` and ends where the run left it, or refuses.
struct LadderTrail {
  struct Place: Hashable {
    let part: Int32
    let group: Int32
  }
  /// One move of the order on a ladder.
  struct Climb {
    let key: LadderKey
    let move: LadderMove
    let before: Ladder
    /// What the party's payable moves by: a price, minus a price, or the amount itself.
    let price: Int64
    /// price − the amount that the order's share moved: the platform's.
    var difference: Int64 { move.kind == .give ? 0 : price - move.amount }
  }

  private(set) var climbs: [Place: [Climb]] = [:]
  let keys: Set<LadderKey>
  private let input: OrderPassInput

  /// Throws `BrokenLaw` when the walk does not end where the run left the ladders.
  init(_ posted: PostedRun, order: Int32, run: Int32, _ ledger: any Ledger) throws {
    let settled = posted.settled
    input = settled.input
    var moves: [(event: Int32, place: Place, terms: Int32, move: LadderMove)] = []
    var keys: Set<LadderKey> = []
    for (part, result) in settled.parts.enumerated() {
      for (group, terms, move) in result.ladderMoves {
        moves.append((result.groups.event[Int(group)], Place(part: Int32(part), group: group), terms, move))
        if result.groups.order[Int(group)] == order { keys.insert(Self.key(terms, move, settled.input)) }
      }
    }
    self.keys = keys
    if keys.isEmpty { return }
    let order = RadixSort.order(of: moves.map { Int64($0.event) })
    var ladders = try ledger.ladders(Array(keys), before: run)
    var prices: [Int32: Int64] = [:]
    for at in order {
      let (_, place, number, move) = moves[Int(at)]
      let key = Self.key(number, move, settled.input)
      guard keys.contains(key) else { continue }
      let terms = input.terms[Int(number)]
      var ladder = ladders[key] ?? Ladder()
      let before = ladder
      let price: Int64
      switch move.kind {
      case .earn:
        price = try ladder.earn(units: move.units, base: move.base, by: terms.lines[Int(move.share)].tariff!, terms.version.rounding)
        if move.redemption >= 0 { prices[move.redemption] = price }
      case .unearn:
        price = -(prices[move.redemption] ?? input.facts.redemptions.price[Int(move.redemption)])
        try ladder.move(units: move.units, base: move.base, earned: price)
      case .give:
        price = move.amount
        try ladder.move(units: move.units, base: move.base, earned: price)
      }
      ladders[key] = ladder
      climbs[place, default: []].append(Climb(key: key, move: move, before: before, price: price))
    }
    try check(ladders, against: settled)
  }

  private func check(_ ladders: [LadderKey: Ladder], against settled: SettledRun) throws {
    for key in keys {
      let terms = input.terms[Int(key.terms)]
      var ladder = ladders[key] ?? Ladder()
      _ = try ladder.settle(by: terms.lines[Int(key.share)].tariff!, terms.version.rounding)
      guard let left = settled.ladders[key], left.measure == ladder.measure, left.earned == ladder.earned else {
        throw BrokenLaw("explanation: ladder \(terms.bundle) \(key.share) does not end where its run left it")
      }
    }
  }

  private static func key(_ terms: Int32, _ move: LadderMove, _ input: OrderPassInput) -> LadderKey {
    let per = input.terms[Int(terms)].lines[Int(move.share)].tariff!.per
    return LadderKey(terms: terms, share: move.share, party: move.party, period: per.number(of: move.day))
  }
}
