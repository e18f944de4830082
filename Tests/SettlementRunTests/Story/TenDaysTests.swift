import Foundation
import SettlementCore
import Testing

@testable import SettlementRun

/// Ten days of a random shop: how they are asked for, and in which order their rows arrive, changes no byte.
@Suite struct TenDaysTests {
  private static let (first, last) = (RandomStore.days.first!, RandomStore.days.last!)

  private func shop(_ seed: UInt64, shuffled: UInt64? = nil, byReference: Bool = false) throws -> Workplace {
    let workplace = try Workplace()
    try RandomStore(seed: seed).write(to: workplace, shuffled: shuffled, byReference: byReference)
    return workplace
  }

  private func expectSame(_ left: Workplace, _ right: Workplace, except: (String) -> Bool = { _ in false }, _ comment: Comment) throws {
    let (a, b) = (try left.published(), try right.published())
    let changed = Set(a.keys).union(b.keys).filter { a[$0] != b[$0] && !except($0) }.sorted()
    #expect(changed.isEmpty, comment)
    #expect(a.count > 40, "\(comment): ten days were published")
  }

  @Test(arguments: UInt64(1)..<5) func oneByOneOrAsARange(seed: UInt64) throws {
    let (single, range, caughtUp) = (try shop(seed), try shop(seed), try shop(seed))
    for day in RandomStore.days { try single.run(day) }
    try range.run(Self.first, through: Self.last)
    try caughtUp.run(Self.first)
    try caughtUp.run(Self.last)  // the days between are caught up first
    try expectSame(single, range, "seed \(seed): as a range")
    try expectSame(single, caughtUp, "seed \(seed): caught up")
    #expect(try single.ledgerRows() == range.ledgerRows(), "seed \(seed): the ledgers are the same")
    // The shop is worth the test: every kind of group is posted.
    let kinds = Set(
      try RandomStore.days.flatMap { day in
        CSVText.rows(try #require(single.text("output/\(day)/postings.csv"))).dropFirst().map { $0[3] }
      })
    #expect(kinds.isSuperset(of: ["order", "earn", "unearn", "refund", "undo", "lapse", "true-up"]), "seed \(seed): \(kinds)")
  }

  /// Ids and times decide, not positions. Only run.json and run.html differ, which hold the digests of the files that were read, and with them
  /// the ledger's head on the covers.
  @Test(arguments: UInt64(1)..<5) func rowsInAnyOrder(seed: UInt64) throws {
    let (straight, shuffled) = (try shop(seed, byReference: true), try shop(seed, shuffled: seed + 100, byReference: true))
    try straight.run(Self.first, through: Self.last)
    try shuffled.run(Self.first, through: Self.last)
    let isOfInputs: (String) -> Bool = { $0.hasSuffix("/run.json") || $0.hasSuffix("/run.html") || $0.contains("/statements/") }
    try expectSame(straight, shuffled, except: isOfInputs, "seed \(seed)")
    #expect(try StatementFacts.csv(straight.configuration()) == StatementFacts.csv(shuffled.configuration()), "seed \(seed)")
  }

  @Test(arguments: UInt64(1)..<4) func twice(seed: UInt64) throws {
    let workplace = try shop(seed)
    try workplace.run(Self.first, through: Self.last)
    let (files, rows) = (try workplace.published(), try workplace.ledgerRows())
    try workplace.run(Self.first, through: Self.last)
    #expect(try workplace.published() == files, "seed \(seed)")
    #expect(try workplace.ledgerRows() == rows, "seed \(seed)")
    try workplace.unpublish()
    try workplace.run(Self.first, through: Self.last)
    #expect(try workplace.published() == files, "seed \(seed): told again from the ledger")
  }

  @Test func aFreshShop() throws {
    let seed = UInt64.random(in: 1000...UInt64(UInt32.max))
    print("TenDays: fresh seed \(seed)")
    try oneByOneOrAsARange(seed: seed)
    try rowsInAnyOrder(seed: seed)
  }
}
