import Feeds
import LedgerStore
import SettlementCore

/// Passes by order and by tariff over what a run took in.
///
/// A class, because it holds every column of the run: each hand-on of a value would count a reference per column.
final class Settling: Sendable {
  let intake: Intake
  let run: SettledRun
  /// By row of the batch: terms of orders (−1: parked), prices of redemptions that earned or were priced before.
  let terms: [Int32]
  let prices: [Int64]
  /// Why records of this run did not post, by event.
  let waiting: [(event: Int32, reason: WaitReason)]

  /// Throws `BrokenLaw` or `AmountOverflow` when a law of SPEC §5 or §6 does not hold, `LedgerFailure` when ladders cannot be read.
  init(_ intake: Intake, _ zone: BusinessZone, ladders: ([LadderKey]) throws -> [LadderKey: Ladder]) throws {
    let days = intake.runDays
    let events = EventTable(intake.facts, upTo: intake.current) { zone.lastInstant(of: days[Int($0) - 1]) }
    let input = OrderPassInput(
      facts: intake.facts, events: events, terms: intake.rules.terms, finder: intake.rules.finder, runDays: days, current: intake.current)
    var parts = try Self.settle(input)
    let keys = LadderPass.keys(of: parts, input)
    var pass = LadderPass(ladders: try ladders(Array(keys)))
    try pass.climb(&parts, input, parties: intake.rules.parties)
    self.intake = intake
    run = try SettledRun(input, parts, pass)
    waiting = parts.flatMap(\.waiting).sorted { $0.event < $1.event }
    terms = Self.terms(intake, parts)
    prices = Self.prices(intake, parts)
  }

  private static func settle(_ input: OrderPassInput) throws -> [OrderPassResult] {
    let orders = input.facts.orders.count
    let parts = orders < 1000 ? 1 : parallelParts
    return try inParallel(parts) { part in try input.settle(orders: orders * part / parts..<orders * (part + 1) / parts) }
  }

  private static func terms(_ intake: Intake, _ parts: [OrderPassResult]) -> [Int32] {
    var terms = intake.facts.orders.terms
    for part in parts { for (order, number) in part.split { terms[Int(order)] = number } }
    return terms
  }

  private static func prices(_ intake: Intake, _ parts: [OrderPassResult]) -> [Int64] {
    var prices = intake.facts.redemptions.price
    for part in parts {
      for group in 0..<part.groups.count where part.groups.kind[group] == .earn {
        prices[Int(part.groups.record[group])] = part.groups.value[group]
      }
    }
    return prices
  }

  /// The first event of this run; those before it were replayed.
  var firstEvent: Int { run.input.events.run.firstIndex { $0 == intake.current } ?? run.input.events.count }

  /// The party of the share that delivers an entitlement of a split order, or nil.
  func party(order: Int32, entitlement: Int32) -> Int32? {
    guard order >= 0, terms[Int(order)] >= 0 else { return nil }
    let terms = intake.rules.terms[Int(terms[Int(order)])]
    guard let share = terms.share(delivering: entitlement) else { return nil }
    let party = terms.lines[share].party  // by itself: a copy of the whole line would count its references
    return party >= 0 ? party : max(intake.facts.orders.channel[Int(order)], Party.platform)
  }
}
