import Testing

@testable import SettlementCore

/// The loop over columns equals one order replayed by itself, however the orders are cut into ranges.
@Suite struct OrderPassTests {
  private func groups(_ parts: [OrderPassResult]) -> [Int32: [PlainReplay.Group]] {
    var groups: [Int32: [PlainReplay.Group]] = [:]
    for part in parts {
      for group in 0..<part.groups.count where !part.groups.isEmpty(group) {
        var lines: [Int32: Int64] = [:]
        for line in part.groups.lines(group) where part.groups.amount[line] != 0 {
          lines[part.groups.account[line]] = part.groups.amount[line]
        }
        let found = PlainReplay.Group(kind: part.groups.kind[group], record: part.groups.record[group], lines: lines)
        groups[part.groups.order[group], default: []].append(found)
      }
    }
    return groups
  }

  private func settle(_ input: OrderPassInput, partitions: Int) throws -> [OrderPassResult] {
    let count = input.facts.orders.count
    return try (0..<partitions).map { try input.settle(orders: $0 * count / partitions..<($0 + 1) * count / partitions) }
  }

  private func compare(_ shop: RandomShop, run: Int32, seed: UInt64) throws -> Int {
    let input = shop.input(run: run)
    var compared = 0
    for partitions in [1, 2, 5] {
      let found = groups(try settle(input, partitions: partitions))
      for order in 0..<shop.facts.orders.count {
        let plain = try PlainReplay(shop, order: order, run: run).groups
        #expect(found[Int32(order)] ?? [] == plain, "seed \(seed), run \(run), order \(order), \(partitions) partitions")
        compared += plain.count
      }
    }
    return compared
  }

  @Test(arguments: UInt64(0)..<40) func equalsOneOrderAtATime(seed: UInt64) throws {
    var shop = RandomShop(seed: seed)
    let first = shop.input(run: 1)
    let one = try compare(shop, run: 1, seed: seed)
    shop.carry(try first.settle(orders: 0..<shop.facts.orders.count), first.events)
    let two = try compare(shop, run: 2, seed: seed)
    #expect(one > 0 && two > 0, "seed \(seed): both runs post")
  }

  /// What all three passes make of a run, and its laws (SPEC §6), do not depend on the cut either.
  @Test(arguments: UInt64(100)..<130) func theRunIsTheSameHoweverItIsCut(seed: UInt64) throws {
    var shop = RandomShop(seed: seed)
    // An order that is split has its currency; only its own agreement's counts here.
    for row in 0..<shop.facts.orders.count { shop.facts.orders.currency[row] = RandomTerms.currency }
    let input = shop.input(run: 1)
    var told: Set<[Int64]> = []
    for partitions in [1, 2, 5] {
      var parts = try settle(input, partitions: partitions)
      var ladders = LadderPass(ladders: [:])
      try ladders.climb(&parts, input, parties: Terminology(RandomTerms.parties))
      let run = try SettledRun(input, parts, ladders)
      var numbers: [Int64] = []
      for place in run.sequence {
        let groups = run.parts[Int(place.part)].groups
        numbers += [Int64(groups.kind[Int(place.group)].rawValue), Int64(groups.order[Int(place.group)]), groups.value[Int(place.group)]]
        for line in groups.lines(Int(place.group)) where groups.amount[line] != 0 {
          numbers += [Int64(groups.account[line]), groups.amount[line]]
        }
      }
      for trueUp in run.trueUps { numbers += [Int64(trueUp.key.terms), Int64(trueUp.key.share), Int64(trueUp.key.period), trueUp.amount] }
      told.insert(numbers)
      for (key, ladder) in run.ladders {
        let terms = shop.terms[Int(key.terms)]
        let worth = try terms.lines[Int(key.share)].tariff!.total(ladder.measure, terms.rounding)
        #expect(ladder.earned == worth, "seed \(seed): the law of ladders")
      }
    }
    #expect(told.count == 1 && !told.first!.isEmpty, "seed \(seed)")
  }
}
