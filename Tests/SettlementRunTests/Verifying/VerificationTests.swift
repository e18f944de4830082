import Foundation
import RuleFiles
import SettlementCore
import Testing

@testable import LedgerStore
@testable import SettlementRun

/// `verify` finds whatever is changed, and says where.
@Suite struct VerificationTests {
  /// Scenarios that have a row in every table between them.
  private static let scenarios = [
    "reissue-decided", "group-decided", "close-refused-forced", "close-late-redemption", "ladder-reversal-across-tiers",
    "unknown-order-next-day", "undo-after-full-refund", "payouts", "reject-bad-row", "over-refund-excess-partial", "recon-amount-tolerated",
    "decide-reopened", "reissue-removed", "group-waiting", "events-before-order", "close-disputed-month",
  ]

  private static func shops() throws -> [TamperedShop] {
    let corrected = try WithRulesTests.closedMarch()
    try WithRulesTests.correct(corrected)
    return try scenarios.map { try TamperedShop(scenario: $0) }
      + [TamperedShop(scenario: "reversal-later-day", prepare: TamperedShop.withCodes), TamperedShop("corrected terms", corrected)]
  }

  /// 2,000 changes drawn from a seed: each is found, and the message names the table or the file.
  @Test func whateverIsChangedIsFound() throws {
    let seed: UInt64 = 20_260_301
    let shops = try Self.shops()
    for shop in shops { #expect(shop.verified() == nil, "\(shop.name)") }
    let filled = Set(shops.flatMap { $0.tables.map(\.name) })
    #expect(
      filled == Set(JournalTables.all.map(\.table) + ["journal"]),
      "without rows: \(Set(JournalTables.all.map(\.table)).subtracting(filled))")
    let found = try inParallel(shops.count) { place in
      var random = SplitMix64(seed: seed + UInt64(place))
      return try shops[place].change(rows: Self.rows(of: place, 1_500, shops.count), files: Self.rows(of: place, 500, shops.count), &random)
    }
    for (shop, found) in zip(shops, found) {
      for missed in found.missed { Issue.record("seed \(seed), \(shop.name), \(missed)") }
      #expect(shop.verified() == nil, "\(shop.name) is as it was")
    }
    let changed = found.reduce(into: [:] as [String: Int]) { all, one in all.merge(one.changed, uniquingKeysWith: +) }
    #expect(changed.values.reduce(0, +) == 2_000 && Set(changed.keys) == filled.union(["files"]), "\(changed)")
  }

  /// One shop's part of so many changes.
  private static func rows(of place: Int, _ all: Int, _ shops: Int) -> Int { all * (place + 1) / shops - all * place / shops }

