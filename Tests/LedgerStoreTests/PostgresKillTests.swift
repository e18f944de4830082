import PostgresClient
import SettlementCore
import Testing

@testable import LedgerStore

/// Sessions that are ended and servers that stop in the middle of a run: nothing of it stays, and the next one ends as if nothing had been.
@Suite(.enabled(if: LedgerPeer.isThere), .serialized) struct PostgresKillTests {
  /// Where the writing session, or the reading one, is ended.
  enum Moment: CaseIterable {
    case whileFinishing, afterFacts, reading, uncommitted, bothAtOnce
  }

  private static func run2() -> NewRun {
    var run = Story.run2
    for row in 0..<3_000 { run.addOrder("more-\(row)", terms: 0, at: run.day) }
    return run
  }

  private func undisturbed() throws -> [String] {
    let schema = try LedgerSchema()
    let ledger = try schema.ledger()
    for run in [Story.run1, Self.run2(), Story.run3] { try ledger.append(run) }
    return try schema.dump()
  }

  @Test(arguments: Moment.allCases) func anEndedSessionLeavesNothing(_ moment: Moment) throws {
    let expected = try undisturbed()
    let schema = try LedgerSchema()
    let ledger = try schema.ledger()
    try ledger.append(Story.run1)
    let before = try schema.dump()
    let sessions = "application_name LIKE '%\(schema.name)%'"
    let writing = "\(sessions) AND xact_start IS NOT NULL"
    let failure = ledgerFailure {
      try ledger.append(Self.facts(Self.run2())) { run in
        switch moment {
        case .whileFinishing: try LedgerPeer.terminate(where: writing)
        case .afterFacts:
          while try LedgerPeer.sessions(where: "\(writing) AND state = 'idle in transaction' AND query LIKE 'COPY%'") == 0 {}
          try LedgerPeer.terminate(where: writing)
        case .reading:
          try LedgerPeer.terminate(where: "\(sessions) AND xact_start IS NULL")
          _ = try ledger.state()
        case .uncommitted: break
        case .bothAtOnce: try LedgerPeer.terminate(where: sessions)
        }
        run = Self.run2()
        if moment == .uncommitted { run.balances.append(Story.balance(.fees, 5)) }  // refused by COMMIT itself
      }
    }
    #expect(failure?.cause == (moment == .uncommitted ? .contradiction : .server), "\(failure?.description ?? "none")")
    #expect(try schema.dump() == before)
    ledger.close()
    let next = try schema.ledger()
    for run in [Self.run2(), Story.run3] { try next.append(run) }
    #expect(try schema.dump() == expected)
  }

  private func ledgerFailure(_ work: () throws -> Void) -> LedgerFailure? { LedgerStoreTests.ledgerFailure(of: work) }

  private static func facts(_ run: NewRun) -> NewRun {
    var facts = NewRun(number: run.number, day: run.day, sequence: run.sequence, zone: run.zone)
    (facts.orders, facts.redemptions, facts.refunds, facts.payouts) = (run.orders, run.redemptions, run.refunds, run.payouts)
    return facts
  }

  /// The lock went with the session, so nobody has to wait, and what the first one does afterwards fails.
  @Test func whoLostTheLockCannotCommit() throws {
    let schema = try LedgerSchema()
    let first = try schema.ledger()
    try LedgerPeer.terminate(where: "application_name LIKE '%\(schema.name)%'")
    let second = try schema.ledger()
    let failure = ledgerFailure { try first.append(Story.run1) }
    #expect(failure?.cause == .server)
    try second.append(Story.run1)
    #expect(try second.state().runs.count == 1)
  }

  @Test func aStoppedServerLeavesTheRunsBefore() throws {
    let schema = try LedgerSchema(frail: true)
    let ledger = try schema.ledger()
    try ledger.append(Story.run1)
    let before = try schema.dump()
    let failure = ledgerFailure {
      try ledger.append(Self.facts(Self.run2())) { run in
        try LedgerPeer.control("crash")
        run = Self.run2()
      }
    }
    #expect(failure?.cause == .server)
    let unreachable = ledgerFailure { _ = try schema.ledger() }
    #expect(unreachable?.cause == .server && unreachable?.operation == "open")
    try LedgerPeer.control("restart")
    #expect(try schema.dump() == before)
    let next = try schema.ledger()
    try next.append(Self.run2())
    #expect(try next.state().runs.count == 2)
  }
}
