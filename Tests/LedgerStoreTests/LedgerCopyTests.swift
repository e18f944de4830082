import PostgresClient
import SettlementCore
import Testing

@testable import LedgerStore

@Suite(.enabled(if: LedgerPeer.isThere)) struct LedgerCopyTests {
  private func source(_ folder: TemporaryFolder, seed: UInt64?) throws -> SQLiteLedger {
    let ledger = try SQLiteLedger(path: folder.file("ledger.sqlite"))
    guard let seed else {
      for run in [Story.run1, Story.run2, Story.run3] { try ledger.append(run) }
      return ledger
    }
    var model = Model(seed: seed)
    for number in 1...Int32(6) { try ledger.append(model.nextRun(number)) }
    return ledger
  }

  /// nil: the story, else random runs.
  @Test(arguments: [nil, 1, 2, 3] as [UInt64?]) func aCopyAnswersEverythingAlike(_ seed: UInt64?) throws {
    let folder = try TemporaryFolder()
    let (source, schema) = (try source(folder, seed: seed), try LedgerSchema())
    let target = try schema.ledger()
    let copied = try LedgerCopy.run(from: source, to: target)
    #expect(copied.first { $0.table == "runs" }?.rows == (seed == nil ? 3 : 6))
    #expect(try LedgerComparison.check(source, target, named: schema.name) > 60, "seed \(seed ?? 0)")
    // Both go on alike.
    let next = NewRun.sample(try Int32(source.state().runs.count) + 1)
    var run = next
    run.parties = try source.state().parties
    run.addOrder("after the copy", terms: 0, at: run.day)
    #expect(try source.append(run).orders == target.append(run).orders)
    _ = try LedgerComparison.check(source, target, named: schema.name)
  }

  @Test func aLedgerWithRunsIsNoTarget() throws {
    let folder = try TemporaryFolder()
    let (source, schema) = (try source(folder, seed: nil), try LedgerSchema())
    let target = try schema.ledger()
    try target.append(Story.run1)
    let before = try schema.dump()
    let failure = #expect(throws: LedgerFailure.self) { _ = try LedgerCopy.run(from: source, to: target) }
    #expect(failure?.message == "expected an empty ledger to copy into, found rows in runs")
    #expect(try schema.dump() == before)
  }

  /// A value that differs anywhere is named.
  @Test(arguments: [
    ("UPDATE orders SET paid = 19901 WHERE number = 2", "orders by number"),
    ("UPDATE redemptions SET price = 1 WHERE number = 1", "redemptions of orders"),
    ("UPDATE refunds SET units = 4 WHERE number = 2", "refunds by number"), ("UPDATE balances SET amount = 1", "balances"),
    ("UPDATE ladders SET earned = 8", "ladders before run 2"), ("UPDATE waiting SET wake_day = 1", "what waits"),
    ("UPDATE open_claims SET from_run = 2", "open claims of douyin"), ("UPDATE rejects SET found = ''", "rejects of run 1"),
    ("UPDATE discrepancies SET detail = ''", "discrepancies as of run 1"), ("DELETE FROM adjusts", "count the rows of adjusts"),
  ]) func aDifferenceIsNamed(_ change: String, _ question: String) throws {
    let folder = try TemporaryFolder()
    let (source, schema) = (try source(folder, seed: nil), try LedgerSchema())
    let target = try schema.ledger()
    _ = try LedgerCopy.run(from: source, to: target)
    let table = change.split(separator: " ")[change.hasPrefix("DELETE") ? 2 : 1]
    if PostgresSchema.onlyAdded.contains(String(table)) { try schema.sql("ALTER TABLE \(table) DISABLE TRIGGER only_added") }
    try schema.sql(change)
    let failure = #expect(throws: LedgerFailure.self) { _ = try LedgerComparison.check(source, target, named: schema.name) }
    #expect(failure?.message == "expected the same answer of both ledgers, found two: \(question)")
  }
}