  /// The same in PostgreSQL, whose owner switches off what refuses changes.
  @Test(.enabled(if: Peers.areThere)) func whateverIsChangedInPostgreSQLIsFound() throws {
    let seed: UInt64 = 20_260_302
    var random = SplitMix64(seed: seed)
    let scenario = try #require(Scenario.all.first { $0.name == "reissue-decided" })
    let workplace = try Workplace(copying: scenario.folder)
    let ledger = try LedgerInDatabase(workplace.folder)
    for step in scenario.steps { _ = try scenario.run(step, in: workplace) }
    let configuration = try workplace.configuration()
    _ = try Verification.verify(configuration)
    let owner = try ledger.place("owner").connect(.readWrite, holder: "test")
    func rows(_ sql: String) throws -> [[String?]] {
      var found: [[String?]] = []
      try owner.forEach(sql) { row in found.append(row.isNull(0) ? [nil] : [row.text(0)]) }
      return found
    }
    var tables: [(String, Int)] = []
    for table in PostgresSchema.tables {
      try owner.execute("ALTER TABLE \(table) DISABLE TRIGGER USER")
      let count = Int(try rows("SELECT count(*)::text FROM \(table)")[0][0] ?? "") ?? 0
      if count > 0 { tables.append((table, count)) }
    }
    var done = 0
    while done < 100 {
      let (table, count) = tables.randomElement(using: &random)!
      let column = try owner.columns(of: table).randomElement(using: &random)!
      let place = try rows("SELECT ctid::text FROM \(table) ORDER BY ctid OFFSET \(Int.random(in: 0..<count, using: &random)) LIMIT 1")[0][
        0]!
      let old = try rows("SELECT \(column)::text FROM \(table) WHERE ctid = '\(place)'")[0][0]
      let new = old.map { $0 == "true" ? "false" : $0 == "false" ? "true" : Int64($0).map { "\($0 + 1)" } ?? "\($0)~" } ?? "1"
      let quoted = { (text: String?) in text.map { "'" + $0.replacing("'", with: "''") + "'" } ?? "NULL" }
      func update(_ value: String?, at place: String) throws {
        try owner.execute("UPDATE \(table) SET \(column) = \(quoted(value)) WHERE ctid = '\(place)'")
      }
      do { try update(new, at: place) } catch { continue }
      let moved = try rows("SELECT ctid::text FROM \(table) WHERE xmin::text = (SELECT max(xmin::text::bigint)::text FROM \(table))")[0][0]!
      var said: String?
      do { _ = try Verification.verify(configuration) } catch { said = "\(error)" }
      #expect(
        said?.contains(table) == true || said?.contains("open: ") == true,
        "seed \(seed), \(table).\(column) \(old ?? "NULL") → \(new): \(said ?? "nothing is off")")
      try update(old, at: moved)
      done += 1
    }
    _ = try Verification.verify(configuration)
  }

  /// A ledger that had runs before it had a journal: the next command seals it, and goes on.
  @Test func aShopFromBeforeTheJournal() throws {
    let scenario = try #require(Scenario.all.first { $0.name == "worked-example" })
    let workplace = try Workplace(copying: scenario.folder)
    let days = scenario.steps.map(Scenario.day)
    for step in scenario.steps.dropLast() { _ = try scenario.run(step, in: workplace) }
    try workplace.forgetJournal()
    try workplace.unpublish()
    for day in days.dropLast() { try workplace.run(day) }
    #expect(workplace.text("output/\(days[0])/run.json")?.contains("\"head\"") == false)
    #expect(try Verification.verify(try workplace.configuration()).warnings.isEmpty)
    _ = try scenario.run(scenario.steps.last!, in: workplace)
    #expect(workplace.text("output/\(days.last!)/run.json")?.contains("\"head\"") == true)
    #expect(try Verification.verify(try workplace.configuration()).warnings.isEmpty)
    try workplace.write("2", to: "output/\(days[0])/postings.csv")
    #expect(throws: IntegrityFault.self) { _ = try Verification.verify(try workplace.configuration()) }
  }

  @Test func theCommandSaysWhatItFound() throws {
    let folder = try CaseFolder("close-late-redemption")
    try folder.settle()
    let fine = try BuiltCommand.run("verify", in: folder)
    #expect(fine.code == 0 && fine.output.hasPrefix("ok: ") && fine.output.contains("; head "), "\(fine)")
    let quick = try BuiltCommand.run("verify", "--quick", in: folder)
    #expect(quick.code == 0 && quick.output.suffix(65) == fine.output.suffix(65))
    try folder.write("mine", to: "output/2026-03-30/notes.txt")
    try folder.write("mine", to: "archive/objects/notes.txt")
    let warned = try BuiltCommand.run("verify", in: folder)
    #expect(warned.code == 0)
    #expect(
      warned.messages == [
        "warning: output/2026-03-30/notes.txt: published by no run", "warning: archive/objects/notes.txt: nothing that a pull stored",
      ])
    let text = try folder.read("output/2026-03-30/discrepancies.csv")
    try folder.write(text + "x", to: "output/2026-03-30/discrepancies.csv")
    let broken = try BuiltCommand.run("verify", "--quick", in: folder)
    #expect(broken.code == 14 && broken.output.isEmpty)
    #expect(broken.messages.count == 1)
    #expect(
      broken.messages[0].hasPrefix("output/2026-03-30/discrepancies.csv: expected \(text.utf8.count) bytes, SHA-256 "), "\(broken.messages)"
    )
    #expect(broken.messages[0].hasSuffix("; \(IntegrityFault.runAgain)"))
  }
}
